#ifndef INFOFLOW_COMMAND_LINE_CASCADE_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_CASCADE_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// cascade: what decoders make of each layer of a random network.
Commands CascadeCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_CASCADE_COMMANDS_H_
