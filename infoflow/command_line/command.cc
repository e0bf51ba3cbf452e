#include "infoflow/command_line/command.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace infoflow::command_line {

namespace {

constexpr char kProgram[] = "infoflow";

void Print(std::FILE* stream, const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stream);
}

int Fail(absl::string_view context, absl::string_view message) {
  Print(stderr, absl::StrCat(context, ": ", message, "\n"));
  return 1;
}

std::string Overview(const Commands& commands) {
  std::string text = absl::StrCat("Usage: ", kProgram,
                                  " COMMAND --flags\n"
                                  "Prints CSV with a header row to stdout.\n\nCommands:\n");
  for (const auto& command : commands) {
    absl::StrAppend(&text, absl::StrFormat("  %-24s %s\n", command->name(), command->summary()));
  }
  absl::StrAppend(&text, "\n", kProgram, " COMMAND --help lists the flags of a command.\n");
  return text;
}

}  // namespace

int RunCommandLine(const Commands& commands, const std::vector<std::string>& arguments) {
  if (arguments.empty()) return Fail(kProgram, "no command given; --help lists the commands");
  if (arguments[0] == "--help" || arguments[0] == "help") {
    Print(stdout, Overview(commands));
    return 0;
  }
  const auto found = std::find_if(commands.begin(), commands.end(), [&](const auto& command) {
    return command->name() == arguments[0];
  });
  if (found == commands.end()) {
    return Fail(kProgram,
                absl::StrCat("no command '", arguments[0], "'; --help lists the commands"));
  }
  Command& command = **found;
  FlagSet flags;
  command.DeclareFlags(flags);
  const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  if (std::find(rest.begin(), rest.end(), "--help") != rest.end()) {
    Print(stdout, absl::StrCat(command.name(), ": ", command.summary(), "\n", flags.Help()));
    return 0;
  }
  if (const absl::Status status = flags.Parse(rest); !status.ok()) {
    return Fail(command.name(), status.message());
  }
  const absl::StatusOr<Table> table = command.Run();
  if (!table.ok()) return Fail(command.name(), table.status().message());
  Print(stdout, FormatCsv(*table));
  if (std::fflush(stdout) != 0) return Fail(command.name(), "cannot write to standard output");
  return 0;
}

}  // namespace infoflow::command_line
