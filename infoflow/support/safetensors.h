#ifndef INFOFLOW_SUPPORT_SAFETENSORS_H_
#define INFOFLOW_SUPPORT_SAFETENSORS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace infoflow {

// A file of named arrays in the safetensors format: 8 bytes little-endian n, n bytes of JSON with
// type, shape and place of each array, then the data in C order, little-endian.
//
// Open reads the header alone and checks all that it says before anything is allocated by it;
// arrays are read one by one, at their places. Errors are one sentence with the file and, where it
// is about one, the array: a file that is too short for its header, a header beyond 100 MB or that
// is no JSON object of this form, a name given twice, places that do not fit shape and type, lie
// beyond the end, overlap or leave holes.
class SafetensorsFile {
 public:
  static absl::StatusOr<SafetensorsFile> Open(const std::string& path);

  struct Entry {
    std::string type;                  // "F16", "BF16", "F32", "F64", or another one of the format
    std::vector<std::uint64_t> shape;  // empty for a single number
    std::uint64_t begin = 0, end = 0;  // bytes behind the header
    std::uint64_t count() const;       // numbers
  };
  // By name.
  const std::map<std::string, Entry>& entries() const { return entries_; }

  // The numbers of one array; T is float or double. F16, BF16, F32 and F64 are read. Errors: no
  // array of this name, another type, a number that is not finite (in T), a file that has changed.
  template <typename T>
  absl::StatusOr<std::vector<T>> Read(absl::string_view name) const;

 private:
  std::string path_;
  std::uint64_t data_ = 0;  // where the data begin
  std::map<std::string, Entry> entries_;
};

// One array to be written. Shapes: values.size() is the product of `shape`.
struct NamedTensor {
  std::string name;
  std::vector<std::uint64_t> shape;
  std::vector<float> values;
};

// The bytes of a safetensors file with these arrays as F32, in this order. Names differ.
std::string FormatSafetensors(absl::Span<const NamedTensor> tensors);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_SAFETENSORS_H_
