#include "infoflow/cascade/cascade.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/network/layers/dense_layer.h"
#include "infoflow/network/layers/initialization.h"

namespace infoflow::cascade {
namespace {

network::Network<float> MakeNetwork(const std::vector<int>& sizes) {
  return network::MakeDenseNetwork<float>(sizes, activation::Kind::kTanh, activation::Kind::kTanh,
                                          {1.5, 0.05}, 1)
      .value();
}

TEST(CascadeTest, HasADecoderForEveryLayer) {
  const Cascade<float> cascade = MakeDenseCascade(MakeNetwork({6, 5, 4}), 1).value();
  ASSERT_EQ(cascade.num_decoders(), 2);
  EXPECT_EQ(cascade.decoder(0).layer().Describe(), "dense(5,6,tanh)");
  EXPECT_EQ(cascade.decoder(1).layer().Describe(), "dense(4,5,tanh)");
  EXPECT_EQ(cascade.parameters(0).size(), 5 * 6 + 6);
  EXPECT_EQ(cascade.parameters(1).size(), 4 * 5 + 5);
}

TEST(CascadeTest, DecodersStartUniformWithTheirOwnInputSize) {
  const Cascade<float> cascade = MakeDenseCascade(MakeNetwork({200, 100}), 3).value();
  const absl::Span<const float> parameters = cascade.parameters(0);
  const double bound = 1.0 / std::sqrt(100.0);
  double sum = 0.0, squares = 0.0;
  for (const float p : parameters) {
    ASSERT_LE(std::abs(p), bound);
    sum += p;
    squares += static_cast<double>(p) * p;
  }
  const double n = static_cast<double>(parameters.size());
  // Five standard errors: a false alarm in 1e6.
  EXPECT_NEAR(sum / n, 0.0, 5.0 * bound / std::sqrt(3.0 * n));
  EXPECT_NEAR(squares / n, bound * bound / 3.0, 5.0 * bound * bound * std::sqrt(4.0 / 45.0 / n));
}

TEST(CascadeTest, DecodersDoNotShareTheirNetworksRandomNumbers) {
  // A network initialised uniformly with the same seed.
  network::Network<float> network = MakeNetwork({8, 8});
  network::InitializeUniform<float>(5, network);
  const Cascade<float> cascade = MakeDenseCascade(network, 5).value();
  int equal = 0;
  for (std::size_t i = 0; i < cascade.parameters(0).size(); ++i) {
    equal += cascade.parameters(0)[i] == network.parameters(0)[i];
  }
  EXPECT_LE(equal, 1);
}

TEST(CascadeTest, RejectsWhatDoesNotFit) {
  const auto error = [](std::vector<DecoderPointer<float>> decoders) {
    return std::string(
        Cascade<float>::Create(MakeNetwork({6, 5, 4}), std::move(decoders)).status().message());
  };
  EXPECT_EQ(error({}), "0 decoders: must be from 1 to the number of layers, 2");
  const auto first = MakeDenseDecoder<float>(5, 6, activation::Kind::kTanh);
  EXPECT_EQ(error({first, first, first}), "3 decoders: must be from 1 to the number of layers, 2");
  EXPECT_EQ(error({first, first}),
            "decoder 2 dense(5,6,tanh) does not fit its layer dense(5,4,tanh)");
  EXPECT_EQ(error({first}), "");
}

}  // namespace
}  // namespace infoflow::cascade
