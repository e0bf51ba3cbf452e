#include "infoflow/command_line/command_testing.h"

#include "absl/status/status.h"
#include "infoflow/support/flag_set.h"

namespace infoflow::command_line {

absl::StatusOr<Table> RunCommand(const Commands& commands, const std::string& name,
                                 const std::vector<std::string>& arguments) {
  for (const auto& command : commands) {
    if (command->name() != name) continue;
    FlagSet flags;
    command->DeclareFlags(flags);
    if (const absl::Status status = flags.Parse(arguments); !status.ok()) return status;
    return command->Run();
  }
  return absl::NotFoundError(name);
}

std::string ErrorMessage(const absl::StatusOr<Table>& table) {
  return table.ok() ? "no error" : std::string(table.status().message());
}

}  // namespace infoflow::command_line
