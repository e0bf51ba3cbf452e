#ifndef INFOFLOW_COMMAND_LINE_FLAG_VALUES_H_
#define INFOFLOW_COMMAND_LINE_FLAG_VALUES_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow::command_line {

// The value of an integer flag as an int, or an error that names the flag.
absl::StatusOr<int> SmallInteger(absl::string_view flag, std::int64_t value);

// The error `status` of what was made from a flag's value, with the flag's name before it.
absl::Status InFlag(absl::string_view flag, const absl::Status& status);

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_FLAG_VALUES_H_
