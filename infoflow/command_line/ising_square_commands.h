#ifndef INFOFLOW_COMMAND_LINE_ISING_SQUARE_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_ISING_SQUARE_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// ising-square, ising-square-exact, ising-square-fixed-point and ising-square-truncation.
Commands IsingSquareCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_ISING_SQUARE_COMMANDS_H_
