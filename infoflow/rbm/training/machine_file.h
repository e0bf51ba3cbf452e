#ifndef INFOFLOW_RBM_TRAINING_MACHINE_FILE_H_
#define INFOFLOW_RBM_TRAINING_MACHINE_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/training/training.h"

namespace infoflow::rbm {

// A machine in files whose names begin with `prefix`, in one of two layouts.
//
// PREFIX_params.csv: columns name, i, a, value; a row "W,i,a,value" for each weight, "b,i,0,value"
// for each visible and "c,0,a,value" for each hidden bias, in any order, 17 significant digits.
// PREFIX_weights.npy (visible x hidden), PREFIX_visible_bias.npy, PREFIX_hidden_bias.npy: arrays
// of doubles (floats are read too).
enum class MachineLayout { kCsv, kNpy };

absl::Status SaveMachine(const Machine& machine, const std::string& prefix,
                         MachineLayout layout = MachineLayout::kCsv);

// The machine in PREFIX_params.csv if that exists, else in the .npy files; a prefix that is
// itself the path of a file ending in _params.csv is taken too. Errors are one sentence that
// names the file: not there, cut off, a parameter twice or missing or not finite.
absl::StatusOr<Machine> LoadMachine(const std::string& prefix);

// Where a training stands: the machine in both .npy files and PREFIX_chains.npy (int8), and
// PREFIX_training.csv (columns name, value) with the epoch, the number of updates, the options
// as text and a checksum of the machine and the chains, by which a state whose writing was
// interrupted is told from a good one.
absl::Status SaveTrainingState(const TrainingState& state, const TrainingOptions& options,
                               const std::string& prefix);

// NotFound when there is no PREFIX_training.csv. Errors: files that do not belong together, a
// training with other options (other numbers of epochs are allowed, so that a training can be
// prolonged).
absl::StatusOr<TrainingState> LoadTrainingState(const TrainingOptions& options,
                                                const std::string& prefix);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_TRAINING_MACHINE_FILE_H_
