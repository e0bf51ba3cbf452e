#include "infoflow/support/standard_output.h"

#include <cstdio>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace infoflow {

void PrintOut(absl::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void PrintError(absl::string_view text) {
  std::string printable;
  for (const char c : text) {
    if (absl::ascii_iscntrl(c) && c != '\n') {
      absl::StrAppend(&printable, absl::StrFormat("\\x%02x", static_cast<unsigned char>(c)));
    } else {
      printable.push_back(c);
    }
  }
  std::fwrite(printable.data(), 1, printable.size(), stderr);
}

absl::Status FlushOut() {
  // The second finds an earlier write that failed, after which there may be nothing to flush.
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return absl::OkStatus();
  return absl::DataLossError("cannot write to standard output");
}

}  // namespace infoflow
