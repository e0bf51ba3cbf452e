#ifndef INFOFLOW_SUPPORT_NPY_H_
#define INFOFLOW_SUPPORT_NPY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

// Arrays of numbers in the .npy format (versions 1.0 to 3.0): the bytes "\x93NUMPY", version,
// length of the header, a header such as
//
//   {'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }
//
// and the elements. A .npz file is a .zip file of such files. Source: the format's description in
// NEP 1 of NumPy.

namespace infoflow {

enum class NpyType {
  kBool,
  kInt8,
  kUint8,
  kInt16,
  kUint16,
  kInt32,
  kUint32,
  kInt64,
  kUint64,
  kFloat,
  kDouble
};

// As NumPy calls it: "bool", "int8", "uint8", ..., "float32", "float64".
absl::string_view NpyTypeName(NpyType type);

// An array as it stands in a file.
struct NpyArray {
  NpyType type = NpyType::kDouble;
  std::vector<std::int64_t> shape;  // empty for a single number
  std::string bytes;                // elements, little-endian, last index fastest
  // Stands behind the header's dictionary as "# note", which NumPy ignores; no line breaks.
  std::string note = {};

  // Product of the shape.
  std::int64_t size() const;
};

// The array in one of the types of NpyType. Shapes: values.size() is the product of `shape`;
// anything else ends the program.
NpyArray MakeNpy(absl::Span<const std::int8_t> values, std::vector<std::int64_t> shape);
NpyArray MakeNpy(absl::Span<const std::uint8_t> values, std::vector<std::int64_t> shape);
NpyArray MakeNpy(absl::Span<const std::int32_t> values, std::vector<std::int64_t> shape);
NpyArray MakeNpy(absl::Span<const std::int64_t> values, std::vector<std::int64_t> shape);
NpyArray MakeNpy(absl::Span<const float> values, std::vector<std::int64_t> shape);
NpyArray MakeNpy(absl::Span<const double> values, std::vector<std::int64_t> shape);

// All elements as doubles; exact but for 64-bit integers beyond 2^53. Cost: O(size).
std::vector<double> NpyDoubles(const NpyArray& array);

// All elements as 8-bit integers; an error that names `source` when one is not an integer in
// [-128, 127]. Cost: O(size), a copy for 8-bit arrays.
absl::StatusOr<std::vector<std::int8_t>> NpyInt8s(const NpyArray& array, absl::string_view source);

// The file's bytes.
std::string FormatNpy(const NpyArray& array);

// The array in `bytes`, of .npy. Either byte order, Fortran order (the elements are put in C order)
// and half precision (which becomes kFloat) are understood. Errors are one sentence that names
// `source`: not an .npy file, a type not in NpyType, more or fewer elements than the shape has.
absl::StatusOr<NpyArray> ParseNpy(absl::string_view bytes, absl::string_view source);

// True when `bytes` starts as .npy or .zip files do.
bool IsArrayFile(absl::string_view bytes);

// The array in `bytes` of .npy, or the one called `name` in `bytes` of .npz; without name the only
// one there. Errors list the arrays there are.
absl::StatusOr<NpyArray> ParseArray(absl::string_view bytes, absl::string_view name,
                                    absl::string_view source);

// FILE.npz:NAME is the array NAME of FILE.npz; any other path is all file.
struct ArrayPath {
  std::string file;
  std::string name;
};
ArrayPath SplitArrayPath(const std::string& path);

// The array of an .npy or .npz file, which may be packed with gzip, by its path as in ArrayPath.
absl::StatusOr<NpyArray> ReadNpyFile(const std::string& path);
// The shape of the array in an .npy file (neither packed nor in an .npz file), by its header alone.
// Errors: as ParseNpy.
absl::StatusOr<std::vector<std::int64_t>> ReadNpyShape(const std::string& path);

absl::Status WriteNpyFile(const NpyArray& array, const std::string& path);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_NPY_H_
