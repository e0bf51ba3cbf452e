// The library for people who write no C++: `bazel run //infoflow -- COMMAND --flags`.

#include <string>
#include <vector>

#include "infoflow/command_line/all_commands.h"
#include "infoflow/command_line/command.h"

int main(int argc, char** argv) {
  return infoflow::command_line::RunCommandLine(infoflow::command_line::AllCommands(),
                                                std::vector<std::string>(argv + 1, argv + argc));
}
