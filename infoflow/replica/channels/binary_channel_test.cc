#include "infoflow/replica/channels/binary_channel.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/numerics/gauss_quadrature.h"

namespace infoflow::replica {
namespace {

SignLaw Law(double plus) { return {plus, 1.0 - plus}; }

// I and E Var with 40 digits by mpmath, rounded.
struct Row {
  double plus;
  double precision;
  double information;
  double variance;
};

TEST(BinaryChannelTest, AgreesWithFortyDigits) {
  const std::vector<Row> rows = {{0.5, 1000, 0.69314718055994531, 2.8202299027335839e-219},
                                 {0.2, 1000, 0.50040242353818789, 2.2556433225492686e-219},
                                 {1e-8, 30, 1.9420300943737532e-7, 3.6344419235656514e-12},
                                 {0.5, 0.001, 0.00049975016645876542, 0.9990009983376516},
                                 {0.3, 1e-5, 4.1999823600611524e-6, 0.83999294403669132},
                                 {0.999999, 5, 9.5744640917788627e-6, 3.1436788092301639e-6},
                                 {0.5, 50, 0.69314718055757456, 2.4042525188165182e-12}};
  for (const Row& row : rows) {
    const BinaryResponse got = ObserveSign(Law(row.plus), row.precision);
    // 1 - plus is what rounds in the law itself.
    EXPECT_NEAR(got.variance / row.variance, 1.0, 2e-13) << row.plus << " " << row.precision;
    EXPECT_NEAR(got.information / row.information, 1.0, 2e-12) << row.plus << " " << row.precision;
  }
}

TEST(BinaryChannelTest, InformationIsTheIntegralOfTheVariance) {
  for (const double plus : {0.5, 0.2, 1e-3, 1e-9, 0.97}) {
    for (const double precision : {1e-9, 1e-4, 7e-4, 0.1, 0.45, 3.0, 30.0}) {
      const double upper = 2.0 * precision;
      const double integral =
          numerics::Integrate(numerics::GaussLegendre(24, precision, upper).value(),
                              [&](double A) { return 0.5 * ObserveSign(Law(plus), A).variance; });
      const double end = ObserveSign(Law(plus), upper).information;
      const double difference = end - ObserveSign(Law(plus), precision).information;
      EXPECT_NEAR(difference, integral, 1e-10 * integral + 1e-14 * end) << plus << " " << precision;
    }
  }
}

// E Var(s|y) = 4 (plus minus - Var P(+|y)) where that does not cancel, and small-A slopes.
TEST(BinaryChannelTest, PosteriorVariance) {
  for (const double plus : {0.5, 0.2, 1e-6}) {
    const double both = plus * (1.0 - plus);
    for (const double precision : {0.2, 0.6, 4.0, 100.0}) {
      const BinaryResponse got = ObserveSign(Law(plus), precision);
      EXPECT_NEAR(got.posterior_variance / (both - 0.25 * got.variance), 1.0, 1e-12);
    }
    // P(+|y) - plus = 2 plus minus A y to first order.
    EXPECT_NEAR(ObserveSign(Law(plus), 1e-9).posterior_variance / (4.0 * both * both * 1e-9), 1.0,
                1e-8);
    // The two ways meet at A = 1e-2.
    const double below = ObserveSign(Law(plus), 1e-2 * (1.0 - 1e-13)).posterior_variance;
    const double above = ObserveSign(Law(plus), 1e-2 * (1.0 + 1e-13)).posterior_variance;
    EXPECT_NEAR(above, below, 1e-11 * below + 1e-15 * both);
  }
}

TEST(BinaryChannelTest, Limits) {
  const BinaryResponse none = ObserveSign(Law(0.3), 0.0);
  EXPECT_EQ(none.information, 0.0);
  EXPECT_DOUBLE_EQ(none.variance, 0.84);
  const BinaryResponse all = ObserveSign(Law(0.3), 1e10);
  EXPECT_EQ(all.variance, 0.0);
  EXPECT_DOUBLE_EQ(all.information, -0.3 * std::log(0.3) - 0.7 * std::log(0.7));
}

TEST(BinaryChannelTest, ConvergesWithTheError) {
  for (const double plus : {0.5, 0.01}) {
    for (const double precision : {0.05, 1.0, 8.0, 60.0, 400.0}) {
      const BinaryResponse want = ObserveSign(Law(plus), precision, 36.0);
      for (const double log_error : {16.0, 20.0, 25.0, 30.0}) {
        const BinaryResponse got = ObserveSign(Law(plus), precision, log_error);
        EXPECT_NEAR(got.variance / want.variance, 1.0, 20.0 * std::exp(-log_error) + 1e-14);
      }
    }
  }
}

}  // namespace
}  // namespace infoflow::replica
