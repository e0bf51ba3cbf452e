#include "infoflow/command_line/flag_values.h"

#include <limits>

#include "absl/strings/str_cat.h"

namespace infoflow::command_line {

absl::StatusOr<int> SmallInteger(absl::string_view flag, std::int64_t value) {
  if (value <= std::numeric_limits<int>::max()) return static_cast<int>(value);
  return absl::InvalidArgumentError(absl::StrCat(
      "--", flag, "=", value, ": must be an integer of at most ", std::numeric_limits<int>::max()));
}

absl::Status InFlag(absl::string_view flag, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat("--", flag, ": ", status.message()));
}

}  // namespace infoflow::command_line
