#ifndef INFOFLOW_COMMAND_LINE_NETWORK_TRAINING_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_NETWORK_TRAINING_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// train, dataset-info.
Commands NetworkTrainingCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_NETWORK_TRAINING_COMMANDS_H_
