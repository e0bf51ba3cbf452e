#include "infoflow/command_line/command.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/support/standard_output.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::command_line {

namespace {

constexpr char kProgram[] = "infoflow";

int Fail(absl::string_view context, absl::string_view message) {
  PrintError(absl::StrCat(context, ": ", message, "\n"));
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

// The text to print for `arguments`, or an error.
absl::StatusOr<std::string> TextOf(Command& command, const std::vector<std::string>& arguments) {
  FlagSet flags;
  command.DeclareFlags(flags);
  if (std::find(arguments.begin(), arguments.end(), "--help") != arguments.end()) {
    return absl::StrCat(command.name(), ": ", command.summary(), "\n", flags.Help());
  }
  INFOFLOW_RETURN_IF_ERROR(flags.Parse(arguments));
  const absl::StatusOr<Table> table = command.Run();
  if (!table.ok()) return flags.InWordsOfFlags(table.status());
  return FormatCsv(*table);
}

// Prints `text`; the exit code.
int Succeed(absl::string_view context, absl::string_view text) {
  PrintOut(text);
  if (const absl::Status status = FlushOut(); !status.ok()) return Fail(context, status.message());
  return 0;
}

}  // namespace

int RunCommandLine(const Commands& commands, const std::vector<std::string>& arguments) {
  if (arguments.empty()) return Fail(kProgram, "no command given; --help lists the commands");
  if (arguments[0] == "--help" || arguments[0] == "help") {
    return Succeed(kProgram, Overview(commands));
  }
  const auto found = std::find_if(commands.begin(), commands.end(), [&](const auto& command) {
    return command->name() == arguments[0];
  });
  if (found == commands.end()) {
    return Fail(kProgram,
                absl::StrCat("no command '", arguments[0], "'; --help lists the commands"));
  }
  const absl::StatusOr<std::string> text =
      TextOf(**found, std::vector<std::string>(arguments.begin() + 1, arguments.end()));
  if (!text.ok()) return Fail(arguments[0], text.status().message());
  return Succeed(arguments[0], *text);
}

}  // namespace infoflow::command_line
