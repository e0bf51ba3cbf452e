#include "infoflow/ising/square/torus.h"

#include <cmath>

#include "gtest/gtest.h"
#include "infoflow/ising/square/enumeration.h"
#include "infoflow/ising/square/exact.h"

namespace infoflow::ising {
namespace {

// What the header promises, relative.
constexpr double kLogPartitionTolerance = 1e-15;
constexpr double kEnergyTolerance = 1e-14;

struct Row {
  int rows, columns;
  double coupling, log_partition, energy;
};

// mpmath 1.3, 60 digits, by another form of the solution: square roots of products over both
// momenta of cosh^2 2K - sinh 2K (cos p + cos q), the one at p = q = 0 with its sign.
constexpr Row kRows[] = {
    {5, 7, 1e-06, 24.260151319633085, 7.000000000011667e-05},
    {7, 5, 0.19, 25.566079013200117, 14.241763104295648},
    {5, 7, 0.21, 25.868555869239383, 16.023149025775137},
    {6, 8, 0.3, 37.980177695926265, 34.772043833177705},
    {6, 8, 0.4406867935097715, 45.27842462919635, 71.99278872208816},
    {3, 5, 0.44, 14.625279131751002, 23.172871094042378},
    {2, 9, 0.5, 19.72765281910568, 28.639399868261506},
    {8, 8, 0.001, 44.36148355588983, 0.1280002133336064},
    {32, 10, 0.442, 299.0249146696218, 460.40915536675027},
    {9, 40, 0.42, 325.84780675053025, 459.84669184900764},
    {12, 12, 0.7, 202.9010460220858, 282.78368814038157},
    {6, 8, 10.0, 960.6931471805599, 96.0},
    {5, 7, 4.0, 280.6931471805604, 69.99999999999645},
};

TEST(TorusTest, AgreesWithHighPrecision) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.rows);
    SCOPED_TRACE(row.coupling);
    for (const bool transposed : {false, true}) {
      const auto got = transposed ? SolveTorus(row.columns, row.rows, row.coupling)
                                  : SolveTorus(row.rows, row.columns, row.coupling);
      ASSERT_TRUE(got.ok()) << got.status();
      EXPECT_LE(std::fabs(got->log_partition / row.log_partition - 1.0), kLogPartitionTolerance);
      EXPECT_LE(std::fabs(got->energy / row.energy - 1.0), kEnergyTolerance);
    }
  }
}

// Every size and sign of coupling against a sum over all states; sides of 2 have double bonds,
// odd sides with K < 0 are frustrated.
TEST(TorusTest, AgreesWithEnumeration) {
  // Sums over up to 2^20 states, and energies that are differences of them.
  constexpr double kEnumeration = 4e-15;
  constexpr double kEnumeratedEnergy = 1e-14;
  const int sizes[][2] = {{2, 2}, {2, 3}, {3, 2}, {3, 3}, {3, 4}, {4, 3},
                          {2, 5}, {3, 5}, {4, 4}, {4, 5}, {2, 6}, {3, 6}};
  for (const auto& size : sizes) {
    const auto states = EnumerateSquare(size[0], size[1]);
    ASSERT_TRUE(states.ok()) << states.status();
    for (const double k : {-20.0, -3.0, -1.0, -0.44, -0.21, -0.19, -0.01, 0.0, 0.01, 0.1999, 0.2,
                           0.4, 0.44068679350977151, 0.45, 1.0, 5.0, 30.0}) {
      SCOPED_TRACE(testing::Message() << size[0] << " x " << size[1] << " at " << k);
      const auto got = SolveTorus(size[0], size[1], k);
      ASSERT_TRUE(got.ok()) << got.status();
      const double want = states->LogPartition(k);
      EXPECT_NEAR(got->log_partition, want, kEnumeration * std::fmax(1.0, std::fabs(want)));
      EXPECT_NEAR(got->energy, states->Energy(k), kEnumeratedEnergy * size[0] * size[1]);
    }
  }
}

// The form in tanh K hands over to the other one without a step.
TEST(TorusTest, FormsAgreeWhereTheyMeet) {
  for (const int n : {2, 3, 8, 31, 64}) {
    const auto below = SolveTorus(n, n + 1, std::nextafter(0.2, 0.0));
    const auto above = SolveTorus(n, n + 1, 0.2);
    EXPECT_NEAR(below->log_partition / above->log_partition, 1.0, 3e-15);
    EXPECT_NEAR(below->energy / above->energy, 1.0, 1e-14);
  }
}

// ln Z - N phi: ln 2 in the ordered phase, 0 in the disordered one, 0.639917 at K_c for squares.
TEST(TorusTest, FiniteSizeCorrections) {
  const auto correction = [](int side, double k) {
    return SolveTorus(side, side, k)->log_partition - side * side * SquareLogPartition(k);
  };
  EXPECT_NEAR(correction(200, 0.5), std::log(2.0), 1e-10);
  EXPECT_NEAR(correction(200, 0.38), 0.0, 1e-10);
  EXPECT_NEAR(correction(400, kSquareCriticalCoupling), 0.639917, 1e-5);
}

TEST(TorusTest, ExtremeSizesAndCouplings) {
  const auto large = SolveTorus(1000, 1000, 0.44);
  ASSERT_TRUE(large.ok());
  // The correlation length is 360 there.
  EXPECT_NEAR(large->energy / (1e6 * SquareEnergy(0.44)), 1.0, 1e-3);
  const auto cold = SolveTorus(6, 7, 1e5);
  ASSERT_TRUE(cold.ok());
  EXPECT_NEAR(cold->log_partition, 84e5 + std::log(2.0), 1e-8);
  EXPECT_EQ(cold->energy, 84.0);
  // Leading order of a sum of 48 bonds at infinite temperature.
  const auto hot = SolveTorus(4, 6, 1e-30);
  ASSERT_TRUE(hot.ok());
  EXPECT_NEAR(hot->energy / 48e-30, 1.0, 1e-14);
}

TEST(TorusTest, BadInput) {
  EXPECT_EQ(SolveTorus(0, 4, 0.1).status().message(),
            "the torus has 0 rows and 4 columns; each may be from 2 to 1000000");
  EXPECT_FALSE(SolveTorus(4, 1, 0.1).ok());
  EXPECT_FALSE(SolveTorus(4, 2000000, 0.1).ok());
  EXPECT_EQ(SolveTorus(4, 4, std::nan("")).status().message(),
            "coupling is nan; it must be a finite number of size up to 1e+300");
  EXPECT_EQ(SolveTorus(101, 101, -50.0).status().code(), absl::StatusCode::kOutOfRange);
}

// Z = 2 e^{2NK} up to excitations of weight e^{-8K}.
TEST(TorusTest, FreezesIntoItsTwoGroundStates) {
  for (const double coupling : {99.0, 101.0, 1e10, 1e300}) {
    const auto frozen = SolveTorus(3, 4, coupling);
    ASSERT_TRUE(frozen.ok()) << coupling;
    EXPECT_NEAR(frozen->log_partition, 24.0 * coupling + std::log(2.0), 1e-15 * 24.0 * coupling);
    EXPECT_NEAR(frozen->energy, 24.0, 1e-13);
  }
  EXPECT_EQ(SolveTorus(3, 4, 1e301).status().message(),
            "coupling is 1e+301; it must be a finite number of size up to 1e+300");
}

}  // namespace
}  // namespace infoflow::ising
