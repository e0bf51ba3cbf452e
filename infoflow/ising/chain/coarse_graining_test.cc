#include "infoflow/ising/chain/coarse_graining.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/ising/chain/decimation.h"
#include "infoflow/ising/chain/flow_relative_entropy.h"
#include "infoflow/ising/chain/relative_entropy.h"

namespace infoflow::ising {
namespace {

Chain MakeChain(double coupling, double field) { return Chain::Create({coupling, field}).value(); }

// Laws of all spins, of the kept and of the dropped ones of a ring of N spins, whose entropies
// per site differ from the infinite chain's by O(t^N).
struct RingEntropies {
  double all = 0.0;
  double kept = 0.0;
  double dropped = 0.0;
};

RingEntropies Enumerate(double coupling, double field, int sites, int blocking) {
  std::vector<double> all(std::size_t{1} << sites), kept(all.size(), 0.0), dropped(kept);
  std::size_t kept_mask = 0;
  for (int i = 0; i < sites; i += blocking) kept_mask |= std::size_t{1} << i;
  double z = 0.0;
  for (std::size_t state = 0; state < all.size(); ++state) {
    double exponent = 0.0;
    for (int i = 0; i < sites; ++i) {
      const double spin = (state >> i) & 1 ? -1.0 : 1.0;
      const double next = (state >> ((i + 1) % sites)) & 1 ? -1.0 : 1.0;
      exponent += coupling * spin * next + field * spin;
    }
    z += all[state] = std::exp(exponent);
  }
  for (std::size_t state = 0; state < all.size(); ++state) {
    kept[state & kept_mask] += all[state] / z;
    dropped[state & ~kept_mask] += all[state] / z;
    all[state] /= z;
  }
  const auto entropy = [](const std::vector<double>& law) {
    double sum = 0.0;
    for (const double p : law) sum -= p > 0.0 ? p * std::log(p) : 0.0;
    return sum;
  };
  return {entropy(all), entropy(kept), entropy(dropped)};
}

TEST(ChainCoarseGrainingTest, AgreesWithEnumerationOfARing) {
  constexpr int kSites = 12;
  for (double coupling : {-0.25, 0.2, 0.3}) {
    for (double field : {0.0, 0.4}) {
      for (int blocking : {2, 3, 4, 6}) {
        const Chain chain = MakeChain(coupling, field);
        const RingEntropies ring = Enumerate(coupling, field, kSites, blocking);
        const ChainCoarseGraining got = CoarseGrainChain(chain, blocking).value();
        // What a ring of 12 spins adds to the infinite chain, kept spins being 12/b of them.
        const double tolerance = 20 * std::pow(std::abs(chain.eigenvalue_ratio().value), kSites);
        EXPECT_NEAR(got.lost_information, (ring.all - ring.kept) / kSites, tolerance);
        EXPECT_NEAR(got.mutual_information, (ring.kept + ring.dropped - ring.all) / kSites,
                    tolerance);
        const int dropped_sites = kSites - kSites / blocking;
        EXPECT_NEAR(got.relative_entropy_to_uniform,
                    (ring.kept + dropped_sites * std::log(2.0) - ring.all) / kSites, tolerance);
      }
    }
  }
}

TEST(ChainCoarseGrainingTest, SatisfiesTheChainRules) {
  for (double coupling : {-1.1, 0.1, 0.8, 2.0}) {
    for (double field : {0.0, 0.5, -1.2}) {
      for (std::int64_t blocking : {2, 3, 5, 17, 100, 1000000}) {
        const Chain chain = MakeChain(coupling, field);
        const double b = static_cast<double>(blocking);
        const ChainCoarseGraining got = CoarseGrainChain(chain, blocking).value();
        const double second = chain.KeepEvery(SpacingOf(2)).entropy_per_site();
        EXPECT_EQ(got.fine_entropy, chain.entropy_per_site());
        EXPECT_NEAR(got.lost_information, got.fine_entropy - got.kept_entropy / b, 2e-15);
        EXPECT_NEAR(got.entropy_gain, got.kept_entropy - got.fine_entropy, 2e-15);
        EXPECT_NEAR(got.mutual_information, (got.kept_entropy + second - 2 * got.fine_entropy) / b,
                    2e-15);
        EXPECT_NEAR(got.relative_entropy_to_uniform,
                    (b - 1) / b * std::log(2.0) - got.lost_information, 2e-15);
      }
    }
  }
}

TEST(ChainCoarseGrainingTest, IndependentSpinsLoseTheirOwnEntropyOnly) {
  const Chain chain = MakeChain(0.0, 0.7);
  const ChainCoarseGraining got = CoarseGrainChain(chain, 3).value();
  EXPECT_NEAR(got.lost_information, chain.entropy_per_site() * 2 / 3, 1e-15);
  EXPECT_EQ(got.mutual_information, 0.0);
  EXPECT_EQ(got.entropy_gain, 0.0);
}

TEST(ChainEntropyGainTest, IncreasesToTheForwardRelativeEntropysLimit) {
  for (double coupling : {0.2, 1.0, 3.0}) {
    for (double field : {0.0, 0.3}) {
      const Chain chain = MakeChain(coupling, field);
      double last = 0.0;
      for (std::int64_t step = 1; step <= 14; ++step) {
        const DecimatedChain decimated = DecimateChainTimes(chain, 2, step).value();
        const double gain = ChainEntropyGain(chain, decimated.spacing);
        EXPECT_GE(gain, last * (1 - 1e-15));
        // s_n - s_0 >= D_fwd(n), by (1-m^2)(t_0-t_n) K_n.
        const double forward = DecimationRelativeEntropies(chain, decimated.chain).forward;
        EXPECT_NEAR(
            gain - forward,
            chain.one_spin_law().variance *
                (chain.eigenvalue_ratio().value - decimated.chain.eigenvalue_ratio().value) *
                decimated.chain.coupling(),
            2e-15);
        last = gain;
      }
      const ChainSpacing far = MakeChainSpacing(2, 3000).value();
      EXPECT_NEAR(ChainEntropyGain(chain, far) / AsymptoticRelativeEntropies(chain).forward, 1.0,
                  5e-15);
      EXPECT_EQ(ChainEntropyGain(chain, MakeChainSpacing(2, 0).value()), 0.0);
    }
  }
}

TEST(ChainCoarseGrainingTest, NothingOverflowsAnywhere) {
  for (double coupling : {0.0, 1e-300, 1.0, 200.0, 360.0, 1e3, 1e300}) {
    for (double field : {0.0, 1e-300, 1.0, 300.0, 2e3, 1e300}) {
      for (int signs = 0; signs < 4; ++signs) {
        const Chain chain = MakeChain(signs & 1 ? -coupling : coupling, signs & 2 ? -field : field);
        for (std::int64_t blocking : {2, 3, 10, 1000003}) {
          const ChainCoarseGraining got = CoarseGrainChain(chain, blocking).value();
          for (double value :
               {got.fine_entropy, got.kept_entropy, got.lost_information, got.mutual_information,
                got.entropy_gain, got.relative_entropy_to_uniform}) {
            EXPECT_TRUE(value >= 0.0 && value < 0.7) << chain.coupling() << " " << chain.field();
          }
        }
      }
    }
  }
}

TEST(ChainCoarseGrainingTest, RefusesBadInput) {
  EXPECT_EQ(CoarseGrainChain(MakeChain(1.0, 0.0), 1).status().message(),
            "blocking is 1; allowed are integers of at least 2");
}

TEST(ChainFlowRelativeEntropyTest, OffersEveryStateSpace) {
  const Chain chain = MakeChain(0.9, 0.2);
  const Chain kept = chain.KeepEvery(MakeChainSpacing(3, 2).value());
  const RelativeEntropies same = DecimationRelativeEntropies(chain, kept);
  ChainFlowRelativeEntropyOptions options;
  EXPECT_EQ(ChainFlowRelativeEntropy(chain, 3, 2, options).value(), same.forward);
  options.direction = Direction::kReverse;
  EXPECT_EQ(ChainFlowRelativeEntropy(chain, 3, 2, options).value(), same.reverse);

  // A ring tends to the infinite chain as t^N, an open chain as 1/N.
  options.state_space = ChainStateSpace::kFiniteLattice;
  EXPECT_NEAR(ChainFlowRelativeEntropy(chain, 3, 2, options).value(), same.reverse, 1e-14);
  options.boundary = ChainBoundary::kOpen;
  options.sites = 1000000;
  EXPECT_NEAR(ChainFlowRelativeEntropy(chain, 3, 2, options).value(), same.reverse, 1e-5);
  options.sites = 0;
  EXPECT_FALSE(ChainFlowRelativeEntropy(chain, 3, 2, options).ok());

  options.state_space = ChainStateSpace::kCoarseGraining;
  EXPECT_EQ(ChainFlowRelativeEntropy(chain, 3, 2, options).status().message(),
            "direction is reverse; allowed for the coarse-graining state space is forward");
  options.direction = Direction::kForward;
  EXPECT_NEAR(ChainFlowRelativeEntropy(chain, 3, 2, options).value(),
              kept.entropy_per_site() - chain.entropy_per_site(), 1e-15);
  EXPECT_FALSE(ChainFlowRelativeEntropy(chain, 1, 2, options).ok());
}

}  // namespace
}  // namespace infoflow::ising
