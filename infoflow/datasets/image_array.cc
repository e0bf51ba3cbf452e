#include "infoflow/datasets/image_array.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "infoflow/support/npy.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::datasets {

namespace {

constexpr int kColours = 3;
constexpr std::int64_t kMostInteger = std::numeric_limits<int>::max();

struct Layout {
  int images = 1;
  ImageShape shape;
  bool channel_major = false;
};

absl::StatusOr<Layout> LayoutOf(const std::vector<std::int64_t>& extents, const std::string& path) {
  const auto bad = [&] {
    return absl::InvalidArgumentError(absl::StrCat(
        path, ": an array of shape (", absl::StrJoin(extents, ", "),
        "): images must be n x rows x columns, rows x columns, n x rows x columns x 3 or n x 3 x "
        "rows x columns, with at least one number"));
  };
  if (extents.size() < 2 || extents.size() > 4) return bad();
  std::int64_t numbers = 1;
  for (const std::int64_t extent : extents) {
    if (extent < 1 || numbers > kMostInteger / extent) return bad();
    numbers *= extent;
  }
  Layout layout;
  const std::size_t size = extents.size();
  layout.images = size == 2 ? 1 : static_cast<int>(extents[0]);
  std::size_t rows = size == 2 ? 0 : 1;
  if (size == 4) {
    layout.channel_major = extents[3] != kColours;
    if (layout.channel_major && extents[1] != kColours) return bad();
    layout.shape.channels = kColours;
    if (layout.channel_major) rows = 2;
  }
  layout.shape.rows = static_cast<int>(extents[rows]);
  layout.shape.columns = static_cast<int>(extents[rows + 1]);
  return layout;
}

}  // namespace

absl::StatusOr<ImageArray> ReadImageArray(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const NpyArray array, ReadNpyFile(path));
  const bool floating = array.type == NpyType::kFloat || array.type == NpyType::kDouble;
  if (!floating && array.type != NpyType::kUint8) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": pixels of type ", NpyTypeName(array.type),
                     ": must be uint8, or floating-point numbers in [0, 1]"));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const Layout layout, LayoutOf(array.shape, path));
  const std::vector<double> numbers = NpyDoubles(array);
  ImageArray result;
  result.shape = layout.shape;
  result.images = linalg::Matrix<float>(layout.images, layout.shape.pixels());
  const std::size_t channels = layout.shape.channels;
  const std::size_t pixels = layout.shape.pixels() / channels;
  for (int b = 0; b < layout.images; ++b) {
    for (std::size_t i = 0; i < pixels * channels; ++i) {
      const std::size_t place = layout.channel_major ? i % channels * pixels + i / channels : i;
      const double number = numbers[b * pixels * channels + place];
      const double value = floating ? number : number / 255.0;
      if (!(value >= 0.0 && value <= 1.0)) {
        return absl::InvalidArgumentError(
            absl::StrCat(path, ": a pixel of image ", b, " is ", number, ": must be in [0, 1]"));
      }
      result.images(b, static_cast<int>(i)) = static_cast<float>(value);
    }
  }
  return result;
}

void NormalizeColours(const ColourNormalization& colours, linalg::Matrix<float>& images) {
  for (int b = 0; b < images.rows(); ++b) {
    for (int i = 0; i < images.columns(); ++i) {
      const int k = i % kColours;
      images(b, i) = (images(b, i) - colours.mean[k]) / colours.deviation[k];
    }
  }
}

}  // namespace infoflow::datasets
