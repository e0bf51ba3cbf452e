#ifndef INFOFLOW_SUPPORT_NAMED_PARAMETERS_H_
#define INFOFLOW_SUPPORT_NAMED_PARAMETERS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// The notation "name:key=value,key=value" for priors, activations and layers. A value that holds a
// comma, semicolon or double quote, such as a path, stands in double quotes or has a backslash
// before each: spectrum="run,1.csv" or spectrum=run\,1.csv.

namespace infoflow {

using NamedParameters = std::map<std::string, double>;

struct NameAndParameters {
  std::string name;
  NamedParameters parameters;
};

// Splits `text`; spaces around names and numbers are skipped. Errors, one sentence each: no name, a
// part without '=', a value that is no finite number, a key given twice.
absl::StatusOr<NameAndParameters> ParseNameAndParameters(absl::string_view text);

// The same with values as text.
struct NameAndTexts {
  std::string name;
  std::map<std::string, std::string> values;
};
absl::StatusOr<NameAndTexts> ParseNameAndTexts(absl::string_view text);

// The number in `text`; the error names `key`.
absl::StatusOr<double> ParameterNumber(absl::string_view key, absl::string_view text);

// The parts of `text` between separators that are neither quoted nor behind a backslash.
std::vector<std::string> SplitUnquoted(absl::string_view text, char separator);

// Error naming the first key of `parameters` that is not in `allowed`. `subject` is what they
// belong to ("prior bimodal").
absl::Status CheckParameterNames(absl::string_view subject, const NamedParameters& parameters,
                                 const std::vector<std::string>& allowed);

// The value of `key`, or `fallback`.
double ParameterOr(const NamedParameters& parameters, const std::string& key, double fallback);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_NAMED_PARAMETERS_H_
