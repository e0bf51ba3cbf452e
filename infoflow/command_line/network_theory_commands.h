#ifndef INFOFLOW_COMMAND_LINE_NETWORK_THEORY_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_NETWORK_THEORY_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// mean-field: fixed points and depth scales of wide random networks.
// mean-field-critical: the weight variance at the order-chaos transition.
// network-relative-entropy: relative entropy with depth of a network from a file.
Commands NetworkTheoryCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_NETWORK_THEORY_COMMANDS_H_
