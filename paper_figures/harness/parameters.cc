#include "paper_figures/harness/parameters.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

constexpr const char* kPresetNames[] = {"smoke", "default", "paper"};

// 15 significant digits where they are enough to read the same double back, else 17.
std::string ShortestText(double value) {
  const std::string text = absl::StrFormat("%.15g", value);
  double back;
  return absl::SimpleAtod(text, &back) && back == value ? text : absl::StrFormat("%.17g", value);
}

std::string ValueText(const Parameters::Value& value) {
  struct Visitor {
    std::string operator()(std::int64_t v) const { return absl::StrCat(v); }
    std::string operator()(double v) const { return ShortestText(v); }
    std::string operator()(const std::vector<double>& v) const {
      return absl::StrJoin(
          v, ",", [](std::string* out, double x) { absl::StrAppend(out, ShortestText(x)); });
    }
    std::string operator()(const std::string& v) const { return v; }
    std::string operator()(const std::vector<std::string>& v) const {
      return absl::StrJoin(v, ",");
    }
  };
  return std::visit(Visitor(), value);
}

absl::Status ParameterError(absl::string_view name, absl::string_view value,
                            absl::string_view allowed) {
  return absl::InvalidArgumentError(absl::StrCat("--set ", name, "=", value, ": ", allowed));
}

template <typename T>
std::vector<Parameters::Value> AsValues(std::vector<T> per_preset) {
  INFOFLOW_CHECK(per_preset.size() == 3);
  return std::vector<Parameters::Value>(per_preset.begin(), per_preset.end());
}

}  // namespace

std::string PresetName(Preset preset) { return kPresetNames[static_cast<int>(preset)]; }

absl::StatusOr<Preset> ParsePreset(absl::string_view name) {
  for (int i = 0; i < 3; ++i) {
    if (name == kPresetNames[i]) return static_cast<Preset>(i);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--preset=", name, ": must be one of smoke, default, paper"));
}

Parameters& Parameters::Add(Parameter parameter) {
  parameter.value = parameter.per_preset[static_cast<int>(Preset::kDefault)];
  parameters_.push_back(std::move(parameter));
  return *this;
}

Parameters& Parameters::AddInteger(absl::string_view name, absl::string_view help,
                                   std::vector<std::int64_t> per_preset, Range range) {
  return Add(
      {std::string(name), std::string(help), AsValues(std::move(per_preset)), {}, range, {}});
}

Parameters& Parameters::AddNumber(absl::string_view name, absl::string_view help,
                                  std::vector<double> per_preset, Range range) {
  return Add(
      {std::string(name), std::string(help), AsValues(std::move(per_preset)), {}, range, {}});
}

Parameters& Parameters::AddNumbers(absl::string_view name, absl::string_view help,
                                   std::vector<std::vector<double>> per_preset, Range range) {
  return Add(
      {std::string(name), std::string(help), AsValues(std::move(per_preset)), {}, range, {}});
}

Parameters& Parameters::AddChoice(absl::string_view name, absl::string_view help,
                                  std::vector<std::string> per_preset,
                                  std::vector<std::string> choices) {
  return Add({std::string(name),
              std::string(help),
              AsValues(std::move(per_preset)),
              {},
              {0, 0},
              std::move(choices)});
}

Parameters& Parameters::AddChoices(absl::string_view name, absl::string_view help,
                                   std::vector<std::vector<std::string>> per_preset,
                                   std::vector<std::string> choices) {
  return Add({std::string(name),
              std::string(help),
              AsValues(std::move(per_preset)),
              {},
              {0, 0},
              std::move(choices)});
}

void Parameters::UsePreset(Preset preset) {
  for (Parameter& parameter : parameters_) {
    parameter.value = parameter.per_preset[static_cast<int>(preset)];
  }
}

absl::StatusOr<Parameters::Value> Parameters::Parse(const Parameter& parameter,
                                                    const std::vector<absl::string_view>& words) {
  const std::string given = absl::StrJoin(words, ",");
  const bool is_list = std::holds_alternative<std::vector<double>>(parameter.value) ||
                       std::holds_alternative<std::vector<std::string>>(parameter.value);
  if (!is_list && words.size() != 1) {
    return ParameterError(parameter.name, given, "must be a single value");
  }
  if (!parameter.choices.empty()) {
    for (const absl::string_view word : words) {
      if (std::find(parameter.choices.begin(), parameter.choices.end(), word) ==
          parameter.choices.end()) {
        return ParameterError(
            parameter.name, given,
            absl::StrCat("'", word, "' must be one of ", absl::StrJoin(parameter.choices, ", ")));
      }
    }
    if (is_list) return Value(std::vector<std::string>(words.begin(), words.end()));
    return Value(std::string(words[0]));
  }
  const bool integer = std::holds_alternative<std::int64_t>(parameter.value);
  std::vector<double> numbers;
  for (const absl::string_view word : words) {
    double number;
    std::int64_t whole;
    const bool parsed = integer ? absl::SimpleAtoi(word, &whole) : absl::SimpleAtod(word, &number);
    if (parsed && integer) number = static_cast<double>(whole);
    if (!parsed || !(number >= parameter.range.least && number <= parameter.range.greatest)) {
      return ParameterError(
          parameter.name, given,
          absl::StrCat("'", word, "' must be ", integer ? "an integer" : "a number", " from ",
                       ShortestText(parameter.range.least), " to ",
                       ShortestText(parameter.range.greatest)));
    }
    numbers.push_back(number);
  }
  if (is_list) return Value(std::move(numbers));
  if (integer) return Value(static_cast<std::int64_t>(numbers[0]));
  return Value(numbers[0]);
}

absl::Status Parameters::Override(absl::string_view assignments) {
  if (assignments.empty()) return absl::OkStatus();
  struct Assignment {
    absl::string_view name;
    std::vector<absl::string_view> words;
  };
  std::vector<Assignment> parsed;
  for (const absl::string_view piece : absl::StrSplit(assignments, ',')) {
    const std::size_t equals = piece.find('=');
    if (equals != absl::string_view::npos) {
      parsed.push_back({piece.substr(0, equals), {piece.substr(equals + 1)}});
    } else if (!parsed.empty()) {
      parsed.back().words.push_back(piece);
    } else {
      return ParameterError("", assignments, "expected name=value,name=value,...");
    }
  }
  std::vector<Parameter> changed = parameters_;
  for (auto assignment = parsed.begin(); assignment != parsed.end(); ++assignment) {
    const auto same = [&](const Assignment& other) { return other.name == assignment->name; };
    if (std::any_of(parsed.begin(), assignment, same)) {
      return absl::InvalidArgumentError(absl::StrCat("--set ", assignment->name, ": given twice"));
    }
    const auto found = std::find_if(changed.begin(), changed.end(),
                                    [&](const Parameter& p) { return p.name == assignment->name; });
    if (found == changed.end()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--set ", assignment->name, ": no such parameter; there are: ",
          absl::StrJoin(parameters_, ", ", [](std::string* out, const Parameter& parameter) {
            absl::StrAppend(out, parameter.name);
          })));
    }
    INFOFLOW_ASSIGN_OR_RETURN(found->value, Parse(*found, assignment->words));
  }
  parameters_ = std::move(changed);
  return absl::OkStatus();
}

bool Parameters::Has(absl::string_view name) const {
  return std::any_of(parameters_.begin(), parameters_.end(),
                     [&](const Parameter& parameter) { return parameter.name == name; });
}

const Parameters::Parameter& Parameters::Get(absl::string_view name) const {
  const auto found =
      std::find_if(parameters_.begin(), parameters_.end(),
                   [&](const Parameter& parameter) { return parameter.name == name; });
  INFOFLOW_CHECK(found != parameters_.end());
  return *found;
}

std::int64_t Parameters::Integer(absl::string_view name) const {
  return std::get<std::int64_t>(Get(name).value);
}

double Parameters::Number(absl::string_view name) const {
  return std::get<double>(Get(name).value);
}

const std::vector<double>& Parameters::Numbers(absl::string_view name) const {
  return std::get<std::vector<double>>(Get(name).value);
}

const std::string& Parameters::Choice(absl::string_view name) const {
  return std::get<std::string>(Get(name).value);
}

const std::vector<std::string>& Parameters::Choices(absl::string_view name) const {
  return std::get<std::vector<std::string>>(Get(name).value);
}

std::vector<Parameters::NamedText> Parameters::Describe() const {
  std::vector<NamedText> texts;
  for (const Parameter& parameter : parameters_) {
    texts.push_back({parameter.name, ValueText(parameter.value), parameter.help});
  }
  return texts;
}

std::string Parameters::Assignments() const {
  return absl::StrJoin(parameters_, ",", [](std::string* out, const Parameter& parameter) {
    absl::StrAppend(out, parameter.name, "=", ValueText(parameter.value));
  });
}

}  // namespace infoflow::paper_figures
