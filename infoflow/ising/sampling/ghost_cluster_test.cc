#include "infoflow/ising/sampling/ghost_cluster.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"
#include "infoflow/ising/sampling/spin_samples.h"

namespace infoflow::ising {
namespace {

SpinSamples SampleOf(const GhostClusterChain& chain, int side) {
  SpinSamples sample = *SpinSamples::Create(1, side);
  chain.Snapshot(sample.words(0));
  return sample;
}

// The ghost holds nearly all in a strong field; without field a lattice without temperature turns
// round as a whole; without coupling clusters are single spins.
TEST(GhostClusterTest, Limits) {
  auto held = GhostClusterChain::Create(6, 0.3, -40.0, 1, 0);
  ASSERT_TRUE(held.ok()) << held.status();
  for (int i = 0; i < 50; ++i) EXPECT_LE(held->Step(), GhostClusterChain::kMostHeld);
  for (int i = 0; i < 36; ++i) EXPECT_EQ(SampleOf(*held, 6).spin(0, i), -1);
  for (const double coupling : {-30.0, 30.0}) {
    auto whole = GhostClusterChain::Create(6, coupling, 0.0, 1, 0);
    const SpinSamples start = SampleOf(*whole, 6);
    EXPECT_EQ(whole->Step(), 36);
    for (int i = 0; i < 36; ++i) EXPECT_EQ(SampleOf(*whole, 6).spin(0, i), -start.spin(0, i));
  }
  auto single = GhostClusterChain::Create(5, 0.0, 0.0, 1, 0);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(single->Step(), 1);
}

TEST(GhostClusterTest, BadInput) {
  EXPECT_EQ(GhostClusterChain::Create(1, 0.4, 0.1, 1, 0).status().message(),
            "the lattice has side 1; Wolff clusters take 2 to 4096");
  EXPECT_EQ(GhostClusterChain::Create(4, 0.4, std::nan(""), 1, 0).status().message(),
            "coupling and field are 0.4 and nan over the temperature; they must be finite numbers");
  EXPECT_FALSE(
      GhostClusterChain::Create(4, std::numeric_limits<double>::infinity(), 0.1, 1, 0).ok());
}

}  // namespace
}  // namespace infoflow::ising
