#include "infoflow/ising/chain/finite_chain.h"

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/ising/chain/decimation.h"
#include "infoflow/ising/chain/finite_chain_relative_entropy.h"

namespace infoflow::ising {
namespace {

constexpr double kRelative = 4e-15;  // as finite_chain.h states
// Rounding of the enumerated weights beside the formulas' own.
constexpr double kEnumeration = 2e-14;

// Weights of all 2^N states; `end_field` acts on the two end spins of an open chain instead of
// the field.
std::vector<double> Weights(const ChainCouplings& couplings, int sites, ChainBoundary boundary,
                            double end_field) {
  std::vector<double> weights(std::size_t{1} << sites);
  for (std::size_t state = 0; state < weights.size(); ++state) {
    const auto spin = [&](int i) { return (state >> (i % sites)) & 1 ? -1.0 : 1.0; };
    const int bonds = boundary == ChainBoundary::kPeriodic ? sites : sites - 1;
    double exponent = 0.0;
    for (int i = 0; i < bonds; ++i) exponent += couplings.coupling * spin(i) * spin(i + 1);
    for (int i = 0; i < sites; ++i) {
      const bool end = boundary == ChainBoundary::kOpen && (i == 0 || i == sites - 1);
      exponent += (end ? end_field : couplings.field) * spin(i);
    }
    weights[state] = std::exp(exponent);
  }
  return weights;
}

double Sum(const std::vector<double>& values) {
  long double sum = 0.0;
  for (const double value : values) sum += value;
  return static_cast<double>(sum);
}

class FiniteChainEnumerationTest : public ::testing::TestWithParam<ChainBoundary> {};

TEST_P(FiniteChainEnumerationTest, AgreesWithAllStates) {
  const ChainBoundary boundary = GetParam();
  const ChainCouplings other = {0.3, -0.15};
  for (int sites = 1; sites <= 16; sites = sites < 6 ? sites + 1 : sites + 5) {
    for (double coupling : {-1.1, -0.4, 0.2, 0.9}) {
      for (double field : {0.0, 0.25, -0.8}) {
        const ChainCouplings couplings = {coupling, field};
        const std::vector<double> weights = Weights(couplings, sites, boundary, field);
        const std::vector<double> other_weights = Weights(other, sites, boundary, other.field);
        const double z = Sum(weights);
        const double other_z = Sum(other_weights);
        long double bonds = 0.0, spins = 0.0, forward = 0.0, reverse = 0.0;
        for (std::size_t state = 0; state < weights.size(); ++state) {
          const auto spin = [&](int i) { return (state >> (i % sites)) & 1 ? -1.0 : 1.0; };
          const double p = weights[state] / z;
          const double q = other_weights[state] / other_z;
          const int count = boundary == ChainBoundary::kPeriodic ? sites : sites - 1;
          for (int i = 0; i < count; ++i) bonds += p * spin(i) * spin(i + 1);
          for (int i = 0; i < sites; ++i) spins += p * spin(i);
          forward += p * std::log(p / q);
          reverse += q * std::log(q / p);
        }
        const FiniteChainMoments got = ComputeFiniteChain(couplings, sites, boundary).value();
        EXPECT_NEAR(got.log_partition, std::log(z), kEnumeration * sites);
        EXPECT_NEAR(got.bond_sum, bonds, kEnumeration * sites) << sites << " " << coupling;
        EXPECT_NEAR(got.spin_sum, spins, kEnumeration * sites) << sites << " " << coupling;
        const RelativeEntropies entropies =
            FiniteChainRelativeEntropies(couplings, other, sites, boundary).value();
        EXPECT_NEAR(entropies.forward, forward, kEnumeration * sites) << sites << " " << coupling;
        EXPECT_NEAR(entropies.reverse, reverse, kEnumeration * sites) << sites << " " << coupling;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Boundaries, FiniteChainEnumerationTest,
                         ::testing::Values(ChainBoundary::kPeriodic, ChainBoundary::kOpen));

// Z_N(K,h) = e^{C N/b} Z_{N/b}(K',h').
TEST(FiniteChainDecimationTest, IsExactOnARing) {
  for (double coupling : {-0.9, 0.5, 1.7}) {
    for (double field : {0.0, 0.3, -1.0}) {
      for (std::int64_t blocking : {2, 3, 4}) {
        for (std::int64_t kept : {1, 2, 3, 50}) {
          const ChainCouplings fine = {coupling, field};
          const ChainDecimation step = DecimateChain(fine, blocking).value();
          const double fine_log =
              ComputeFiniteChain(fine, kept * blocking, ChainBoundary::kPeriodic)
                  .value()
                  .log_partition;
          const double kept_log = ComputeFiniteChain(step.couplings, kept, ChainBoundary::kPeriodic)
                                      .value()
                                      .log_partition;
          EXPECT_NEAR(kept_log + kept * step.additive_constant, fine_log, kRelative * fine_log);
        }
      }
    }
  }
}

// An open chain of 1 + bM spins becomes one of 1 + M with end fields (h+h')/2.
TEST(FiniteChainDecimationTest, LeavesTheEndsOfAnOpenChainHalfRenormalized) {
  for (double coupling : {-0.9, 0.5}) {
    for (double field : {0.0, 0.3, -1.0}) {
      for (std::int64_t blocking : {2, 3}) {
        for (int segments : {1, 2, 5}) {
          const ChainCouplings fine = {coupling, field};
          const ChainDecimation step = DecimateChain(fine, blocking).value();
          const double end_field = 0.5 * (field + step.couplings.field);
          const double kept_log =
              std::log(Sum(Weights(step.couplings, segments + 1, ChainBoundary::kOpen, end_field)));
          const double fine_log =
              ComputeFiniteChain(fine, 1 + blocking * segments, ChainBoundary::kOpen)
                  .value()
                  .log_partition;
          EXPECT_NEAR(kept_log + segments * step.additive_constant, fine_log, kRelative * fine_log);
        }
      }
    }
  }
}

TEST(FiniteChainTest, OpenChainWithoutFieldHasItsClosedForm) {
  for (double K : {-30.0, -0.5, 1e-7, 0.8, 200.0}) {
    for (std::int64_t sites : {2, 3, 1000, 1000000}) {
      const double bonds = static_cast<double>(sites - 1);
      const FiniteChainMoments got =
          ComputeFiniteChain({K, 0.0}, sites, ChainBoundary::kOpen).value();
      const double log_z =
          std::log(2.0) + bonds * (std::abs(K) + std::log1p(std::exp(-2 * std::abs(K))));
      EXPECT_NEAR(got.log_partition / log_z, 1.0, kRelative);
      EXPECT_NEAR(got.bond_sum / (bonds * std::tanh(K)), 1.0, kRelative);
      EXPECT_EQ(got.spin_sum, 0.0);
    }
  }
}

// A chain far shorter than its correlation length turns as one spin of size N.
TEST(FiniteChainTest, RigidChainAnswersAWeakFieldAsOneSpin) {
  for (double field : {1e-12, -1e-9, 1e-7}) {
    for (std::int64_t sites : {2, 5, 100}) {
      const double N = static_cast<double>(sites);
      const double want = N * std::tanh(N * field);
      for (ChainBoundary boundary : {ChainBoundary::kPeriodic, ChainBoundary::kOpen}) {
        const FiniteChainMoments got = ComputeFiniteChain({30.0, field}, sites, boundary).value();
        EXPECT_NEAR(got.spin_sum / want, 1.0, kRelative) << sites << " " << field;
      }
    }
  }
}

// A frustrated ring has one unsatisfied bond, anywhere: Z = 2 N e^{(N-2)|K|} at h = 0.
TEST(FiniteChainTest, StrongFrustratedRing) {
  for (double K : {-60.0, -1e3, -1e6}) {
    for (std::int64_t sites : {3, 7}) {
      const double N = static_cast<double>(sites);
      const FiniteChainMoments got =
          ComputeFiniteChain({K, 0.0}, sites, ChainBoundary::kPeriodic).value();
      EXPECT_NEAR(got.log_partition / (std::log(2 * N) - (N - 2) * K), 1.0, kRelative);
      EXPECT_NEAR(got.bond_sum / -(N - 2), 1.0, kRelative);
      // In a field the ring is one free spin of size 1.
      const FiniteChainMoments turned =
          ComputeFiniteChain({K, 0.4}, sites, ChainBoundary::kPeriodic).value();
      EXPECT_NEAR(turned.spin_sum / std::tanh(0.4), 1.0, 1e-13);
    }
  }
}

TEST(FiniteChainTest, TendsToTheInfiniteChain) {
  const Chain chain = Chain::Create({0.6, 0.2}).value();
  for (ChainBoundary boundary : {ChainBoundary::kPeriodic, ChainBoundary::kOpen}) {
    const FiniteChainMoments got = ComputeFiniteChain({0.6, 0.2}, 1000000, boundary).value();
    const double tolerance = boundary == ChainBoundary::kOpen ? 2e-6 : 1e-14;
    EXPECT_NEAR(got.log_partition / 1e6, chain.log_partition_per_site(), tolerance);
    EXPECT_NEAR(got.bond_sum / 1e6, chain.nearest_neighbour_correlation(), tolerance);
    EXPECT_NEAR(got.spin_sum / 1e6, chain.magnetization(), tolerance);
  }
}

TEST(FiniteChainTest, NothingOverflowsAnywhere) {
  for (double coupling : {0.0, 1e-300, 1.0, 200.0, 360.0, 1e3, 1e300}) {
    for (double field : {0.0, 1e-300, 1.0, 300.0, 2e3, 1e290}) {
      for (int signs = 0; signs < 4; ++signs) {
        const ChainCouplings p = {signs & 1 ? -coupling : coupling, signs & 2 ? -field : field};
        for (std::int64_t sites : {1, 2, 3, 4, 1001, 1000000}) {
          for (ChainBoundary boundary : {ChainBoundary::kPeriodic, ChainBoundary::kOpen}) {
            const FiniteChainMoments got = ComputeFiniteChain(p, sites, boundary).value();
            EXPECT_TRUE(std::isfinite(got.log_partition)) << p.coupling << " " << p.field;
            EXPECT_LE(std::abs(got.bond_sum), sites * (1 + 1e-14)) << p.coupling << " " << p.field;
            EXPECT_LE(std::abs(got.spin_sum), sites * (1 + 1e-14)) << p.coupling << " " << p.field;
            for (const ChainCouplings& q :
                 {ChainCouplings{0.3, 0.1}, ChainCouplings{-800.0, 20.0}}) {
              const RelativeEntropies d =
                  FiniteChainRelativeEntropies(p, q, sites, boundary).value();
              EXPECT_TRUE(std::isfinite(d.forward) && d.forward >= 0.0)
                  << p.coupling << " " << p.field << " " << sites << " " << d.forward;
              EXPECT_TRUE(std::isfinite(d.reverse) && d.reverse >= 0.0)
                  << p.coupling << " " << p.field << " " << sites << " " << d.reverse;
            }
          }
        }
      }
    }
  }
}

TEST(FiniteChainRelativeEntropyTest, OpenChainWithoutFieldIsSoManyBonds) {
  for (const auto& [K, other] : {std::pair(0.9, 0.2), std::pair(-1.5, 0.4), std::pair(5.0, 4.9)}) {
    const RelativeEntropies bond =
        FiniteChainRelativeEntropies({K, 0.0}, {other, 0.0}, 2, ChainBoundary::kOpen).value();
    for (std::int64_t sites : {3, 10, 1000, 1000000}) {
      const RelativeEntropies got =
          FiniteChainRelativeEntropies({K, 0.0}, {other, 0.0}, sites, ChainBoundary::kOpen).value();
      EXPECT_NEAR(got.forward / bond.forward / (sites - 1), 1.0, 5e-15);
      EXPECT_NEAR(got.reverse / bond.reverse / (sites - 1), 1.0, 5e-15);
    }
  }
}

// Close couplings: D is half the second derivative of ln Z, here the variance of N free spins.
TEST(FiniteChainRelativeEntropyTest, KeepsItsDigitsWhenCouplingsAreClose) {
  const double step = std::ldexp(1.0, -40);
  const RelativeEntropies got =
      FiniteChainRelativeEntropies({0.0, 0.5}, {0.0, 0.5 + step}, 1000, ChainBoundary::kPeriodic)
          .value();
  const double sech = 1.0 / std::cosh(0.5);
  const double want = 1000 * 0.5 * step * step * sech * sech;
  EXPECT_NEAR(got.forward / want, 1.0, 1e-11);  // the next order in the step
  EXPECT_NEAR(got.reverse / want, 1.0, 1e-11);
  const RelativeEntropies same =
      FiniteChainRelativeEntropies({0.7, 0.1}, {0.7, 0.1}, 77, ChainBoundary::kOpen).value();
  EXPECT_EQ(same.forward, 0.0);
  EXPECT_EQ(same.reverse, 0.0);
}

TEST(FiniteChainTest, RefusesBadInput) {
  EXPECT_EQ(ComputeFiniteChain({1.0, 0.0}, 0, ChainBoundary::kOpen).status().message(),
            "sites is 0; allowed are integers from 1 to 9007199254740992");
  EXPECT_FALSE(ComputeFiniteChain({std::nan(""), 0.0}, 3, ChainBoundary::kOpen).ok());
  EXPECT_FALSE(
      FiniteChainRelativeEntropies({1.0, 0.0}, {1.0, HUGE_VAL}, 3, ChainBoundary::kOpen).ok());
  EXPECT_FALSE(
      FiniteChainRelativeEntropies({1.0, 0.0}, {1.0, 0.0}, -1, ChainBoundary::kPeriodic).ok());
}

}  // namespace
}  // namespace infoflow::ising
