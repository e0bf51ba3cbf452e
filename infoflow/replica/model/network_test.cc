#include "infoflow/replica/model/network.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/replica/channels/activations.h"
#include "infoflow/replica/channels/priors.h"
#include "infoflow/replica/model/network_parser.h"
#include "infoflow/replica/spectra/spectrum_gaussian.h"

namespace infoflow::replica {
namespace {

std::string ErrorOf(const absl::StatusOr<Network>& network) {
  return network.ok() ? "no error" : std::string(network.status().message());
}

// Second moments by hand: rhot = s2 rho, and E relu(u)^2 = v/2 for u ~ N(0, v).
TEST(NetworkTest, CarriesSecondMomentsAndSizesForward) {
  const Network network =
      ParseNetwork("normal:mean=1,var=2",
                   "relu:alpha=1.5,noise=0.5,weight_var=3;linear:alpha=0.5,noise=0.1,weight_var=2")
          .value();
  ASSERT_EQ(network.depth(), 2);
  EXPECT_DOUBLE_EQ(network.size_ratio(0), 1.0);
  EXPECT_DOUBLE_EQ(network.size_ratio(1), 1.5);
  EXPECT_DOUBLE_EQ(network.size_ratio(2), 0.75);
  EXPECT_DOUBLE_EQ(network.input_moment(0), 3.0);
  EXPECT_DOUBLE_EQ(network.preactivation_moment(0), 9.0);
  EXPECT_NEAR(network.input_moment(1), 0.5 * 9.5, 1e-14);
  EXPECT_NEAR(network.preactivation_moment(1), 9.5, 1e-14);
}

TEST(NetworkTest, TruncatesWithANoiseOfItsOwn) {
  const Network network =
      ParseNetwork("normal", "relu:alpha=2;hardtanh:alpha=1;linear:alpha=3,noise=1").value();
  const Network first = network.Truncated(2, 0.25).value();
  ASSERT_EQ(first.depth(), 2);
  EXPECT_DOUBLE_EQ(first.layer(0).noise, 0.0);
  EXPECT_DOUBLE_EQ(first.layer(1).noise, 0.25);
  EXPECT_DOUBLE_EQ(first.size_ratio(2), 2.0);
  EXPECT_EQ(ErrorOf(network.Truncated(4, 0.1)), "a network of 3 layers has no first 4 layers");
  EXPECT_EQ(ErrorOf(network.Truncated(0, 0.1)), "a network of 3 layers has no first 0 layers");
}

TEST(NetworkTest, RefusesWhatHasNoEntropy) {
  const std::shared_ptr<const Prior> normal = ParsePrior("normal").value();
  EXPECT_EQ(ErrorOf(Network::Create(nullptr, {})), "a network needs a prior");
  EXPECT_EQ(ErrorOf(Network::Create(normal, {})), "a network needs at least one layer");
  EXPECT_EQ(ErrorOf(Network::Create(normal, {Layer{}})),
            "layer 1 needs an activation and a spectrum");
  Layer layer;
  layer.activation = MakeActivation("linear", {}).value();
  layer.spectrum = GaussianSpectrum(1.0, 1.0).value();
  layer.noise = -1.0;
  EXPECT_EQ(ErrorOf(Network::Create(normal, {layer})),
            "the noise of layer 1 must be a variance of at least 0, not -1");
  // A bimodal input without noise is discrete also behind a layer.
  layer.noise = 0.0;
  EXPECT_EQ(ErrorOf(Network::Create(ParsePrior("bimodal").value(), {layer, layer})),
            "the output needs noise > 0 when the prior is discrete: without noise its entropy "
            "diverges");
}

TEST(NetworkTest, RefusesWhatLeavesItsRange) {
  const auto error = [](const char* prior, const char* layers) {
    return ErrorOf(ParseNetwork(prior, layers));
  };
  EXPECT_EQ(error("normal:var=1e-101", "linear:alpha=1,noise=1"),
            "a prior of mean 0 and variance 1.0000000000000001e-101 has second moment "
            "1.0000000000000001e-101; allowed are 1e-100 to 1e+100");
  EXPECT_EQ(error("normal", "relu:alpha=1,weight_var=1e60;relu:alpha=1,weight_var=4e40,noise=1")
                .find("layer 2: its weights make of an input of second moment 5"),
            0u);
  EXPECT_EQ(
      error("normal", "tanh:alpha=1,weight_var=1e24,noise=1e-5"),
      "layer 1: its pre-activation and noise have variance 9.9999999999999998e+23; this smooth "
      "activation takes up to 1e+10");
  EXPECT_EQ(error("normal", "linear:alpha=1,weight_var=1e100,noise=1e-19"), "no error");
}

TEST(NetworkTest, TellsDiscretePriorsFromOthers) {
  EXPECT_TRUE(IsDiscrete(*ParsePrior("bimodal:p=0.3").value()));
  EXPECT_FALSE(IsDiscrete(*ParsePrior("normal:var=1e-6").value()));
  EXPECT_FALSE(IsDiscrete(*ParsePrior("spike-slab:p=0.001,mean=0,var=4").value()));
}

}  // namespace
}  // namespace infoflow::replica
