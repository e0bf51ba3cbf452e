#ifndef INFOFLOW_COMMAND_LINE_ISING_CHAIN_COMMANDS_H_
#define INFOFLOW_COMMAND_LINE_ISING_CHAIN_COMMANDS_H_

#include "infoflow/command_line/command.h"

namespace infoflow::command_line {

// ising-chain: the infinite chain along exact decimation, one row per step.
// ising-chain-finite: two chains of N spins and their relative entropies, one row.
Commands IsingChainCommands();

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_ISING_CHAIN_COMMANDS_H_
