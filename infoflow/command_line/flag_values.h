#ifndef INFOFLOW_COMMAND_LINE_FLAG_VALUES_H_
#define INFOFLOW_COMMAND_LINE_FLAG_VALUES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace infoflow::command_line {

// The error `status` of what was made from a flag's value, with the flag's name before it.
absl::Status InFlag(absl::string_view flag, const absl::Status& status);

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_FLAG_VALUES_H_
