#ifndef INFOFLOW_RBM_MACHINE_SPIN_FILE_H_
#define INFOFLOW_RBM_MACHINE_SPIN_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/rbm/machine/machine.h"

namespace infoflow::rbm {

// Samples of spins +-1 from a file, one row each:
//   *.npy: an array samples x units or samples x rows x columns of numbers +-1, or of bytes
//   (uint8) samples x side x ceil(side / 8) that hold images bit by bit, bit x % 8 of byte x / 8
//   set for +1, the bits beyond the side zero;
//   other files, CSV with one of the headers
//     k,v0,v1,...    a line per sample;
//     k,y,x0,x1,...  a line per row y = 0, 1, ... of the image of sample k; unit y L + x.
// Errors are one sentence that names the file and what is wrong: no samples, rows of an image
// missing or out of order, an element that is not +-1.
absl::StatusOr<Spins> ReadSpins(const std::string& path);

// Writes samples x units as int8 to *.npy, otherwise as CSV k,v0,v1,...
absl::Status WriteSpins(SpinsView spins, const std::string& path);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_MACHINE_SPIN_FILE_H_
