#ifndef INFOFLOW_DATASETS_CIFAR10_H_
#define INFOFLOW_DATASETS_CIFAR10_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "infoflow/datasets/dataset.h"

namespace infoflow::datasets {

// Luma of a colour: floor((19595 r + 38470 g + 7471 b + 32768) / 65536), ITU-R 601-2 in integers.
// Source: PIL's conversion to "L", which arXiv:2406.12916 uses.
constexpr std::uint8_t GrayOfColour(std::uint8_t r, std::uint8_t g, std::uint8_t b) {
  return static_cast<std::uint8_t>((19595u * r + 38470u * g + 7471u * b + 32768u) >> 16);
}

enum class CifarColours { kGray, kRgb };

// Appends the images of one binary batch file to `dataset`, whose shape becomes 32 x 32 x 1 or
// 32 x 32 x 3. A record is one label byte, then 1024 bytes each of red, green and blue.
// Errors name `source`: a length that is no multiple of a record or is zero, labels above 9.
absl::Status AppendCifar10(absl::string_view content, absl::string_view source,
                           CifarColours colours, Dataset& dataset);

}  // namespace infoflow::datasets

#endif  // INFOFLOW_DATASETS_CIFAR10_H_
