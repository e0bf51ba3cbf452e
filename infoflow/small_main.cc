// The commands that need neither BLAS nor threads nor images, for boards: docs/embedded.md.

#include <string>
#include <utility>
#include <vector>

#include "infoflow/command_line/command.h"
#include "infoflow/command_line/ising_chain_commands.h"
#include "infoflow/command_line/ising_square_commands.h"
#include "infoflow/command_line/replica_commands.h"
#include "infoflow/support/memory.h"

int main(int argc, char** argv) {
  using infoflow::command_line::Commands;
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return infoflow::RunWithinMemory(arguments.empty() ? "infoflow" : arguments[0], [&] {
    Commands commands;
    for (const auto& make :
         {&infoflow::command_line::IsingChainCommands, &infoflow::command_line::IsingSquareCommands,
          &infoflow::command_line::ReplicaCommands}) {
      for (auto& command : make()) commands.push_back(std::move(command));
    }
    return infoflow::command_line::RunCommandLine(commands, arguments);
  });
}
