#ifndef INFOFLOW_COMMAND_LINE_REPLICA_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_REPLICA_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// replica: entropy and mutual information of a multi-layer network, one row per layer or fixed
// point.
// replica-landscape: the replica potential over the error of the input, with its fixed points.
Commands ReplicaCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_REPLICA_COMMANDS_H_
