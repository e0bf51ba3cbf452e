#ifndef INFOFLOW_COMMAND_LINE_LEARNING_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_LEARNING_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// train-usv: a network with fixed singular vectors learns synthetic data while the entropies of its
// layers are followed.
Commands LearningCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_LEARNING_COMMANDS_H_
