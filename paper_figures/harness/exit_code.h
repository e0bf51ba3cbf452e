#ifndef PAPER_FIGURES_HARNESS_EXIT_CODE_H_
#define PAPER_FIGURES_HARNESS_EXIT_CODE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow::paper_figures {

// Exit codes of every figure program.
inline constexpr int kExitOk = 0;
inline constexpr int kExitError = 1;
inline constexpr int kExitClaimFails = 3;

// Prints "PROGRAM: what went wrong" to stderr and returns kExitError.
int Fail(absl::string_view program, const absl::Status& status);

// The exit code, once all that was printed has left the program.
int ExitCode(absl::string_view program, const absl::StatusOr<int>& exit_code);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_EXIT_CODE_H_
