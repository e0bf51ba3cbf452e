#ifndef PAPER_FIGURES_HARNESS_PARAMETERS_H_
#define PAPER_FIGURES_HARNESS_PARAMETERS_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow::paper_figures {

// How much a figure computes: `smoke` takes seconds and is what golden files hold, `default`
// shows the effect plainly within a minute or two, `paper` has the paper's own parameters.
enum class Preset { kSmoke = 0, kDefault = 1, kPaper = 2 };

std::string PresetName(Preset preset);
absl::StatusOr<Preset> ParsePreset(absl::string_view name);

// The closed interval a number may lie in.
struct Range {
  double least;
  double greatest;
};

// The parameters of one figure: declared with a value per preset, then overridden by name.
class Parameters {
 public:
  using Value = std::variant<std::int64_t, double, std::vector<double>, std::string,
                             std::vector<std::string>>;

  // Values for smoke, default and paper. Every number given later must lie in `range`.
  Parameters& AddInteger(absl::string_view name, absl::string_view help,
                         std::vector<std::int64_t> per_preset, Range range);
  Parameters& AddNumber(absl::string_view name, absl::string_view help,
                        std::vector<double> per_preset, Range range);
  // A list has at least one entry.
  Parameters& AddNumbers(absl::string_view name, absl::string_view help,
                         std::vector<std::vector<double>> per_preset, Range range);
  // One of `choices`.
  Parameters& AddChoice(absl::string_view name, absl::string_view help,
                        std::vector<std::string> per_preset, std::vector<std::string> choices);
  // A non-empty list out of `choices`.
  Parameters& AddChoices(absl::string_view name, absl::string_view help,
                         std::vector<std::vector<std::string>> per_preset,
                         std::vector<std::string> choices);

  // Sets every parameter to its value in `preset`.
  void UsePreset(Preset preset);

  // Overrides from "name=value,name=value,..."; lists continue after commas
  // ("couplings=0.3,0.5,steps=12"), each name at most once. Errors name the parameter, the value
  // and what is allowed, and then nothing is changed.
  absl::Status Override(absl::string_view assignments);

  bool Has(absl::string_view name) const;

  // The value of a declared parameter; a wrong name or type is a bug of ours.
  std::int64_t Integer(absl::string_view name) const;
  double Number(absl::string_view name) const;
  const std::vector<double>& Numbers(absl::string_view name) const;
  const std::string& Choice(absl::string_view name) const;
  const std::vector<std::string>& Choices(absl::string_view name) const;

  struct NamedText {
    std::string name;
    std::string value;
    std::string help;
  };
  // Every parameter as text, in the order of declaration.
  std::vector<NamedText> Describe() const;

  // "name=value name=value ..." as Override() takes it back, separated by commas.
  std::string Assignments() const;

 private:
  struct Parameter {
    std::string name;
    std::string help;
    std::vector<Value> per_preset;
    Value value;
    Range range;
    std::vector<std::string> choices;
  };

  Parameters& Add(Parameter parameter);
  const Parameter& Get(absl::string_view name) const;
  static absl::StatusOr<Value> Parse(const Parameter& parameter,
                                     const std::vector<absl::string_view>& words);

  std::vector<Parameter> parameters_;
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_PARAMETERS_H_
