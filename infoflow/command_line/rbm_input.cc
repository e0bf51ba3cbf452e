#include "infoflow/command_line/rbm_input.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
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

absl::StatusOr<RbmSamples> ReadRbmSamples(const std::string& path) {
  std::string description;
  absl::StatusOr<rbm::Spins> spins = rbm::ReadSpins(UserPath(path), &description);
  if (!spins.ok()) return InFlag("in", spins.status());
  return RbmSamples{*std::move(spins), absl::StrCat("read ", description)};
}

absl::StatusOr<RbmSamples> ReadRbmSamples(const std::string& path, const rbm::Machine& machine) {
  INFOFLOW_ASSIGN_OR_RETURN(RbmSamples samples, ReadRbmSamples(path));
  const absl::Status status = rbm::CheckSpins(samples.spins, machine.visible_units());
  if (!status.ok()) return InFlag("in", status);
  return samples;
}

}  // namespace infoflow::command_line
