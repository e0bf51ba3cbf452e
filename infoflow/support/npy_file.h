#ifndef INFOFLOW_SUPPORT_NPY_FILE_H_
#define INFOFLOW_SUPPORT_NPY_FILE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow {

// An array of one-byte integers, as NumPy's .npy files hold it.
struct NpyArray {
  bool is_signed = false;           // dtype int8, else uint8
  std::vector<std::int64_t> shape;  // elements in C order: the last index runs fastest
  std::string data;                 // one byte an element
  // Stands behind the header's dictionary as "# note", which NumPy ignores; no line breaks.
  std::string note;
};

// The format of numpy.lib.format, version 1.0: magic, version, length of the header, the header
// (a Python dictionary with descr, fortran_order and shape, padded to a multiple of 64 bytes),
// the elements.
std::string FormatNpy(const NpyArray& array);

// Versions 1.0 to 3.0 with one-byte integers in C order. Errors are InvalidArgument, name
// `source` and say what is wrong: not an .npy file, a truncated or overlong one, another type of
// element, Fortran order.
absl::StatusOr<NpyArray> ParseNpy(absl::string_view bytes, absl::string_view source);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_NPY_FILE_H_
