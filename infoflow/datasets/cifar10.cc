#include "infoflow/datasets/cifar10.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"

namespace infoflow::datasets {

namespace {

constexpr int kSide = 32;
constexpr int kPlane = kSide * kSide;
constexpr std::size_t kRecord = 1 + 3 * kPlane;

}  // namespace

absl::Status AppendCifar10(absl::string_view content, absl::string_view source,
                           CifarColours colours, Dataset& dataset) {
  if (content.empty() || content.size() % kRecord != 0) {
    return absl::DataLossError(absl::StrCat(source, ": is truncated or no CIFAR-10 batch: ",
                                            content.size(), " bytes are no multiple of ", kRecord));
  }
  const int count = static_cast<int>(content.size() / kRecord);
  const int first = dataset.images.rows();
  dataset.shape = {kSide, kSide, colours == CifarColours::kGray ? 1 : 3};
  const int pixels = dataset.shape.pixels();
  linalg::Matrix<float> images(first + count, pixels);
  std::copy(dataset.images.values().begin(), dataset.images.values().end(),
            images.values().begin());
  for (int i = 0; i < count; ++i) {
    const auto* record = reinterpret_cast<const std::uint8_t*>(content.data()) + i * kRecord;
    if (record[0] > 9) {
      return absl::DataLossError(absl::StrCat(source, ": image ", i + 1, " has the label ",
                                              record[0], ", which is above 9"));
    }
    dataset.labels.push_back(record[0]);
    const std::uint8_t* const red = record + 1;
    float* const image = images.row(first + i).data();
    for (int k = 0; k < pixels; ++k) {
      const std::uint8_t value = colours == CifarColours::kRgb
                                     ? red[k]
                                     : GrayOfColour(red[k], red[kPlane + k], red[2 * kPlane + k]);
      image[k] = static_cast<float>(value) / 255.0f;
    }
  }
  dataset.images = std::move(images);
  return absl::OkStatus();
}

}  // namespace infoflow::datasets
