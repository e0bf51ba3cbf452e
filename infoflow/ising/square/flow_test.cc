#include "infoflow/ising/square/flow.h"

#include <cmath>
#include <limits>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/ising/square/decimation.h"
#include "infoflow/ising/square/exact.h"

namespace infoflow::ising {
namespace {

constexpr double kCouplingTolerance = 1e-15;
constexpr double kExponentTolerance = 2e-15;

struct Row {
  int blocking;
  double coupling, slope, thermal_exponent, correlation_length_exponent;
};

// mpmath 1.3, 40 digits, by bisection.
constexpr Row kMigdalKadanoffRows[] = {
    {2, 0.3046889317180031, 1.6785735104283224, 0.7472357189289078, 1.3382657903899535},
    {3, 0.24060591252980174, 2.25, 0.7381404928570852, 1.3547556456757275},
    {4, 0.20176296414447106, 2.749848390399413, 0.7296760397825728, 1.3704712029436759},
    {5, 0.17519911021775827, 3.197169635590825, 0.7221564252695654, 1.384741539378704},
    {8, 0.12855525754060135, 4.324824102672597, 0.7042138190966148, 1.4200232555544392},
    {16, 0.07927778792854817, 6.489919770208784, 0.6745501608566673, 1.482469441160635},
    {100, 0.019649229254644605, 15.451640299718687, 0.5944872948028688, 1.682121735388136},
    {1000, 0.0029183669593041547, 34.067849702398014, 0.5107815741982527, 1.95778401280361},
};

TEST(SquareFixedPointTest, MigdalKadanoffAgreesWithHighPrecision) {
  for (const Row& row : kMigdalKadanoffRows) {
    SCOPED_TRACE(row.blocking);
    const auto point = FindSquareFixedPoint(*SquareTruncation::MigdalKadanoff(row.blocking));
    ASSERT_TRUE(point.ok()) << point.status();
    EXPECT_TRUE(point->converged);
    EXPECT_LE(std::fabs(point->residual), 4e-15);
    EXPECT_NEAR(point->coupling / row.coupling, 1.0, kCouplingTolerance);
    EXPECT_NEAR(point->slope / row.slope, 1.0, kExponentTolerance);
    EXPECT_NEAR(point->thermal_exponent / row.thermal_exponent, 1.0, kExponentTolerance);
    EXPECT_NEAR(point->correlation_length_exponent / row.correlation_length_exponent, 1.0,
                kExponentTolerance);
  }
}

// For wall y = e^{2K*} solves y^3 = y^2 + y + 1: the tribonacci constant.
TEST(SquareFixedPointTest, WallIsTheTribonacciConstant) {
  const auto point = FindSquareFixedPoint(SquareTruncation::Wall());
  ASSERT_TRUE(point.ok());
  EXPECT_NEAR(std::exp(2.0 * point->coupling), 1.8392867552141611326, 4e-15);
  EXPECT_EQ(point->length_factor, std::sqrt(2.0));
}

// With alpha near 1/4 the fixed point goes off to infinity along the map's straight part:
// K* = alpha ln 2/(4 alpha - 1); with alpha large to 1/(8 alpha).
TEST(SquareFixedPointTest, ScaledLimits) {
  const auto far = FindSquareFixedPoint(*SquareTruncation::Scaled(0.2501));
  ASSERT_TRUE(far.ok()) << far.status();
  EXPECT_NEAR(far->coupling / (0.2501 * std::log(2.0) / (4 * 0.2501 - 1)), 1.0, 1e-11);
  const auto near = FindSquareFixedPoint(*SquareTruncation::Scaled(1e6));
  ASSERT_TRUE(near.ok()) << near.status();
  EXPECT_NEAR(near->coupling * 8e6, 1.0, 1e-12);
  EXPECT_NEAR(near->slope, 2.0, 1e-11);
}

TEST(SquareFixedPointTest, NoneForDropAndOptimal) {
  for (const SquareTruncation& map :
       {SquareTruncation::Drop(), SquareTruncation::Optimal(), *SquareTruncation::Scaled(0.1)}) {
    const auto point = FindSquareFixedPoint(map);
    EXPECT_EQ(point.status().code(), absl::StatusCode::kNotFound);
    EXPECT_NE(point.status().message().find("has no fixed point"), std::string::npos);
  }
  for (double k = 1e-4; k < 8.0; k *= 1.02) {
    EXPECT_LT(SquareTruncation::Drop().Map(k), k);
    EXPECT_LT(SquareTruncation::Optimal().Map(k), k);
  }
}

TEST(SquareFixedPointTest, Exact) {
  const SquareFixedPoint point = ExactSquareCriticalPoint();
  EXPECT_EQ(point.coupling, kSquareCriticalCoupling);
  EXPECT_EQ(point.thermal_exponent, 1.0);
}

TEST(SquareFlowTest, MonotoneAwayFromTheFixedPoint) {
  const double fixed = FindSquareFixedPoint(SquareTruncation::Sum())->coupling;
  const auto below = SquareFlow(SquareTruncation::Sum(), fixed * (1 - 1e-9), 80);
  const auto above = SquareFlow(SquareTruncation::Sum(), fixed * (1 + 1e-9), 2000);
  ASSERT_TRUE(below.ok() && above.ok());
  ASSERT_EQ(below->size(), 81u);
  for (std::size_t n = 1; n < below->size(); ++n) EXPECT_LE((*below)[n], (*below)[n - 1]);
  for (std::size_t n = 1; n < above->size(); ++n) EXPECT_GE((*above)[n], (*above)[n - 1]);
  EXPECT_EQ(below->back(), 0.0);
  EXPECT_EQ(above->back(), std::numeric_limits<double>::infinity());
}

// The map is convex with K'(0) = 0 there: K_{n+1} ~ 3 K_n^2 for sum.
TEST(SquareFlowTest, QuadraticAtHighTemperature) {
  const auto flow = SquareFlow(SquareTruncation::Sum(), 0.01, 6);
  ASSERT_TRUE(flow.ok());
  EXPECT_NEAR((*flow)[6] / (3.0 * (*flow)[5] * (*flow)[5]), 1.0, 1e-12);
}

TEST(SquareFlowTest, BadInput) {
  EXPECT_EQ(SquareFlow(SquareTruncation::Sum(), std::nan(""), 3).status().message(),
            "coupling is nan; it must be a finite number of size up to 1e+300");
  EXPECT_EQ(SquareFlow(SquareTruncation::Sum(), 0.3, -1).status().message(),
            "steps is -1; a flow has from 0 to 10000000 steps");
  EXPECT_EQ(SquareFlow(SquareTruncation::Sum(), 0.3, 0)->size(), 1u);
}

}  // namespace
}  // namespace infoflow::ising
