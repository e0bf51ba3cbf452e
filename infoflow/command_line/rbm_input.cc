#include "infoflow/command_line/rbm_input.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/command_line/flag_values.h"
#include "infoflow/rbm/training/contrastive_divergence.h"
#include "infoflow/rbm/training/machine_file.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/user_path.h"

namespace infoflow::command_line {

void DeclareRbmMachine(FlagSet& flags, std::string* prefix) {
  flags.AddText("machine", prefix,
                "machine in PREFIX_params.csv or PREFIX_weights.npy and its two biases",
                FlagSet::Presence::kRequired);
  flags.Reads("machine",
              [](const std::string& value) { return rbm::PossibleMachineFiles(UserPath(value)); });
}

void DeclareRbmSamples(FlagSet& flags, std::string* path, FlagSet::Presence presence,
                       absl::string_view more_help) {
  flags.AddText("in", path,
                absl::StrCat("samples of spins +-1, 0 and 1, or bool: .npy or .npz (samples x "
                             "units or images), or text (docs/files.md)",
                             more_help),
                presence);
  flags.Reads("in");
}

absl::StatusOr<rbm::Machine> ReadRbmMachine(const std::string& prefix) {
  absl::StatusOr<rbm::Machine> machine = rbm::LoadMachine(UserPath(prefix));
  if (!machine.ok()) return InFlag("machine", machine.status());
  return machine;
}

absl::StatusOr<rbm::Machine> ReadSinglePrecisionMachine(const std::string& prefix) {
  INFOFLOW_ASSIGN_OR_RETURN(rbm::Machine machine, ReadRbmMachine(prefix));
  const absl::Status status = rbm::CheckSinglePrecision(machine);
  if (!status.ok()) return InFlag(absl::StrCat("machine=", prefix), status);
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
