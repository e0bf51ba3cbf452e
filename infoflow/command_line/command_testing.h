#ifndef INFOFLOW_COMMAND_LINE_COMMAND_TESTING_H_
#define INFOFLOW_COMMAND_LINE_COMMAND_TESTING_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/command_line/command.h"
#include "infoflow/support/table.h"

namespace infoflow::command_line {

// What the command called `name` among `commands` returns for these arguments. NotFound when there
// is no such command.
absl::StatusOr<Table> RunCommand(const Commands& commands, const std::string& name,
                                 const std::vector<std::string>& arguments);

// The message of a table that should not have come about, "no error" if it has.
std::string ErrorMessage(const absl::StatusOr<Table>& table);

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_COMMAND_TESTING_H_
