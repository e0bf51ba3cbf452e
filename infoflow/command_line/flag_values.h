#ifndef INFOFLOW_COMMAND_LINE_FLAG_VALUES_H_
#define INFOFLOW_COMMAND_LINE_FLAG_VALUES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "infoflow/support/setting.h"

namespace infoflow::command_line {

// Learning rates of Adam, which moves each weight by about as much in a step: beyond 1 the units of
// a decoder are saturated after the first, and what follows are numbers, though of nothing.
inline constexpr Range<double> kAdamRates = {kAboveZero, 1.0};

// The error `status` of what was made from a flag's value, with the flag's name before it.
absl::Status InFlag(absl::string_view flag, const absl::Status& status);

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_FLAG_VALUES_H_
