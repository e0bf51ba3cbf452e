#ifndef INFOFLOW_SUPPORT_NAMED_PARAMETERS_H_
#define INFOFLOW_SUPPORT_NAMED_PARAMETERS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// The notation "name:key=value,key=value" for priors, activations and layers.

namespace infoflow {

using NamedParameters = std::map<std::string, double>;

struct NameAndParameters {
  std::string name;
  NamedParameters parameters;
};

// Splits `text`; spaces around names and numbers are skipped. Errors, one sentence each: no
// name, a part without '=', a value that is no number, a key given twice.
absl::StatusOr<NameAndParameters> ParseNameAndParameters(absl::string_view text);

// Error naming the first key of `parameters` that is not in `allowed`. `subject` is what they
// belong to ("prior bimodal").
absl::Status CheckParameterNames(absl::string_view subject, const NamedParameters& parameters,
                                 const std::vector<std::string>& allowed);

// The value of `key`, or `fallback`.
double ParameterOr(const NamedParameters& parameters, const std::string& key, double fallback);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_NAMED_PARAMETERS_H_
