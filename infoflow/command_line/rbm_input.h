#ifndef INFOFLOW_COMMAND_LINE_RBM_INPUT_H_
#define INFOFLOW_COMMAND_LINE_RBM_INPUT_H_

#include <string>

#include "absl/status/statusor.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/machine/spin_file.h"

namespace infoflow::command_line {

// What the commands on restricted Boltzmann machines say of their flags --machine and --in.
inline constexpr char kRbmMachineHelp[] =
    "machine in PREFIX_params.csv or PREFIX_weights.npy and its two biases";
inline constexpr char kRbmSamplesHelp[] =
    "samples of spins +-1, 0 and 1, or bool: .npy or .npz (samples x units or images), or text "
    "(docs/files.md)";

// The machine of --machine=`prefix`.
absl::StatusOr<rbm::Machine> ReadRbmMachine(const std::string& prefix);

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
