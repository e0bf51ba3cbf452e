#include "infoflow/ising/chain/chain.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "boost/multiprecision/cpp_bin_float.hpp"
#include "gtest/gtest.h"

namespace infoflow::ising {
namespace {

// The formulas of chain.h taken literally, with digits enough for e^{-4K} beside 1 at K = 150.
using Exact = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<700>>;

constexpr double kRelative = 4e-15;  // as chain.h states

struct ExactChain {
  ExactChain(double coupling, double field) : K(coupling), h(field) {
    const Exact root = sqrt(sinh(h) * sinh(h) + exp(-4 * K));
    m = sinh(h) / root;
    t = (cosh(h) - root) / (cosh(h) + root);
    phi = log(exp(K) * (cosh(h) + root));
    c = m * m + (1 - m * m) * t;
    entropy = phi - K * c - h * m;
  }

  Exact K, h, m, t, phi, c, entropy;
};

Chain MakeChain(double coupling, double field) { return Chain::Create({coupling, field}).value(); }

void ExpectClose(double got, const Exact& want, const std::string& what) {
  const Exact size = abs(want);
  // Below the normal range a result has fewer digits.
  const double difference =
      static_cast<double>(Exact(abs(got - want)) / (size > 1e-290 ? size : Exact(1e-290)));
  EXPECT_LE(difference, kRelative)
      << what << ": got " << got << ", want " << static_cast<double>(want);
}

TEST(ChainTest, AgreesWithTheDefinitionsInHighPrecision) {
  for (double coupling :
       {-150.0, -40.0, -5.0, -0.7, -1e-3, -1e-8, 0.0, 1e-8, 0.02, 0.6, 3.0, 18.0, 150.0}) {
    for (double field : {0.0, 1e-12, -1e-6, 0.3, -2.0, 9.0, -60.0, 120.0}) {
      const Chain chain = MakeChain(coupling, field);
      const ExactChain exact(coupling, field);
      const std::string at =
          " at K = " + std::to_string(coupling) + ", h = " + std::to_string(field);
      ExpectClose(chain.magnetization(), exact.m, "magnetization" + at);
      const OneSpinLaw& spin = chain.one_spin_law();
      ExpectClose(spin.variance, 1 - exact.m * exact.m, "variance" + at);
      ExpectClose(spin.majority_probability, (1 + abs(exact.m)) / 2, "majority" + at);
      ExpectClose(spin.minority_probability, (1 - abs(exact.m)) / 2, "minority" + at);
      const EigenvalueRatio& ratio = chain.eigenvalue_ratio();
      ExpectClose(ratio.value, exact.t, "t" + at);
      ExpectClose(ratio.one_minus, 1 - exact.t, "1 - t" + at);
      ExpectClose(ratio.one_plus, 1 + exact.t, "1 + t" + at);
      ExpectClose(chain.log_partition_per_site(), exact.phi, "phi" + at);
      ExpectClose(chain.entropy_per_site(), exact.entropy, "entropy" + at);
      ExpectClose(chain.negentropy_per_site(), log(Exact(2)) - exact.entropy, "negentropy" + at);
      EXPECT_NEAR(chain.nearest_neighbour_correlation(), static_cast<double>(exact.c), 4e-16) << at;
      const Exact stay = (1 + abs(exact.m)) / 2 * (1 - exact.t) + exact.t;
      ExpectClose(chain.majority_stay_probability(), stay, "P(+|+)" + at);
      ExpectClose(chain.minority_stay_probability(),
                  (1 - abs(exact.m)) / 2 * (1 - exact.t) + exact.t, "P(-|-)" + at);
    }
  }
}

TEST(ChainTest, HasTheEntropyOfAnAlmostFrozenChain) {
  EXPECT_NEAR(MakeChain(10.0, 1.0).entropy_per_site() / 2.88006733569836e-17, 1.0, 1e-14);
}

TEST(ChainTest, CorrelationsAreThoseOfTheTransferMatrix) {
  for (double coupling : {-0.9, 0.4, 1.3}) {
    for (double field : {0.0, 0.5, -0.2}) {
      const Chain chain = MakeChain(coupling, field);
      // <s_0 s_r> of a ring of 4096 spins, whose law differs by t^4000.
      double left[2][2] = {{1, 0}, {0, 1}};
      const double weight[2][2] = {{std::exp(coupling + field), std::exp(-coupling)},
                                   {std::exp(-coupling), std::exp(coupling - field)}};
      const double scale = std::exp(-chain.log_partition_per_site());
      const double m = chain.magnetization();
      const double vector[2] = {std::sqrt(0.5 * (1 + m)), std::sqrt(0.5 * (1 - m))};
      for (int distance = 0; distance < 6; ++distance) {
        double correlation = 0.0;
        for (int i = 0; i < 2; ++i) {
          for (int j = 0; j < 2; ++j) {
            correlation += (i == j ? 1 : -1) * vector[i] * left[i][j] * vector[j];
          }
        }
        EXPECT_NEAR(chain.Correlation(distance), correlation, 1e-14);
        EXPECT_NEAR(chain.ConnectedCorrelation(distance), correlation - m * m, 1e-14);
        double next[2][2];
        for (int i = 0; i < 2; ++i) {
          for (int j = 0; j < 2; ++j) {
            next[i][j] = scale * (left[i][0] * weight[0][j] + left[i][1] * weight[1][j]);
          }
        }
        for (int i = 0; i < 2; ++i) {
          for (int j = 0; j < 2; ++j) left[i][j] = next[i][j];
        }
      }
      EXPECT_NEAR(chain.Correlation(1), chain.nearest_neighbour_correlation(), 1e-15);
    }
  }
}

TEST(ChainTest, CorrelationLength) {
  EXPECT_NEAR(MakeChain(0.5, 0.0).correlation_length(), -1.0 / std::log(std::tanh(0.5)), 1e-14);
  EXPECT_NEAR(MakeChain(-0.5, 0.0).correlation_length(), -1.0 / std::log(std::tanh(0.5)), 1e-14);
  EXPECT_EQ(MakeChain(0.0, 1.0).correlation_length(), 0.0);
  EXPECT_NEAR(MakeChain(100.0, 0.0).correlation_length() / (0.5 * std::exp(200.0)), 1.0, 1e-13);
  EXPECT_EQ(MakeChain(1000.0, 0.0).correlation_length(), std::numeric_limits<double>::infinity());
}

TEST(ChainTest, FieldSignIsASymmetry) {
  for (double coupling : {-2.0, 0.3, 20.0}) {
    const Chain up = MakeChain(coupling, 0.8);
    const Chain down = MakeChain(coupling, -0.8);
    EXPECT_EQ(up.magnetization(), -down.magnetization());
    EXPECT_EQ(up.log_partition_per_site(), down.log_partition_per_site());
    EXPECT_EQ(up.entropy_per_site(), down.entropy_per_site());
    EXPECT_EQ(up.eigenvalue_ratio().value, down.eigenvalue_ratio().value);
  }
}

TEST(ChainTest, NothingOverflowsAnywhere) {
  for (double coupling : {0.0, 1e-300, 1.0, 200.0, 360.0, 400.0, 1e3, 1e5, 1e300}) {
    for (double field : {0.0, 1e-300, 1e-9, 1.0, 300.0, 1e3, 2e3, 1e300}) {
      for (int signs = 0; signs < 4; ++signs) {
        const double K = signs & 1 ? -coupling : coupling;
        const double h = signs & 2 ? -field : field;
        const Chain chain = MakeChain(K, h);
        for (std::int64_t steps : {0, 1, 2, 20, 5000}) {
          for (std::int64_t blocking : {2, 3}) {
            const Chain kept = chain.KeepEvery(MakeChainSpacing(blocking, steps).value());
            const double sum = kept.coupling() + kept.field() + kept.magnetization() +
                               kept.log_partition_per_site() + kept.entropy_per_site() +
                               kept.negentropy_per_site() + kept.nearest_neighbour_correlation() +
                               kept.Correlation(7) + kept.eigenvalue_ratio().one_minus;
            EXPECT_TRUE(std::isfinite(sum)) << "K " << K << " h " << h << " steps " << steps;
            EXPECT_FALSE(std::isnan(kept.correlation_length()));
            EXPECT_LE(std::abs(kept.magnetization()), 1.0);
            EXPECT_GE(kept.entropy_per_site(), 0.0);
          }
        }
      }
    }
  }
}

TEST(ChainTest, LargeCouplingsHaveTheirClosedForms) {
  // K' = K - ln(b)/2 at h = 0 once t = 1 - 2 e^{-2K}; both signs of K for even b.
  for (double coupling : {1e3, -1e3}) {
    const Chain kept = MakeChain(coupling, 0.0).KeepEvery(SpacingOf(2));
    EXPECT_NEAR(kept.coupling(), 1e3 - 0.5 * std::log(2.0), 1e-12);
  }
  EXPECT_NEAR(MakeChain(-1e3, 0.0).KeepEvery(SpacingOf(3)).coupling(), -1e3 + 0.5 * std::log(3.0),
              1e-12);
  // K' = K - h/2, h' = 2h at b = 2 deep in the field.
  const Chain kept = MakeChain(1000.0, 500.0).KeepEvery(SpacingOf(2));
  EXPECT_NEAR(kept.coupling(), 750.0, 1e-11);
  EXPECT_NEAR(kept.field(), 1000.0, 1e-11);
}

TEST(ChainTest, RefusesWhatIsNoCoupling) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(Chain::Create({nan, 0.0}).status().message(),
            "coupling is nan; allowed are finite numbers of size up to 1e+300");
  EXPECT_EQ(Chain::Create({0.0, -infinity}).status().message(),
            "field is -inf; allowed are finite numbers of size up to 1e+300");
  EXPECT_FALSE(Chain::Create({infinity, 0.0}).ok());
  EXPECT_FALSE(Chain::Create({1e301, 0.0}).ok());
  EXPECT_FALSE(Chain::Create({0.0, nan}).ok());
}

}  // namespace
}  // namespace infoflow::ising
