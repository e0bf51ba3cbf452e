#ifndef INFOFLOW_COMMAND_LINE_COMMAND_H_
#define INFOFLOW_COMMAND_LINE_COMMAND_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/support/flag_set.h"
#include "infoflow/support/table.h"

namespace infoflow::command_line {

// One command of `infoflow COMMAND --flags`: it fills its fields from flags and computes one
// table, which the program prints as CSV.
class Command {
 public:
  virtual ~Command() = default;
  virtual std::string name() const = 0;
  // One line for the list of commands.
  virtual std::string summary() const = 0;
  virtual void DeclareFlags(FlagSet& flags) = 0;
  // Called once, after the flags were parsed.
  virtual absl::StatusOr<Table> Run() = 0;
};

using Commands = std::vector<std::unique_ptr<Command>>;

// What main() does: runs the command named in arguments[0], prints its table to stdout and
// errors to stderr, returns the exit code (0, or 1 after one line of error).
int RunCommandLine(const Commands& commands, const std::vector<std::string>& arguments);

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_COMMAND_H_
