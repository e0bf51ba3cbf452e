#include "infoflow/cascade/channel_images.h"

#include <cmath>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/cascade/vgg_cascade.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/tap_groups.h"
#include "infoflow/network/convolution/vgg_network.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {
namespace {

using linalg::Matrix;
using network::MapShape;
using network::VggUnit;

// Linear decoders map channels independently but for their biases: with c channels the images of
// the channels alone add up to R + (c - 1) decode(0), and the image of what is missing without a
// channel is the one of the channel alone without decode(0).
TEST(ChannelImagesTest, LinearDecodersAddUpTheirChannels) {
  network::VggOptions options;
  options.image = {1, 6, 4};
  options.units = {VggUnit::Convolution(3), VggUnit::Pool(), VggUnit::Convolution(2)};
  network::Network<double> network = network::MakeVggNetwork<double>(options).value();
  network::InitializeGaussian<double>({2.0, 0.1}, 3, network);
  const Cascade<double> cascade =
      MakeVggCascade<double>(network, options, VggDecoders::kLinear, 5).value();
  WorkerPool workers(1);
  for (int level = 1; level <= 3; ++level) {
    const MapShape map = options.MapBehind(level);
    Matrix<double> maps(2, map.size());
    random::Stream stream(7, random::StreamUse::kData, level);
    random::FillUniform(stream, maps.values());
    const Matrix<double> whole = Decode<double>(cascade, level, maps, workers);
    const Matrix<double> nothing =
        Decode<double>(cascade, level, Matrix<double>(2, map.size()), workers);
    Matrix<double> sum(2, options.image.size());
    for (int k = 0; k < map.channels; ++k) {
      const auto decode = [&](ChannelChoice choice) {
        return DecodeChannel<double>(cascade, level, maps, map.channels, k, choice, workers);
      };
      const Matrix<double> alone = decode(ChannelChoice::kAlone);
      const Matrix<double> missing = decode(ChannelChoice::kLeaveOneOut);
      for (std::size_t i = 0; i < sum.size(); ++i) {
        sum.values()[i] += alone.values()[i];
        EXPECT_NEAR(missing.values()[i], alone.values()[i] - nothing.values()[i], 1e-13);
      }
    }
    for (std::size_t i = 0; i < sum.size(); ++i) {
      EXPECT_NEAR(sum.values()[i], whole.values()[i] + (map.channels - 1) * nothing.values()[i],
                  1e-13);
    }
  }
}

Matrix<double> MatrixOf(int rows, const std::vector<double>& values) {
  Matrix<double> matrix(rows, static_cast<int>(values.size()) / rows);
  std::copy(values.begin(), values.end(), matrix.values().begin());
  return matrix;
}

TEST(ChannelImagesTest, MapsAreEnlargedByRepeatingPixels) {
  // Two channels on 1 x 2 pixels: channel 1 is 2, 4.
  const Matrix<double> maps = MatrixOf(1, {1, 2, 3, 4});
  const MapShape shape = {2, 1, 2};
  EXPECT_EQ(EnlargedChannel<double>(maps, shape, 1, 2, 4), MatrixOf(1, {2, 2, 4, 4, 2, 2, 4, 4}));
  // To 3 columns: 0, 0.67, 1.33 of two pixels.
  EXPECT_EQ(EnlargedChannel<double>(maps, shape, 0, 1, 3), MatrixOf(1, {1, 1, 3}));
  EXPECT_EQ(MeanOverChannels<double>(maps, shape), MatrixOf(1, {1.5, 3.5}));
}

TEST(ChannelImagesTest, CorrelationIsPearsons) {
  const std::vector<double> a = {1, 2, 4}, b = {-3, -5, -9}, c = {0, 1, 0}, flat = {2, 2, 2};
  const auto correlation = [](const std::vector<double>& x, const std::vector<double>& y) {
    return ImageCorrelation<double>(absl::MakeConstSpan(x), absl::MakeConstSpan(y));
  };
  EXPECT_NEAR(correlation(a, a), 1.0, 1e-15);
  EXPECT_NEAR(correlation(a, b), -1.0, 1e-15);
  // Deviations (-4, -1, 5) / 3 and (-1, 2, -1) / 3: -3 / sqrt(42 x 6).
  EXPECT_NEAR(correlation(a, c), -3.0 / std::sqrt(252.0), 1e-15);
  EXPECT_TRUE(std::isnan(correlation(a, flat)));
}

TEST(ChannelImagesTest, ImagesAreShownFromTheLeastToTheLargestPixel) {
  Matrix<double> images = MatrixOf(2, {-1, 1, 3, 5, 5, 5});
  ScaleForDisplay<double>(images.view());
  EXPECT_EQ(images, MatrixOf(2, {0, 0.5, 1, 0, 0, 0}));
}

}  // namespace
}  // namespace infoflow::cascade
