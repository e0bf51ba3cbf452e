#ifndef INFOFLOW_RBM_MACHINE_SPIN_FILE_H_
#define INFOFLOW_RBM_MACHINE_SPIN_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/rbm/machine/machine.h"

namespace infoflow::rbm {

// Samples of spins +-1 from a file in any form that infoflow/support/spin_table.h reads, one row
// each. `description`, when not null, gets what was understood: "6 samples of 4 x 4 spins, int64
// +-1". Errors are one sentence that names the file and what is wrong.
absl::StatusOr<Spins> ReadSpins(const std::string& path, std::string* description = nullptr);

// Writes samples x units as int8 to *.npy, otherwise as CSV k,v0,v1,...
absl::Status WriteSpins(SpinsView spins, const std::string& path);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_MACHINE_SPIN_FILE_H_
