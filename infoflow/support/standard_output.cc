#include "infoflow/support/standard_output.h"

#include <cstdio>

namespace infoflow {

void PrintOut(absl::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void PrintError(absl::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

absl::Status FlushOut() {
  // The second finds an earlier write that failed, after which there may be nothing to flush.
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return absl::OkStatus();
  return absl::DataLossError("cannot write to standard output");
}

}  // namespace infoflow
