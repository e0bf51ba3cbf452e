#ifndef INFOFLOW_COMMAND_LINE_ESTIMATOR_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_ESTIMATOR_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// estimate-entropy: the entropy of the law that the samples in a file come from, one row.
Commands EstimatorCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_ESTIMATOR_COMMANDS_H_
