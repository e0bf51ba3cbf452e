#include "infoflow/datasets/white_noise.h"

#include "absl/strings/str_cat.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/check.h"

namespace infoflow::datasets {

Dataset WhiteNoise(std::uint64_t seed, std::uint32_t first, int count) {
  INFOFLOW_CHECK(count >= 1);
  Dataset dataset;
  dataset.name = "white-noise";
  dataset.shape = {28, 28, 1};
  dataset.classes = 1;
  dataset.images = linalg::Matrix<float>(count, dataset.shape.pixels());
  dataset.labels.assign(count, 0);
  for (int i = 0; i < count; ++i) {
    random::Stream stream(seed, random::StreamUse::kData, first + i);
    random::FillUniform(stream, dataset.images.row(i));
  }
  dataset.origins = {
      {absl::StrCat("white-noise seed=", seed, " first=", first, " count=", count), ""}};
  return dataset;
}

}  // namespace infoflow::datasets
