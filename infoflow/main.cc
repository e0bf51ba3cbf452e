// The library for people who write no C++: `bazel run //infoflow -- COMMAND --flags`.

#include <string>
#include <vector>

#include "infoflow/command_line/all_commands.h"
#include "infoflow/command_line/command.h"
#include "infoflow/support/memory.h"

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return infoflow::RunWithinMemory(arguments.empty() ? "infoflow" : arguments[0], [&] {
    return infoflow::command_line::RunCommandLine(infoflow::command_line::AllCommands(), arguments);
  });
}
