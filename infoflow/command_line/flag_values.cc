#include "infoflow/command_line/flag_values.h"

#include "absl/strings/str_cat.h"

namespace infoflow::command_line {

absl::Status InFlag(absl::string_view flag, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat("--", flag, ": ", status.message()));
}

}  // namespace infoflow::command_line
