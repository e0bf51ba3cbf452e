#ifndef INFOFLOW_SUPPORT_CHECKPOINT_FILE_H_
#define INFOFLOW_SUPPORT_CHECKPOINT_FILE_H_

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow {

// A file of named texts and named arrays of numbers, written as a whole or not at all.
//
//   infoflow-checkpoint 1\n
//   text NAME VALUE\n            any number of lines; VALUE goes to the end of the line
//   array NAME int8|float32|float64 COUNT\n
//   data\n
//   the arrays one after the other in the order of their lines, little-endian IEEE 754
//   crc32 XXXXXXXX\n             of all bytes before this line, as zlib's crc32
//
// Names have no blanks. Texts and the arrays of each type are in alphabetical order. The checksum
// tells damage; what a checkpoint belongs to, texts must say.
struct CheckpointFile {
  std::map<std::string, std::string> texts;
  std::map<std::string, std::vector<std::int8_t>> bytes;
  std::map<std::string, std::vector<float>> floats;
  std::map<std::string, std::vector<double>> doubles;

  // Those of float or of double.
  template <typename T>
  std::map<std::string, std::vector<T>>& arrays() {
    static_assert(std::is_floating_point_v<T>);
    if constexpr (std::is_same_v<T, float>) {
      return floats;
    } else {
      return doubles;
    }
  }

  // OK, or a sentence about the first of these arrays that holds a number which is not finite.
  template <typename T>
  absl::Status CheckFinite() {
    for (const auto& [name, values] : arrays<T>()) {
      for (const T value : values) {
        if (std::isfinite(value)) continue;
        return absl::DataLossError("array " + name + " is not finite");
      }
    }
    return absl::OkStatus();
  }
};

// Errors: a text with a line break is a bug of ours; files that cannot be written.
absl::Status WriteCheckpoint(const CheckpointFile& checkpoint, const std::string& path);

// Errors name `source` and what is wrong: no checkpoint, another version, truncated, damaged.
absl::StatusOr<CheckpointFile> ParseCheckpoint(absl::string_view content, absl::string_view source);

// ParseCheckpoint of the file at `path`.
absl::StatusOr<CheckpointFile> ReadCheckpoint(const std::string& path);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_CHECKPOINT_FILE_H_
