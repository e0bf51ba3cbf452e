#ifndef INFOFLOW_SUPPORT_SPIN_TABLE_H_
#define INFOFLOW_SUPPORT_SPIN_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow {

// Samples of spins +-1 as files hold them.
struct SpinTable {
  std::int64_t samples = 0;
  std::int64_t units = 0;   // of a sample; height x width of an image
  std::int64_t height = 0;  // 0 when the samples are flat
  std::int64_t width = 0;
  std::vector<std::int8_t> values;  // samples x units, images row after row
  double temperature = std::numeric_limits<double>::quiet_NaN();  // what the file notes
  std::string description;  // what was understood: "6 samples of 4 x 4 spins, int64 +-1"
};

// Samples of spins in any form that this suite writes and that others are likely to:
//   arrays of .npy or .npz, samples x units, samples x rows x columns or samples x 1 x rows x
//   columns, of numbers +-1, of numbers 0 and 1 or of booleans (1 and true are +1);
//   arrays of bytes (uint8) samples x side x ceil(side / 8) that hold images bit by bit, bit x % 8
//   of byte x / 8 set for +1, as numpy.packbits(spins > 0, axis=2, bitorder='little') makes them;
//   texts (DelimitedText) with one of the headers k,v0,v1,... (a line per sample) and
//   k,y,x0,x1,... (a line per row y = 0, 1, ... of the image of sample k), or with any other header
//   or none: a line per sample.
// Which of +-1 and 0/1 it is, all elements together decide; they must not be mixed. A note
// "temperature: T" (behind the dictionary of an .npy file, in a comment of a text) is read.
//
// Result: at least one sample of one unit. Errors are one sentence that names `source` and the
// place. Cost: some 1 ns a spin of bits, 50 ns of a text.
absl::StatusOr<SpinTable> ParseSpinTable(absl::string_view bytes, absl::string_view source);

// The same of a file, which may be packed with gzip; FILE.npz:NAME is one of several arrays.
absl::StatusOr<SpinTable> ReadSpinTable(const std::string& path);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_SPIN_TABLE_H_
