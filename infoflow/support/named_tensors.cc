#include "infoflow/support/named_tensors.h"

#include <cmath>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "infoflow/support/npy.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {

namespace {

constexpr absl::string_view kEnding = ".npy";
constexpr absl::string_view kZip("PK\x03\x04", 4);
constexpr absl::string_view kPickle("\x80\x02", 2);

// What is no safetensors file at first sight.
absl::Status CheckKind(const std::string& path) {
  char bytes[4] = {};
  std::ifstream(path, std::ios::binary).read(bytes, sizeof(bytes));
  const absl::string_view start(bytes, sizeof(bytes));
  if (absl::EndsWith(path, ".npz")) {
    return absl::InvalidArgumentError(absl::StrCat(
        path, ": archives of NumPy are not read as weights; unpack it: a folder of .npy files is"));
  }
  if (absl::EndsWith(path, ".pth") || absl::EndsWith(path, ".pt") ||
      absl::StartsWith(start, kZip) || absl::StartsWith(start, kPickle)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path,
                     ": PyTorch's archives are not read; convert it in Python by "
                     "safetensors.torch.save_file(state_dict, \"weights.safetensors\"), or by "
                     "numpy.save(f\"FOLDER/{name}.npy\", tensor) for each name and tensor in it"));
  }
  return absl::OkStatus();
}

template <typename From, typename To>
std::vector<To> Numbers(const std::string& bytes) {
  std::vector<To> numbers(bytes.size() / sizeof(From));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    From number;
    std::memcpy(&number, bytes.data() + i * sizeof(From), sizeof(From));
    numbers[i] = static_cast<To>(number);
  }
  return numbers;
}

}  // namespace

absl::StatusOr<NamedTensors> NamedTensors::Open(const std::string& path) {
  NamedTensors tensors;
  tensors.path_ = path;
  std::error_code code;
  if (!std::filesystem::is_directory(path, code)) {
    INFOFLOW_RETURN_IF_ERROR(CheckKind(path));
    INFOFLOW_ASSIGN_OR_RETURN(tensors.file_, SafetensorsFile::Open(path));
    for (const auto& [name, entry] : tensors.file_->entries()) tensors.names_.insert(name);
    return tensors;
  }
  for (std::filesystem::directory_iterator it(path, code), end; !code && it != end;
       it.increment(code)) {
    const std::string file = it->path().filename().string();
    if (absl::EndsWith(file, kEnding)) {
      tensors.names_.insert(std::string(absl::StripSuffix(file, kEnding)));
    }
  }
  if (code) return absl::NotFoundError(absl::StrCat(path, ": ", code.message()));
  if (tensors.names_.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": a folder without .npy files"));
  }
  return tensors;
}

absl::Status NamedTensors::Bad(absl::string_view name, absl::string_view what) const {
  return absl::InvalidArgumentError(absl::StrCat(path_, ": tensor '", name, "' ", what));
}

absl::StatusOr<NamedTensors::Shape> NamedTensors::ShapeOf(const std::string& name) const {
  if (names_.count(name) == 0) return Bad(name, "is not there");
  if (file_.has_value()) return file_->entries().at(name).shape;
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<std::int64_t> shape, ReadNpyShape(FileOf(name)));
  return Shape(shape.begin(), shape.end());
}

template <typename T>
absl::StatusOr<std::vector<T>> NamedTensors::Read(const std::string& name) const {
  if (file_.has_value()) return file_->Read<T>(name);
  if (names_.count(name) == 0) return Bad(name, "is not there");
  // The header of the file on disk, before the whole of it is read.
  INFOFLOW_RETURN_IF_ERROR(ReadNpyShape(FileOf(name)).status());
  INFOFLOW_ASSIGN_OR_RETURN(NpyArray array, ReadNpyFile(FileOf(name)));
  if (array.type != NpyType::kFloat && array.type != NpyType::kDouble) {
    return Bad(name, absl::StrCat("has type ", NpyTypeName(array.type),
                                  ": must be float16, float32 or float64"));
  }
  std::vector<T> numbers = array.type == NpyType::kFloat ? Numbers<float, T>(array.bytes)
                                                         : Numbers<double, T>(array.bytes);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (std::isfinite(numbers[i])) continue;
    return Bad(name, absl::StrCat("has a number that is not finite, number ", i, " from 0"));
  }
  return numbers;
}

template absl::StatusOr<std::vector<float>> NamedTensors::Read(const std::string&) const;
template absl::StatusOr<std::vector<double>> NamedTensors::Read(const std::string&) const;

}  // namespace infoflow
