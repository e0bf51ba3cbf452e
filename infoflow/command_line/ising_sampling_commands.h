#ifndef INFOFLOW_COMMAND_LINE_ISING_SAMPLING_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_ISING_SAMPLING_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// ising-sample: configurations of the square-lattice Ising model, to an .npy or CSV file.
// ising-observables: thermodynamics of such a file, with errors.
// block-spin: block spins of such a file, to another one.
Commands IsingSamplingCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_ISING_SAMPLING_COMMANDS_H_
