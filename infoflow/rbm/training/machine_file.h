#ifndef INFOFLOW_RBM_TRAINING_MACHINE_FILE_H_
#define INFOFLOW_RBM_TRAINING_MACHINE_FILE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "infoflow/rbm/machine/machine.h"

namespace infoflow::rbm {

// A machine in files whose names begin with `prefix`, in one of two layouts.
//
// PREFIX_params.csv: columns name, i, a, value; a row "W,i,a,value" for each weight, "b,i,0,value"
// for each visible and "c,0,a,value" for each hidden bias, in any order, 17 significant digits.
// PREFIX_weights.npy (visible x hidden), PREFIX_visible_bias.npy, PREFIX_hidden_bias.npy: arrays
// of doubles (floats are read too).
enum class MachineLayout { kCsv, kNpy };

// A line of the first takes at most so many bytes, for units below 10^8; they are held in memory
// until the file is written.
inline constexpr int kMachineLineBytes = 48;

absl::Status SaveMachine(const Machine& machine, const std::string& prefix,
                         MachineLayout layout = MachineLayout::kCsv);

// The files that SaveMachine writes.
std::vector<std::string> MachineFiles(const std::string& prefix, MachineLayout layout);

// OK when SaveMachine could write its files: to be asked before a training.
absl::Status CheckMachineWritable(const std::string& prefix, MachineLayout layout);

// The machine in PREFIX_params.csv if that exists, else in the .npy files; a prefix that is
// itself the path of a file ending in _params.csv is taken too, and one ending in .npz, with arrays
// weights, visible_bias and hidden_bias. Errors are one sentence that
// names the file: not there, cut off, a parameter twice or missing or not finite.
absl::StatusOr<Machine> LoadMachine(const std::string& prefix);

// The files that LoadMachine may read, whether or not they are there.
std::vector<std::string> PossibleMachineFiles(const std::string& prefix);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_TRAINING_MACHINE_FILE_H_
