#include "infoflow/ising/chain/relative_entropy.h"

#include <cmath>
#include <cstdint>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/ising/chain/decimation.h"

namespace infoflow::ising {
namespace {

// The bound of the whole domain, relative_entropy.h.
constexpr double kRelative = 5e-15;

Chain MakeChain(double coupling, double field) { return Chain::Create({coupling, field}).value(); }

Chain After(const Chain& chain, std::int64_t blocking, std::int64_t steps) {
  return DecimateChainTimes(chain, blocking, steps).value().chain;
}

double LogCosh(double x) {
  if (std::abs(x) < 0.3) return 0.5 * std::log1p(std::sinh(x) * std::sinh(x));
  return std::abs(x) + std::log1p(std::exp(-2 * std::abs(x))) - std::log(2.0);
}

TEST(ChainRelativeEntropyTest, IsTheBregmanDivergenceOfTheLogPartitionFunction) {
  for (double coupling : {-0.9, 0.3, 1.2}) {
    for (double field : {0.0, 0.4, -1.1}) {
      for (int step : {1, 2, 5}) {
        const Chain p = MakeChain(coupling, field);
        const Chain q = After(p, 2, step);
        const RelativeEntropies got = DecimationRelativeEntropies(p, q);
        const double change = q.log_partition_per_site() - p.log_partition_per_site();
        EXPECT_NEAR(got.forward,
                    change + (p.coupling() - q.coupling()) * p.nearest_neighbour_correlation() +
                        (p.field() - q.field()) * p.magnetization(),
                    2e-15);
        EXPECT_NEAR(got.reverse,
                    -change + (q.coupling() - p.coupling()) * q.nearest_neighbour_correlation() +
                        (q.field() - p.field()) * q.magnetization(),
                    2e-15);
      }
    }
  }
}

TEST(ChainRelativeEntropyTest, HasTheClosedFormsWithoutField) {
  for (double K : {1e-3, 0.1, 0.7, 2.0, 9.0}) {
    const Chain chain = MakeChain(K, 0.0);
    const RelativeEntropies limit = AsymptoticRelativeEntropies(chain);
    // The closed forms cancel where K is small or large; the tolerance is theirs.
    EXPECT_NEAR(limit.forward, K * std::tanh(K) - LogCosh(K), 4e-15 * (K + 1e-3));
    EXPECT_NEAR(limit.reverse, LogCosh(K), kRelative * LogCosh(K));
    for (int step : {1, 3}) {
      const Chain kept = After(chain, 3, step);
      const double Kn = kept.coupling();
      const RelativeEntropies got = DecimationRelativeEntropies(chain, kept);
      EXPECT_NEAR(got.forward, LogCosh(Kn) - LogCosh(K) + (K - Kn) * std::tanh(K),
                  4e-15 * (K + 1e-3));
      EXPECT_NEAR(got.reverse, LogCosh(K) - LogCosh(Kn) + (Kn - K) * std::tanh(Kn),
                  4e-15 * (K + 1e-3));
    }
  }
}

TEST(ChainRelativeEntropyTest, WeakCouplingsBehaveAsTheirSeries) {
  // K^2/2 (1 - K^2/2 ...) forward, K^2/2 (1 - K^2/6 ...) reverse.
  for (double K : {1e-8, 1e-12, 1e-100}) {
    const RelativeEntropies limit = AsymptoticRelativeEntropies(MakeChain(K, 0.0));
    EXPECT_NEAR(limit.forward / (0.5 * K * K), 1.0, kRelative);
    EXPECT_NEAR(limit.reverse / (0.5 * K * K), 1.0, kRelative);
  }
}

TEST(ChainRelativeEntropyTest, StrongCouplingsAreBoundedForwardAndNotReverse) {
  for (double K : {30.0, 400.0, 1e3, 1e6}) {
    const Chain chain = MakeChain(K, 0.0);
    const RelativeEntropies limit = AsymptoticRelativeEntropies(chain);
    EXPECT_NEAR(limit.forward, std::log(2.0), 1e-15);
    EXPECT_NEAR(limit.reverse / (K - std::log(2.0)), 1.0, 1e-14);
    // One step turns a strong antiferromagnet into a ferromagnet: nearly disjoint laws.
    const Chain antiferromagnet = MakeChain(-K, 0.0);
    const Chain kept = After(antiferromagnet, 2, 1);
    const RelativeEntropies step = DecimationRelativeEntropies(antiferromagnet, kept);
    EXPECT_NEAR(step.forward / (2.0 * kept.coupling()), 1.0, 1e-14);
    EXPECT_NEAR(step.reverse / (2.0 * K), 1.0, 1e-14);
  }
}

// Weights of all states of a stretch of `length` spins of the chain.
std::vector<double> JointLaw(const Chain& chain, int length) {
  const double m = chain.magnetization();
  const double t = chain.eigenvalue_ratio().value;
  const double pi[2] = {0.5 * (1 + m), 0.5 * (1 - m)};
  std::vector<double> law(std::size_t{1} << length);
  for (std::size_t state = 0; state < law.size(); ++state) {
    double weight = pi[state & 1];
    for (int i = 1; i < length; ++i) {
      const int from = (state >> (i - 1)) & 1;
      const int to = (state >> i) & 1;
      weight *= (from == to ? t : 0.0) + (1 - t) * pi[to];
    }
    law[state] = weight;
  }
  return law;
}

// The operational meaning of the same-lattice convention: L adjacent spins against L spins kept
// by n steps, which are here found in the joint law of all (L-1) b^n + 1 spins between.
TEST(ChainRelativeEntropyTest, ComparesAdjacentWithKeptSpins) {
  for (double coupling : {-0.7, 0.5, 1.4}) {
    for (double field : {0.0, 0.3, -0.8}) {
      for (const auto& [blocking, steps, kept] :
           {std::tuple(2, 1, 5), std::tuple(3, 1, 4), std::tuple(2, 2, 4), std::tuple(5, 1, 3)}) {
        const Chain chain = MakeChain(coupling, field);
        const int spacing = static_cast<int>(std::lround(std::pow(blocking, steps)));
        const std::vector<double> adjacent = JointLaw(chain, kept);
        const std::vector<double> all = JointLaw(chain, (kept - 1) * spacing + 1);
        std::vector<double> thinned(adjacent.size(), 0.0);
        for (std::size_t state = 0; state < all.size(); ++state) {
          std::size_t seen = 0;
          for (int i = 0; i < kept; ++i) seen |= ((state >> (i * spacing)) & 1) << i;
          thinned[seen] += all[state];
        }
        double forward = 0.0;
        double reverse = 0.0;
        for (std::size_t state = 0; state < adjacent.size(); ++state) {
          forward += adjacent[state] * std::log(adjacent[state] / thinned[state]);
          reverse += thinned[state] * std::log(thinned[state] / adjacent[state]);
        }
        const RelativeEntropies got =
            DecimationRelativeEntropies(chain, After(chain, blocking, steps));
        EXPECT_NEAR((kept - 1) * got.forward, forward, 1e-13);
        EXPECT_NEAR((kept - 1) * got.reverse, reverse, 1e-13);
      }
    }
  }
}

// The proof of monotonicity, for K > 0: p_t' is affine in t', so D(p_t||p_t') and D(p_t'||p_t)
// are convex in t' with minimum 0 at t' = t, and t_n falls strictly to 0.
TEST(ChainRelativeEntropyTest, IncreasesTowardsItsLimitOnAGrid) {
  int points = 0;
  for (int i = 1; i <= 20; ++i) {
    for (int j = 0; j < 15; ++j) {
      for (std::int64_t blocking : {2, 3, 4, 5}) {
        const Chain chain = MakeChain(0.15 * i, 0.2 * (j - 7));
        const RelativeEntropies limit = AsymptoticRelativeEntropies(chain);
        RelativeEntropies last;
        double last_ratio = chain.eigenvalue_ratio().value;
        for (int step = 1; step <= 12; ++step) {
          const Chain kept = After(chain, blocking, step);
          const double ratio = kept.eigenvalue_ratio().value;
          const RelativeEntropies got = DecimationRelativeEntropies(chain, kept);
          ASSERT_TRUE(ratio < last_ratio || ratio == 0.0);
          // Near the limit the increments fall below the last digit.
          const double slack = 2e-15;
          ASSERT_GE(got.forward, last.forward * (1 - slack)) << i << " " << j << " " << step;
          ASSERT_GE(got.reverse, last.reverse * (1 - slack)) << i << " " << j << " " << step;
          if (ratio > 1e-8) {
            ASSERT_GT(got.forward, last.forward);
            ASSERT_GT(got.reverse, last.reverse);
          }
          ASSERT_LE(got.forward, limit.forward * (1 + slack));
          ASSERT_LE(got.reverse, limit.reverse * (1 + slack));
          ASSERT_LE(std::abs(got.forward - limit.forward),
                    ForwardApproachBound(chain, kept) + slack * limit.forward);
          last = got;
          last_ratio = ratio;
        }
        ++points;
      }
    }
  }
  EXPECT_EQ(points, 1200);
}

TEST(ChainRelativeEntropyTest, ApproachesItsLimitAsTheRatio) {
  const Chain chain = MakeChain(1.0, 0.4);
  const RelativeEntropies limit = AsymptoticRelativeEntropies(chain);
  const Chain kept = After(chain, 2, 5);
  const double product = chain.eigenvalue_ratio().value * kept.eigenvalue_ratio().value;
  EXPECT_NEAR((limit.forward - DecimationRelativeEntropies(chain, kept).forward) / product, 1.0,
              1e-3);
}

// Negative control: the theorem needs K > 0. An even blocking makes t jump to t^2 > 0 first.
TEST(ChainRelativeEntropyTest, DecreasesForAnAntiferromagnetWithEvenBlocking) {
  const Chain chain = MakeChain(-0.8, 0.0);
  const double want[] = {0.0, 0.662937, 0.390519, 0.266306, 0.241426, 0.240477};
  for (int step = 0; step < 6; ++step) {
    EXPECT_NEAR(DecimationRelativeEntropies(chain, After(chain, 2, step)).forward, want[step],
                6e-7);
  }
  double last = 0.0;
  for (int step = 1; step < 5; ++step) {
    const double forward = DecimationRelativeEntropies(chain, After(chain, 3, step)).forward;
    EXPECT_GE(forward, last);
    last = forward;
  }
}

TEST(ChainRelativeEntropyTest, ForwardLimitIncreasesWithTheCouplingAndBelowLogTwo) {
  double last = 0.0;
  for (double K = 0.05; K < 8.0; K += 0.05) {
    const double forward = AsymptoticRelativeEntropies(MakeChain(K, 0.0)).forward;
    EXPECT_GT(forward, last);
    EXPECT_LT(forward, std::log(2.0));
    last = forward;
  }
}

TEST(ChainRelativeEntropyTest, NothingOverflowsAnywhere) {
  for (double coupling : {0.0, 1e-300, 1e-8, 1.0, 200.0, 360.0, 1e3, 1e300}) {
    for (double field : {0.0, 1e-300, 1e-9, 1.0, 300.0, 1e3, 2e3, 1e300}) {
      for (int signs = 0; signs < 4; ++signs) {
        const Chain chain = MakeChain(signs & 1 ? -coupling : coupling, signs & 2 ? -field : field);
        for (std::int64_t step : {0, 1, 3, 1100}) {
          for (std::int64_t blocking : {2, 3}) {
            const RelativeEntropies got =
                DecimationRelativeEntropies(chain, After(chain, blocking, step));
            EXPECT_TRUE(std::isfinite(got.forward) && got.forward >= 0.0)
                << chain.coupling() << " " << chain.field() << " " << step << " " << got.forward;
            EXPECT_TRUE(std::isfinite(got.reverse) && got.reverse >= 0.0)
                << chain.coupling() << " " << chain.field() << " " << step << " " << got.reverse;
            if (step == 0) {
              EXPECT_EQ(got.forward, 0.0);
              EXPECT_EQ(got.reverse, 0.0);
            }
          }
        }
        EXPECT_TRUE(std::isfinite(AsymptoticRelativeEntropies(chain).forward));
        EXPECT_TRUE(std::isfinite(AsymptoticRelativeEntropies(chain).reverse));
      }
    }
  }
}

}  // namespace
}  // namespace infoflow::ising
