#include "infoflow/ising/square/strip.h"

#include <cmath>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/ising/square/kept_law.h"
#include "infoflow/ising/square/torus.h"

namespace infoflow::ising {
namespace {

constexpr double kLogPartitionTolerance = 1e-15;
constexpr double kCorrelationTolerance = 1e-13;

TEST(StripTest, EigenvalueAgreesWithClosedForm) {
  for (const int width : {2, 3, 4, 7, 10, 13, 16}) {
    for (const double k : {0.0, 1e-6, 0.1, 0.4, kSquareCriticalCoupling, 0.6, 2.0, 20.0, 500.0}) {
      SCOPED_TRACE(testing::Message() << width << " at " << k);
      const auto strip = SolveStrip(width, k);
      ASSERT_TRUE(strip.ok()) << strip.status();
      EXPECT_TRUE(strip->converged) << strip->residual;
      EXPECT_NEAR(strip->log_partition / *StripLogPartition(width, k), 1.0, kLogPartitionTolerance);
    }
  }
}

// A cylinder is a torus of infinite length.
TEST(StripTest, ClosedFormIsTheLimitOfTheTorus) {
  for (const int width : {2, 3, 8}) {
    for (const double k : {0.1, 0.44}) {
      const int length = 4000;
      const double strip = *StripLogPartition(width, k) * width;
      const double difference = SolveTorus(length, width, k)->log_partition -
                                SolveTorus(length - 1, width, k)->log_partition;
      EXPECT_NEAR(difference / strip, 1.0, 1e-11) << width << " " << k;
    }
  }
}

// Energy of the cylinder: correlations around and along it are the derivative of its
// log-partition function.
TEST(StripTest, CorrelationsSumToTheEnergy) {
  for (const int width : {2, 3, 6, 9}) {
    for (const double k : {0.05, 0.3, 0.44, 0.8}) {
      const auto strip = SolveStrip(width, k);
      const double h = 1e-4;
      const auto phi = [&](double x) { return *StripLogPartition(width, x); };
      const double slope =
          (8 * (phi(k + h) - phi(k - h)) - (phi(k + 2 * h) - phi(k - 2 * h))) / (12 * h);
      EXPECT_NEAR(strip->across_correlation + strip->along_correlation, slope, 2e-11)
          << width << " " << k;
    }
  }
}

TEST(StripTest, ApproachesTheInfiniteLattice) {
  // Far from K_c the circumference is many correlation lengths.
  for (const double k : {0.1, 0.2, 0.8, 1.2}) {
    SCOPED_TRACE(k);
    const auto strip = SolveStrip(16, k);
    const auto law = SolveSquareKeptLaw(k);
    ASSERT_TRUE(strip.ok() && law.ok());
    const double tolerance = k == 0.2 || k == 0.8 ? 1e-6 : 1e-9;
    EXPECT_NEAR(strip->log_partition, SquareLogPartition(k), tolerance);
    EXPECT_NEAR(strip->across_correlation, 0.5 * SquareEnergy(k), tolerance);
    EXPECT_NEAR(strip->along_correlation, 0.5 * SquareEnergy(k), tolerance);
    EXPECT_NEAR(strip->diagonal_correlation, law->diagonal_correlation, tolerance);
    EXPECT_NEAR(strip->axis_correlation, law->axis_correlation, tolerance);
  }
  // Deep in the disordered phase they agree to rounding.
  const auto strip = SolveStrip(16, 0.02);
  const auto law = SolveSquareKeptLaw(0.02);
  EXPECT_NEAR(strip->diagonal_correlation / law->diagonal_correlation, 1.0,
              kCorrelationTolerance / 1e-3);
  EXPECT_NEAR(strip->along_correlation, 0.5 * SquareEnergy(0.02), kCorrelationTolerance);
  // At K_c the correction falls as width^-2.
  const double error_8 =
      SolveStrip(8, kSquareCriticalCoupling)->log_partition - 0.92969539834161021499;
  const double error_16 =
      SolveStrip(16, kSquareCriticalCoupling)->log_partition - 0.92969539834161021499;
  // pi c / (6 width^2) with central charge c = 1/2.
  EXPECT_NEAR(error_16 * 256, M_PI / 12, 1e-3);
  EXPECT_NEAR(error_8 / error_16, 4.0, 0.05);
}

TEST(StripTest, NegativeCouplingOnEvenWidths) {
  const auto plus = SolveStrip(6, 0.3);
  const auto minus = SolveStrip(6, -0.3);
  ASSERT_TRUE(minus.ok());
  EXPECT_EQ(minus->log_partition, plus->log_partition);
  EXPECT_EQ(minus->along_correlation, -plus->along_correlation);
  EXPECT_EQ(minus->diagonal_correlation, plus->diagonal_correlation);
}

// Site by site is the same as the dense matrix with its 2^{width} states.
TEST(StripTest, RowAgreesWithDenseMatrix) {
  const double k = 0.37;
  for (const int width : {2, 3, 4, 5, 6}) {
    const StripTransferMatrix transfer(width, k);
    std::vector<double> vector(transfer.size());
    for (int i = 0; i < transfer.size(); ++i) vector[i] = 1.0 + 0.1 * i * i - 0.3 * i;
    const int states = 1 << width;
    // The even vector on all states.
    std::vector<double> full(states);
    for (int state = 0; state < states; ++state) {
      full[state] = state < states / 2 ? vector[state] : vector[states - 1 - state];
    }
    const auto bonds = [&](int a, int b, int shift) {
      int sum = 0;
      for (int i = 0; i < width; ++i) {
        const int other = (i + shift) % width;
        sum += ((a >> i & 1) == (b >> other & 1)) ? 1 : -1;
      }
      return sum;
    };
    std::vector<double> want(states / 2, 0.0);
    for (int a = 0; a < states / 2; ++a) {
      for (int b = 0; b < states; ++b) {
        const double exponent = 0.5 * k * (bonds(a, a, 1) - width) +
                                0.5 * k * (bonds(b, b, 1) - width) + k * (bonds(a, b, 0) - width);
        want[a] += std::exp(exponent) * full[b];
      }
    }
    transfer.ApplyRow(absl::MakeSpan(vector));
    for (int a = 0; a < states / 2; ++a) EXPECT_NEAR(vector[a] / want[a], 1.0, 1e-14);
  }
}

TEST(StripTest, BadInput) {
  EXPECT_EQ(SolveStrip(1, 0.1).status().message(), "width is 1; it may be from 2 to 20");
  EXPECT_FALSE(SolveStrip(21, 0.1).ok());
  EXPECT_FALSE(SolveStrip(4, std::nan("")).ok());
  EXPECT_EQ(SolveStrip(5, -0.1).status().message(),
            "coupling is -0.1; it must not be negative when the width, here 5, is odd");
  EXPECT_FALSE(SolveStrip(4, 0.1, {-1.0, 10}).ok());
  EXPECT_FALSE(SolveStrip(4, 0.1, {1e-14, 0}).ok());
  EXPECT_FALSE(StripLogPartition(0, 0.1).ok());
  const auto unfinished = SolveStrip(12, 0.44, {1e-14, 3});
  ASSERT_TRUE(unfinished.ok());
  EXPECT_FALSE(unfinished->converged);
  EXPECT_EQ(unfinished->iterations, 3);
}

}  // namespace
}  // namespace infoflow::ising
