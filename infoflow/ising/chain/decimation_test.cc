#include "infoflow/ising/chain/decimation.h"

#include <cmath>
#include <cstdint>

#include "boost/multiprecision/cpp_bin_float.hpp"
#include "gtest/gtest.h"

namespace infoflow::ising {
namespace {

using Exact = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<300>>;

constexpr double kCoupling = 2e-13;  // as decimation.h states
constexpr double kConstant = 4e-15;

Chain MakeChain(double coupling, double field) { return Chain::Create({coupling, field}).value(); }

double Relative(double got, const Exact& want) {
  if (want == 0) return std::abs(got);
  return std::abs(static_cast<double>((got - want) / want));
}

// The definition: K' = ln(AD/B^2)/4 and so on, from the power of the transfer matrix.
TEST(DecimateChainTest, AgreesWithThePowerOfTheTransferMatrix) {
  for (double coupling : {-6.0, -0.9, -1e-7, 1e-7, 0.3, 1.1, 12.0}) {
    for (double field : {0.0, 1e-9, -0.4, 2.0, -15.0}) {
      for (int blocking : {2, 3, 4, 7}) {
        const Exact K = coupling;
        const Exact h = field;
        const Exact T[2][2] = {{exp(K + h), exp(-K)}, {exp(-K), exp(K - h)}};
        Exact A = 1, B = 0, D = 1;
        for (int i = 0; i < blocking; ++i) {
          const Exact plus_plus = A * T[0][0] + B * T[1][0];
          const Exact plus_minus = A * T[0][1] + B * T[1][1];
          const Exact minus_minus = B * T[0][1] + D * T[1][1];
          A = plus_plus;
          B = plus_minus;
          D = minus_minus;
        }
        const ChainDecimation got = DecimateChain({coupling, field}, blocking).value();
        EXPECT_LT(Relative(got.couplings.coupling, log(A * D / (B * B)) / 4), kCoupling)
            << coupling << " " << field << " " << blocking;
        // At h = 0 the logarithm of A/D is what rounding leaves.
        const Exact other_field = field == 0.0 ? Exact(0) : log(A / D) / 2;
        EXPECT_LT(Relative(got.couplings.field, other_field), kCoupling)
            << coupling << " " << field << " " << blocking;
        EXPECT_LT(Relative(got.additive_constant, log(A * D * B * B) / 4), kConstant)
            << coupling << " " << field << " " << blocking;
      }
    }
  }
}

TEST(DecimateChainTest, HasTheExplicitFormOfBlockingTwo) {
  for (double K : {-0.8, 0.25, 1.5}) {
    for (double h : {0.1, -0.7, 1.3}) {
      const ChainDecimation got = DecimateChain({K, h}, 2).value();
      const double plus = std::log(std::cosh(2 * K + h));
      const double minus = std::log(std::cosh(2 * K - h));
      const double none = std::log(std::cosh(h));
      EXPECT_NEAR(got.couplings.coupling, 0.25 * (plus + minus) - 0.5 * none, 1e-15);
      EXPECT_NEAR(got.couplings.field, h + 0.5 * (plus - minus), 2e-15);
      EXPECT_NEAR(got.additive_constant, std::log(2.0) + 0.25 * (plus + minus) + 0.5 * none, 2e-15);
    }
  }
}

TEST(DecimateChainTest, AntiferromagnetKeepsItsSignForOddBlockingOnly) {
  for (double coupling : {-3.0, -0.2}) {
    for (double field : {0.0, 0.6}) {
      for (std::int64_t blocking = 2; blocking < 9; ++blocking) {
        const double kept = DecimateChain({coupling, field}, blocking).value().couplings.coupling;
        EXPECT_EQ(kept < 0.0, blocking % 2 != 0) << blocking;
      }
    }
  }
}

TEST(DecimateChainTimesTest, EqualsRepeatedSteps) {
  for (double coupling : {-1.2, 0.4, 2.5}) {
    for (double field : {0.0, 0.3, -1.1}) {
      for (std::int64_t blocking : {2, 3, 5}) {
        const Chain chain = MakeChain(coupling, field);
        ChainCouplings couplings = chain.couplings();
        double constant = 0.0;
        for (int step = 1; step <= 3; ++step) {
          const ChainDecimation one = DecimateChain(couplings, blocking).value();
          couplings = one.couplings;
          constant += one.additive_constant / std::pow(blocking, step);
          const DecimatedChain all = DecimateChainTimes(chain, blocking, step).value();
          // Repeated rounding is amplified by the remaining power.
          const double tolerance = 1e-15 * std::pow(blocking, step + 1);
          EXPECT_NEAR(all.chain.coupling(), couplings.coupling,
                      tolerance * std::abs(couplings.coupling) + 1e-300);
          EXPECT_NEAR(all.chain.field(), couplings.field, tolerance);
          EXPECT_NEAR(all.additive_constant_per_site, constant, 4e-15);
          EXPECT_EQ(all.chain.magnetization(), chain.magnetization());
          EXPECT_EQ(all.spacing.count, std::pow(blocking, step));
        }
      }
    }
  }
}

TEST(DecimateChainTimesTest, FlowsToIndependentSpins) {
  const Chain chain = MakeChain(1.5, 0.2);
  double last = chain.coupling();
  for (int step = 1; step <= 40; ++step) {
    const DecimatedChain decimated = DecimateChainTimes(chain, 2, step).value();
    EXPECT_TRUE(decimated.chain.coupling() < last || decimated.chain.coupling() == 0.0);
    last = decimated.chain.coupling();
  }
  EXPECT_EQ(last, 0.0);
  const Chain limit = DecimateChainTimes(chain, 2, 1000000).value().chain;
  EXPECT_EQ(limit.coupling(), 0.0);
  EXPECT_NEAR(limit.field(), std::atanh(chain.magnetization()), 1e-14);
  EXPECT_NEAR(DecimateChainTimes(chain, 2, 1000000).value().additive_constant_per_site,
              chain.log_partition_per_site(), 1e-15);
}

TEST(DecimateChainTimesTest, NoStepChangesNothing) {
  const Chain chain = MakeChain(-0.7, 0.1);
  const DecimatedChain same = DecimateChainTimes(chain, 3, 0).value();
  EXPECT_EQ(same.chain.coupling(), -0.7);
  EXPECT_EQ(same.chain.field(), 0.1);
  EXPECT_EQ(same.additive_constant_per_site, 0.0);
}

TEST(DecimateChainTest, RefusesBadInput) {
  EXPECT_EQ(DecimateChain({1.0, 0.0}, 1).status().message(),
            "blocking is 1; allowed are integers of at least 2");
  EXPECT_FALSE(DecimateChain({std::nan(""), 0.0}, 2).ok());
  EXPECT_EQ(DecimateChainTimes(MakeChain(1.0, 0.0), 2, -3).status().message(),
            "steps is -3; allowed are integers of at least 0");
  EXPECT_FALSE(DecimateChainTimes(MakeChain(1.0, 0.0), 0, 3).ok());
}

}  // namespace
}  // namespace infoflow::ising
