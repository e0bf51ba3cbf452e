#ifndef INFOFLOW_COMMAND_LINE_RBM_PARTITION_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_RBM_PARTITION_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// rbm-exact and rbm-ais: log-partition functions and likelihoods.
Commands RbmPartitionCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_RBM_PARTITION_COMMANDS_H_
