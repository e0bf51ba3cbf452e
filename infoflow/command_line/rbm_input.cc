#include "infoflow/command_line/rbm_input.h"

#include "absl/status/status.h"
#include "infoflow/command_line/flag_values.h"
#include "infoflow/rbm/training/machine_file.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/user_path.h"

namespace infoflow::command_line {

absl::StatusOr<rbm::Machine> ReadRbmMachine(const std::string& prefix) {
  absl::StatusOr<rbm::Machine> machine = rbm::LoadMachine(UserPath(prefix));
  if (!machine.ok()) return InFlag("machine", machine.status());
  return machine;
}

absl::StatusOr<rbm::Spins> ReadRbmSamples(const std::string& path) {
  absl::StatusOr<rbm::Spins> samples = rbm::ReadSpins(UserPath(path));
  if (!samples.ok()) return InFlag("in", samples.status());
  return samples;
}

absl::StatusOr<rbm::Spins> ReadRbmSamples(const std::string& path, const rbm::Machine& machine) {
  INFOFLOW_ASSIGN_OR_RETURN(rbm::Spins samples, ReadRbmSamples(path));
  const absl::Status status = rbm::CheckSpins(samples, machine.visible_units());
  if (!status.ok()) return InFlag("in", status);
  return samples;
}

}  // namespace infoflow::command_line
