#include "infoflow/support/named_parameters.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {

namespace {

constexpr absl::string_view kEscaped = ",;\"\\";

bool IsEscape(absl::string_view text, std::size_t i) {
  return text[i] == '\\' && i + 1 < text.size() && absl::StrContains(kEscaped, text[i + 1]);
}

// Without quotes, and without the backslashes before what they protect.
std::string Unquoted(absl::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsEscape(text, i)) {
      plain.push_back(text[++i]);
    } else if (text[i] != '"') {
      plain.push_back(text[i]);
    }
  }
  return plain;
}

}  // namespace

std::vector<std::string> SplitUnquoted(absl::string_view text, char separator) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == separator && !quoted) {
      parts.emplace_back();
      continue;
    }
    if (text[i] == '"') quoted = !quoted;
    parts.back().push_back(text[i]);
    if (IsEscape(text, i)) parts.back().push_back(text[++i]);
  }
  return parts;
}

absl::StatusOr<NameAndTexts> ParseNameAndTexts(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> halves =
      absl::StrSplit(text, absl::MaxSplits(':', 1));
  NameAndTexts parsed;
  parsed.name = std::string(absl::StripAsciiWhitespace(halves.first));
  if (parsed.name.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" has no name; write name or name:key=value,key=value"));
  }
  if (absl::StripAsciiWhitespace(halves.second).empty()) return parsed;
  for (const std::string& part : SplitUnquoted(halves.second, ',')) {
    const std::pair<absl::string_view, absl::string_view> sides =
        absl::StrSplit(part, absl::MaxSplits('=', 1));
    const std::string key(absl::StripAsciiWhitespace(sides.first));
    const std::string value = Unquoted(absl::StripAsciiWhitespace(sides.second));
    if (key.empty() || value.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", absl::StripAsciiWhitespace(part), "' is not of the form name=value",
                       // What looks like the end of a path.
                       key.find_first_of("./") == std::string::npos
                           ? ""
                           : "; a value with a comma stands in quotes"));
    }
    if (!parsed.values.emplace(key, value).second) {
      return absl::InvalidArgumentError(absl::StrCat(key, " is given twice"));
    }
  }
  return parsed;
}

absl::StatusOr<double> ParameterNumber(absl::string_view key, absl::string_view text) {
  double value = 0.0;
  if (!absl::SimpleAtod(text, &value) || !std::isfinite(value)) {
    return absl::InvalidArgumentError(absl::StrCat(key, "=", text, ": must be a finite number"));
  }
  return value;
}

absl::StatusOr<NameAndParameters> ParseNameAndParameters(absl::string_view text) {
  INFOFLOW_ASSIGN_OR_RETURN(NameAndTexts texts, ParseNameAndTexts(text));
  NameAndParameters parsed;
  parsed.name = std::move(texts.name);
  for (const auto& [key, value] : texts.values) {
    INFOFLOW_ASSIGN_OR_RETURN(parsed.parameters[key], ParameterNumber(key, value));
  }
  return parsed;
}

absl::Status CheckParameterNames(absl::string_view subject, const NamedParameters& parameters,
                                 const std::vector<std::string>& allowed) {
  for (const auto& [key, value] : parameters) {
    if (std::find(allowed.begin(), allowed.end(), key) != allowed.end()) continue;
    return absl::InvalidArgumentError(
        absl::StrCat(subject, " has no parameter \"", key, "\"; it takes ",
                     allowed.empty() ? std::string("none") : absl::StrJoin(allowed, ", ")));
  }
  return absl::OkStatus();
}

double ParameterOr(const NamedParameters& parameters, const std::string& key, double fallback) {
  const auto it = parameters.find(key);
  return it == parameters.end() ? fallback : it->second;
}

}  // namespace infoflow
