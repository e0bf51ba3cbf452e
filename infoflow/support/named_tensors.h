#ifndef INFOFLOW_SUPPORT_NAMED_TENSORS_H_
#define INFOFLOW_SUPPORT_NAMED_TENSORS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/support/safetensors.h"

namespace infoflow {

// Floating-point arrays by name, as trained networks are handed on: a safetensors file
// (safetensors.h), or a folder of files NAME.npy (npy.h, neither packed nor in an archive).
//
// Nothing is read but headers and the arrays that are asked for; what a header promises is compared
// with the size of the file before anything is allocated by it. Errors are one sentence with the
// file and, where it is about one, the array.
class NamedTensors {
 public:
  using Shape = std::vector<std::uint64_t>;

  // Errors: those of SafetensorsFile::Open; a folder without .npy files; archives of PyTorch
  // (.pth, .pt, or by their first bytes) and of NumPy (.npz), with what to do about them.
  static absl::StatusOr<NamedTensors> Open(const std::string& path);

  // The names of all arrays there are.
  const std::set<std::string>& names() const { return names_; }
  // Errors: no array of this name; of an .npy file also what ReadNpyShape finds.
  absl::StatusOr<Shape> ShapeOf(const std::string& name) const;
  // The numbers of one array in C order, whatever the file's; T is float or double. Errors: no
  // array of this name, no floating-point numbers, a number that is not finite (in T), a damaged
  // file.
  template <typename T>
  absl::StatusOr<std::vector<T>> Read(const std::string& name) const;

  // "FILE: tensor 'NAME' WHAT".
  absl::Status Bad(absl::string_view name, absl::string_view what) const;

 private:
  std::string FileOf(const std::string& name) const { return path_ + "/" + name + ".npy"; }

  std::string path_;
  std::optional<SafetensorsFile> file_;  // else a folder
  std::set<std::string> names_;
};

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_NAMED_TENSORS_H_
