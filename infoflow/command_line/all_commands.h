#ifndef INFOFLOW_COMMAND_LINE_ALL_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_ALL_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// Every command of the program, by domain.
Commands AllCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_ALL_COMMANDS_H_
