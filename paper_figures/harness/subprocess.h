#ifndef PAPER_FIGURES_HARNESS_SUBPROCESS_H_
#define PAPER_FIGURES_HARNESS_SUBPROCESS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace infoflow::paper_figures {

// Runs arguments[0] (searched in the PATH) and returns what it printed to stdout and stderr.
// Errors: NotFound when there is no such program; Internal with its output when it fails.
absl::StatusOr<std::string> RunProgram(const std::vector<std::string>& arguments);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_SUBPROCESS_H_
