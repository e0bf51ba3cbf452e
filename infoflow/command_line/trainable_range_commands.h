#ifndef INFOFLOW_COMMAND_LINE_TRAINABLE_RANGE_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_TRAINABLE_RANGE_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// trainable-range: which weight variances let images through to the last layers.
Commands TrainableRangeCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_TRAINABLE_RANGE_COMMANDS_H_
