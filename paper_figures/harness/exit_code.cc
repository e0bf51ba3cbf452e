#include "paper_figures/harness/exit_code.h"

#include "absl/strings/str_cat.h"
#include "infoflow/support/standard_output.h"

namespace infoflow::paper_figures {

int Fail(absl::string_view program, const absl::Status& status) {
  PrintError(absl::StrCat(program, ": ", status.message(), "\n"));
  return kExitError;
}

int ExitCode(absl::string_view program, const absl::StatusOr<int>& exit_code) {
  if (!exit_code.ok()) return Fail(program, exit_code.status());
  if (const absl::Status status = FlushOut(); !status.ok()) return Fail(program, status);
  return *exit_code;
}

}  // namespace infoflow::paper_figures
