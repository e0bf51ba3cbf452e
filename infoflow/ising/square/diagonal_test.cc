#include "infoflow/ising/square/diagonal.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"
#include "infoflow/ising/square/exact.h"

namespace infoflow::ising {
namespace {

// What the header promises, relative.
constexpr double kTolerance = 3e-15;
constexpr double kDeficitTolerance = 5e-15;
constexpr double kSlopeTolerance = 5e-15;

struct Row {
  double coupling, correlation, deficit, slope;
};

// mpmath 1.3, 120 to 400 digits, from ellipk and ellipe.
constexpr Row kRows[] = {
    {1e-06, 2.0000000000026665e-12, 0.999999999998, 4.0000000000106665e-06},
    {0.001, 2.000002666672089e-06, 0.9999979999973333, 0.0040000106666992},
    {0.1, 0.020272258548662953, 0.979727741451337, 0.41100568891591616},
    {0.3, 0.20710670524867333, 0.7928932947513266, 1.6133220105492279},
    {0.43, 0.5603983538347622, 0.4396016461652378, 5.430733738526068},
    {0.4406, 0.6352601033753094, 0.3647398966246907, 13.867260690922137},
    {0.44069, 0.6366890385969481, 0.36331096140305186, 19.80112466068041},
    {0.45, 0.7030042818245287, 0.2969957181754714, 5.249702603135448},
    {0.5, 0.8520040076859802, 0.14799599231401986, 1.7950958933238976},
    {0.8, 0.992103158345912, 0.007896841654088008, 0.06895580796182445},
    {1.5, 0.9999751774912187, 2.4822508781365448e-05, 0.00019957069359757555},
    {5.0, 1.0, 1.699341716127053e-17, 1.3594733785058094e-16},
    {12.0, 1.0, 8.124370650939244e-42, 6.499496520751395e-41},
    {14.9, 1.0, 6.825865845337877e-52, 5.460692676270302e-51},
    {15.1, 1.0, 1.3781185464723702e-52, 1.1024948371778961e-51},
    {40.0, 1.0, 4.244492614985405e-139, 3.395594091988324e-138},
};

TEST(SquareDiagonalTest, AgreesWithHighPrecision) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.coupling);
    const double k = row.coupling;
    EXPECT_LE(std::fabs(SquareDiagonalCorrelation(k) / row.correlation - 1.0), kTolerance);
    EXPECT_LE(std::fabs(SquareDiagonalCorrelationDeficit(k) / row.deficit - 1.0),
              kDeficitTolerance);
    EXPECT_LE(std::fabs(SquareDiagonalCorrelationSlope(k) / row.slope - 1.0), kSlopeTolerance);
    EXPECT_EQ(SquareDiagonalCorrelation(-k), SquareDiagonalCorrelation(k));
    EXPECT_EQ(SquareDiagonalCorrelationSlope(-k), -SquareDiagonalCorrelationSlope(k));
  }
}

TEST(SquareDiagonalTest, Limits) {
  EXPECT_EQ(SquareDiagonalCorrelation(0.0), 0.0);
  EXPECT_NEAR(SquareDiagonalCorrelation(kSquareCriticalCoupling), 2.0 / M_PI, 1e-15);
  EXPECT_EQ(SquareDiagonalCorrelationSlope(kSquareCriticalCoupling),
            std::numeric_limits<double>::infinity());
  EXPECT_EQ(SquareDiagonalCorrelation(std::numeric_limits<double>::infinity()), 1.0);
  EXPECT_EQ(SquareDiagonalCorrelationDeficit(1e4), 0.0);
  EXPECT_TRUE(std::isnan(SquareDiagonalCorrelation(std::nan(""))));
  EXPECT_TRUE(std::isnan(SquareDiagonalCorrelationDeficit(std::nan(""))));
  EXPECT_TRUE(std::isnan(SquareDiagonalCorrelationSlope(std::nan(""))));
}

// Across a plaquette spins agree less often than neighbours do: this is why the optimal
// truncation has no fixed point.
TEST(SquareDiagonalTest, BelowNearestNeighbourCorrelation) {
  for (double k = 1e-3; k < 4.0; k *= 1.01) {
    EXPECT_GT(SquareDiagonalCorrelationDeficit(k), 0.5 * SquareEnergyDeficit(k)) << k;
  }
}

}  // namespace
}  // namespace infoflow::ising
