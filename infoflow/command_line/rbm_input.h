#ifndef INFOFLOW_COMMAND_LINE_RBM_INPUT_H_
#define INFOFLOW_COMMAND_LINE_RBM_INPUT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/machine/spin_file.h"
#include "infoflow/support/flag_set.h"

namespace infoflow::command_line {

// Flags --machine and --in, and the files that they read.
void DeclareRbmMachine(FlagSet& flags, std::string* prefix);
void DeclareRbmSamples(FlagSet& flags, std::string* path,
                       FlagSet::Presence presence = FlagSet::Presence::kRequired,
                       absl::string_view more_help = "");

// The machine of --machine=`prefix`.
absl::StatusOr<rbm::Machine> ReadRbmMachine(const std::string& prefix);

// The same, of which chains in single precision are to be run.
absl::StatusOr<rbm::Machine> ReadSinglePrecisionMachine(const std::string& prefix);

struct RbmSamples {
  rbm::Spins spins;
  std::string comment;  // for the table: what was understood of the file
};

// The samples of --in=`path`.
absl::StatusOr<RbmSamples> ReadRbmSamples(const std::string& path);

// The same, which must have as many units as `machine` has visible ones.
absl::StatusOr<RbmSamples> ReadRbmSamples(const std::string& path, const rbm::Machine& machine);

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_RBM_INPUT_H_
