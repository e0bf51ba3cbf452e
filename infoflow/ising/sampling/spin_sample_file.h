#ifndef INFOFLOW_ISING_SAMPLING_SPIN_SAMPLE_FILE_H_
#define INFOFLOW_ISING_SAMPLING_SPIN_SAMPLE_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/ising/sampling/spin_samples.h"

// Files of configurations. Every form keeps the spins exactly, and the temperature in a comment
// that other programs skip; NaN (unknown) is left out.

namespace infoflow::ising {

enum class SpinSampleFormat {
  // .npy, uint8 of shape (samples, side, ceil(side/8)): what
  // numpy.packbits(spins > 0, axis=2, bitorder='little') makes of (samples, side, side).
  kPackedNpy,
  // .npy, int8 of shape (samples, side, side) with elements +-1.
  kByteNpy,
  // CSV with header k,y,x0,x1,...: sample, row, the spins +-1 of that row.
  kCsv,
};

std::string FormatSpinSamples(const SpinSamples& samples, SpinSampleFormat format);

// Samples of a square lattice in any form that infoflow/support/spin_table.h reads; flat samples of
// side^2 units too. Errors are InvalidArgument, name `source` and the place.
absl::StatusOr<SpinSamples> ParseSpinSamples(absl::string_view bytes, absl::string_view source);

// Writes .npy (packed) or .csv by the extension of `path`, whole or not at all.
// Errors: InvalidArgument for another extension, or when the file cannot be written.
absl::Status WriteSpinSamples(const SpinSamples& samples, const std::string& path);

// OK when WriteSpinSamples knows the extension of `path`: to be asked before long computations.
absl::Status CheckSpinSamplePath(const std::string& path);

// The same of a file. `description`, when not null, gets what was understood:
// "6 samples of 4 x 4 spins, int64 +-1".
absl::StatusOr<SpinSamples> ReadSpinSamples(const std::string& path,
                                            std::string* description = nullptr);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_SPIN_SAMPLE_FILE_H_
