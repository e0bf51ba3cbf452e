#ifndef INFOFLOW_COMMAND_LINE_RBM_TRAINING_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_RBM_TRAINING_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// rbm-train.
Commands RbmTrainingCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_RBM_TRAINING_COMMANDS_H_
