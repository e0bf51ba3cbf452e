// Flags of every command: lines of the input, the first of which names the command.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "infoflow/command_line/all_commands.h"
#include "infoflow/support/flag_set.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> arguments = absl::StrSplit(bytes, '\n');
  // Abseil splits a null text into nothing, an empty one into one empty part.
  if (arguments.empty()) return 0;
  for (const auto& command : infoflow::command_line::AllCommands()) {
    if (command->name() != arguments[0]) continue;
    infoflow::FlagSet flags;
    command->DeclareFlags(flags);
    arguments.erase(arguments.begin());
    flags.Parse(arguments).IgnoreError();
    break;
  }
  return 0;
}
