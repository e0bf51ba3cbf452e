#include "infoflow/cascade/cascade_profile.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/cascade/image_entropy.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {
namespace {

using linalg::Matrix;

Cascade<double> MakeCascade(const std::vector<int>& sizes) {
  return MakeDenseCascade(network::MakeDenseNetwork<double>(sizes, activation::Kind::kTanh,
                                                            activation::Kind::kTanh, {1.5, 0.05}, 1)
                              .value(),
                          1)
      .value();
}

Matrix<double> Images(int count, int pixels) {
  random::Stream stream(6, random::StreamUse::kTest, 0);
  Matrix<double> images(count, pixels);
  random::FillUniform(stream, images.values());
  return images;
}

TEST(CascadeProfileTest, HoldsEachLayersNumbers) {
  const Cascade<double> cascade = MakeCascade({6, 7, 5, 4, 3});
  const Matrix<double> images = Images(9, 6);
  WorkerPool workers(1);
  const Matrix<double> reconstructions = Reconstruct<double>(cascade, images, 2, workers);
  const std::vector<double> decoder_errors = DecoderErrors<double>(cascade, images, 9, workers);
  for (const bool normalize_first : {true, false}) {
    const CascadeProfile profile =
        ComputeProfile<double>(cascade, images, {2, normalize_first}, workers).value();
    ASSERT_EQ(profile.layers.size(), 2);
    for (int l = 0; l < 2; ++l) {
      Matrix<double> level(reconstructions.Block(9 * l, 0, 9, 6));
      double squares = 0.0;
      for (int b = 0; b < 9; ++b) {
        for (int i = 0; i < 6; ++i) squares += std::pow(level(b, i) - images(b, i), 2);
      }
      EXPECT_NEAR(profile.layers[l].reconstruction_mse, squares / 54.0, 1e-14);
      EXPECT_EQ(profile.layers[l].decoder_mse, decoder_errors[l]);
      const double raw = DifferentialEntropy<double>(level);
      Matrix<double> reference = images;
      const std::vector<double> entropies = OverwritingRelativeEntropies<double>(reference, level);
      const double normalized = DifferentialEntropy<double>(level);
      EXPECT_NE(raw, normalized);
      EXPECT_EQ(profile.layers[l].differential_entropy, normalize_first ? normalized : raw);
      double mean = 0.0;
      for (int b = 0; b < 9; ++b) {
        // The reference was normalised twice for the second layer.
        EXPECT_NEAR(profile.relative_entropies(l, b), entropies[b], 1e-8);
        mean += profile.relative_entropies(l, b) / 9.0;
      }
      EXPECT_NEAR(profile.layers[l].relative_entropy_mean, mean, 1e-14);
    }
  }
}

TEST(CascadeProfileTest, NanOfDivergedDecodersIsNotHidden) {
  Cascade<double> cascade = MakeCascade({6, 7, 5, 4, 3});
  cascade.parameters(1)[3] = std::numeric_limits<double>::quiet_NaN();
  WorkerPool workers(1);
  const CascadeProfile profile = ComputeProfile<double>(cascade, Images(9, 6), {}, workers).value();
  EXPECT_TRUE(std::isfinite(profile.layers[0].relative_entropy_mean));
  EXPECT_TRUE(std::isnan(profile.layers[1].relative_entropy_mean));
  EXPECT_TRUE(std::isnan(profile.layers[1].relative_entropy_median));
  EXPECT_TRUE(std::isnan(profile.layers[1].differential_entropy));
}

TEST(CascadeProfileTest, FirstLayerBelow) {
  EXPECT_EQ(FirstLayerBelow({-6.0, -10.0, -14.0, -12.0}, -13.0), 3.0);
  EXPECT_EQ(FirstLayerBelow({-6.0, -10.0, -14.0}, -13.0, true), 2.75);
  EXPECT_EQ(FirstLayerBelow({-20.0}, -13.0, true), 1.0);
  EXPECT_EQ(FirstLayerBelow({-6.0, -7.0}, -13.0), 3.0);
}

TEST(CascadeProfileTest, RejectsBadInput) {
  WorkerPool workers(1);
  const auto error = [&](const std::vector<int>& sizes, const Matrix<double>& images,
                         int left_out) {
    return std::string(ComputeProfile<double>(MakeCascade(sizes), images, {left_out, true}, workers)
                           .status()
                           .message());
  };
  EXPECT_EQ(error({6, 5, 4, 3}, Images(5, 7), 2),
            "images of 7 pixels do not fit a network with 6 inputs");
  EXPECT_EQ(error({6, 5, 4, 3}, Images(1, 6), 2),
            "1 images to judge by: entropies need at least 2");
  // A wide network of depth 2: nothing is left.
  EXPECT_EQ(error({6, 400, 3}, Images(5, 6), 2),
            "a cascade of 2 decoders has no layer besides the 2 that are left out at its end");
}

}  // namespace
}  // namespace infoflow::cascade
