#include "infoflow/ising/square/decimation.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"
#include "infoflow/ising/square/diagonal.h"
#include "infoflow/ising/square/exact.h"

namespace infoflow::ising {
namespace {

// What the header promises, relative.
constexpr double kDecimationTolerance = 1e-15;
constexpr double kMapTolerance = 2e-15;
constexpr double kSlopeTolerance = 1e-14;
constexpr double kOptimalTolerance = 1e-14;

#define EXPECT_RELATIVE(got, want, tolerance) \
  EXPECT_LE(std::fabs((got) - (want)), (tolerance)*std::fabs(want)) << #got

struct Row {
  double coupling, nearest, four_spin, constant;
  double mk2, mk2_slope, mk3, mk3_slope, mk4, mk4_slope, mk7, mk7_slope;
};

// mpmath 1.3, 400 digits, from the formulas as they stand in the header.
constexpr Row kRows[] = {
    {1e-150, 2e-300, -0.0, 0.6931471805599453, 4e-300, 8e-150, 0.0, 8.100000000000001e-299, 0.0,
     0.0, 0.0, 0.0},
    {1e-20, 2e-40, -1.9999999999999995e-80, 0.6931471805599453, 4e-40, 8e-20,
     2.6999999999999995e-59, 8.099999999999999e-39, 2.5599999999999994e-78, 1.0239999999999998e-57,
     8.235429999999996e-135, 5.764800999999998e-114},
    {1e-06, 1.9999999999946665e-12, -1.999999999989333e-24, 0.6931471805619454,
     3.999999999989333e-12, 7.999999999957333e-06, 2.6999999999756995e-17, 8.099999999878499e-11,
     2.5599999999453863e-22, 1.0239999999672318e-15, 8.235429999058414e-37, 5.764800999152573e-30},
    {0.01, 0.00019994668941117526, -1.99893387704796e-08, 0.6933471472386953, 0.0003998933788223505,
     0.07995736062232714, 2.6975716035383548e-05, 0.00808786122424262, 2.5545465215928383e-06,
     0.0010207294820652856, 8.14191409527424e-09, 5.680764508122203e-06},
    {0.2, 0.07268839008209839, -0.002632547652867019, 0.7684681182949107, 0.14537678016419678,
     1.328073540535698, 0.156154002677423, 1.8925210865020115, 0.19693956810828103,
     2.7219958521398775, 0.45548047450555873, 6.234442982389969},
    {0.3, 0.1484222428985011, -0.010856521939792392, 0.8524259453982388, 0.2968444857970022,
     1.6673092140243104, 0.3855527816059457, 2.59958849208275, 0.5268860892556787,
     3.6878524313661574, 1.1288394275341218, 6.9498777963139435},
    {0.4406867935097715, 0.27465307216702745, -0.03596025905647262, 1.0037605117834454,
     0.5493061443340549, 1.8856180831641267, 0.7794323007148941, 2.9205298013245033,
     1.0717601991821792, 3.9655351493398916, 2.111887491441349, 6.999019727975371},
    {0.7, 0.5276359657167503, -0.11912484000563787, 1.3399079862823335, 1.0552719314335006,
     1.985263040402256, 1.550993566448558, 2.996404817791607, 2.106887003387688, 3.9994530815170237,
     3.927044950071381, 6.999999311226953},
    {1.2, 1.0267301364707646, -0.3441593751537789, 2.0640366921844886, 2.053460272941529,
     1.999729103401521, 3.0506945988524135, 2.9999910817706614, 4.106852830908009,
     3.9999998165127355, 7.427044925472363, 6.999999999999427},
    {5.0, 4.826713204860014, -2.240069808320597, 7.759930193740557, 9.653426409720028, 2.0,
     14.450693855665945, 3.0, 19.306852819440056, 4.0, 34.027044925472346, 7.0},
    {9.9, 9.726713204860014, -4.690069807290021, 15.10993019270998, 19.453426409720027, 2.0,
     29.150693855665946, 3.0, 38.906852819440054, 4.0, 68.32704492547235, 7.0},
    {10.1, 9.926713204860013, -4.7900698072900205, 15.409930192709979, 19.853426409720026, 2.0,
     29.750693855665943, 3.0, 39.70685281944005, 4.0, 69.72704492547234, 7.0},
    {60.0, 59.82671320486001, -29.74006980729002, 90.25993019270997, 119.65342640972003, 2.0,
     179.45069385566595, 3.0, 239.30685281944005, 4.0, 419.02704492547235, 7.0},
};

TEST(DecimateSquareTest, AgreesWithHighPrecision) {
  for (const Row& row : kRows) {
    for (const double k : {row.coupling, -row.coupling}) {
      SCOPED_TRACE(k);
      const SquareDecimation got = DecimateSquare(k);
      EXPECT_RELATIVE(got.nearest, row.nearest, kDecimationTolerance);
      EXPECT_RELATIVE(got.next_nearest, 0.5 * row.nearest, kDecimationTolerance);
      EXPECT_RELATIVE(got.four_spin, row.four_spin, kDecimationTolerance);
      EXPECT_RELATIVE(got.constant, row.constant, kDecimationTolerance);
    }
  }
}

// The identity that defines the couplings, for all 16 states of the four neighbours.
TEST(DecimateSquareTest, ReproducesTheSumOverTheSpin) {
  for (const double k : {-0.7, 0.05, 0.44, 1.3}) {
    const SquareDecimation d = DecimateSquare(k);
    for (int state = 0; state < 16; ++state) {
      int s[4];
      for (int i = 0; i < 4; ++i) s[i] = (state >> i & 1) != 0 ? 1 : -1;
      const double ring = s[0] * s[1] + s[1] * s[2] + s[2] * s[3] + s[3] * s[0];
      const double exponent = d.constant + 0.5 * d.nearest * ring +
                              d.next_nearest * (s[0] * s[2] + s[1] * s[3]) +
                              d.four_spin * s[0] * s[1] * s[2] * s[3];
      const double field = k * (s[0] + s[1] + s[2] + s[3]);
      EXPECT_NEAR(std::exp(exponent) / (2.0 * std::cosh(field)), 1.0, 3e-15);
    }
  }
}

TEST(SquareTruncationTest, MapsAgreeWithHighPrecision) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.coupling);
    const double k = row.coupling;
    EXPECT_RELATIVE(SquareTruncation::Drop().Map(k), row.nearest, kMapTolerance);
    EXPECT_RELATIVE(SquareTruncation::Sum().Map(-k), 1.5 * row.nearest, kMapTolerance);
    EXPECT_RELATIVE(SquareTruncation::Wall().Map(k), 2.0 * row.nearest, kMapTolerance);
    EXPECT_RELATIVE(SquareTruncation::Scaled(0.7)->Map(k), 2.8 * row.nearest, kMapTolerance);
    const struct {
      int blocking;
      double map, slope;
    } cases[] = {{2, row.mk2, row.mk2_slope},
                 {3, row.mk3, row.mk3_slope},
                 {4, row.mk4, row.mk4_slope},
                 {7, row.mk7, row.mk7_slope}};
    for (const auto& c : cases) {
      const SquareTruncation mk = *SquareTruncation::MigdalKadanoff(c.blocking);
      // Values that underflow are 0 on both sides.
      EXPECT_RELATIVE(mk.Map(k), c.map, kMapTolerance);
      EXPECT_RELATIVE(mk.Slope(k), c.slope, kSlopeTolerance);
      const double sign = c.blocking % 2 == 0 ? 1.0 : -1.0;
      EXPECT_EQ(mk.Map(-k), sign * mk.Map(k));
      EXPECT_EQ(mk.Slope(-k), -sign * mk.Slope(k));
    }
  }
}

TEST(SquareTruncationTest, WallIsMigdalKadanoffOfTwo) {
  const SquareTruncation mk = *SquareTruncation::MigdalKadanoff(2);
  for (double k = 1e-3; k < 30.0; k *= 1.1) {
    EXPECT_RELATIVE(mk.Map(k), SquareTruncation::Wall().Map(k), kMapTolerance);
    EXPECT_RELATIVE(mk.Slope(k), SquareTruncation::Wall().Slope(k), kSlopeTolerance);
  }
}

struct OptimalRow {
  double coupling, map;
};

// mpmath, 80 digits: bisection on e(K') = 2 g1(K).
constexpr OptimalRow kOptimalRows[] = {
    {1e-06, 2.0000000000026665e-12}, {0.01, 0.0002000266587518636}, {0.1, 0.020258394432281373},
    {0.3, 0.19422598305805672},      {0.43, 0.40269891132721575},   {0.44068, 0.4265362993260412},
    {0.4407, 0.42663830262570657},   {0.446, 0.43650360240353947},  {0.447, 0.43763982237241345},
    {0.5, 0.48701799112184607},      {0.8, 0.795133030467752},      {1.5, 1.4996909279282873},
    {4.0, 3.999999985933105},        {7.0, 6.999999999999914},
};

TEST(SquareTruncationTest, OptimalAgreesWithHighPrecision) {
  for (const OptimalRow& row : kOptimalRows) {
    SCOPED_TRACE(row.coupling);
    EXPECT_RELATIVE(SquareTruncation::Optimal().Map(row.coupling), row.map, kOptimalTolerance);
    EXPECT_RELATIVE(SquareTruncation::Optimal().Map(-row.coupling), row.map, kOptimalTolerance);
  }
}

// Slopes against differences of the maps.
TEST(SquareTruncationTest, SlopesMatchDifferences) {
  const SquareTruncation maps[] = {
      SquareTruncation::Drop(), SquareTruncation::Sum(), SquareTruncation::Optimal(),
      *SquareTruncation::MigdalKadanoff(3), *SquareTruncation::MigdalKadanoff(50)};
  for (const SquareTruncation& map : maps) {
    for (const double k : {-0.9, 0.003, 0.1, 0.4, 0.6, 2.5}) {
      SCOPED_TRACE(map.name());
      SCOPED_TRACE(k);
      const double h = 1e-5 * std::fabs(k);
      const double difference = (map.Map(k + h) - map.Map(k - h)) / (2.0 * h);
      EXPECT_NEAR(map.Slope(k), difference, 3e-6 * (1e-3 + std::fabs(difference)));
    }
  }
}

TEST(SquareTruncationTest, LargeCouplings) {
  for (const double k : {1e2, 1e4, 1e300}) {
    for (const SquareTruncation& map :
         {SquareTruncation::Drop(), SquareTruncation::Sum(), SquareTruncation::Wall(),
          SquareTruncation::Optimal(), *SquareTruncation::MigdalKadanoff(5)}) {
      SCOPED_TRACE(map.name());
      const SquareTruncation::Asymptote line = map.LargeCouplingAsymptote();
      EXPECT_RELATIVE(map.Map(k), line.slope * k + line.offset, 1e-15);
      EXPECT_NEAR(map.Slope(k), line.slope, 1e-14);
    }
  }
  EXPECT_EQ(SquareTruncation::Sum().Map(std::numeric_limits<double>::infinity()),
            std::numeric_limits<double>::infinity());
}

TEST(SquareTruncationTest, ZeroAndUnderflow) {
  for (const SquareTruncation& map :
       {SquareTruncation::Drop(), SquareTruncation::Sum(), SquareTruncation::Wall(),
        SquareTruncation::Optimal(), *SquareTruncation::MigdalKadanoff(3)}) {
    EXPECT_EQ(map.Map(0.0), 0.0) << map.name();
    EXPECT_EQ(map.Slope(0.0), 0.0) << map.name();
    EXPECT_EQ(map.Map(1e-200), 0.0) << map.name();
    EXPECT_TRUE(std::isnan(map.Map(std::nan("")))) << map.name();
  }
}

TEST(SquareTruncationTest, Parse) {
  EXPECT_EQ(SquareTruncation::Parse("sum")->name(), "sum");
  EXPECT_EQ(SquareTruncation::Parse("mk")->LengthFactor(), 2.0);
  EXPECT_EQ(SquareTruncation::Parse("mk", 3)->LengthFactor(), 3.0);
  EXPECT_EQ(SquareTruncation::Parse("mk", 3)->name(), "mk(3)");
  EXPECT_EQ(SquareTruncation::Parse("bulk").status().message(),
            "scheme is 'bulk'; allowed are drop, sum, wall, mk, optimal");
  EXPECT_EQ(SquareTruncation::Parse("mk", 1).status().message(),
            "blocking is 1; Migdal-Kadanoff blocking is an integer from 2 to 1000000");
  EXPECT_EQ(SquareTruncation::Parse("wall", 2).status().message(),
            "blocking is 2, but scheme wall always coarsens by sqrt(2); only mk takes a blocking");
  EXPECT_FALSE(SquareTruncation::Scaled(0.0).ok());
  EXPECT_FALSE(SquareTruncation::Scaled(std::nan("")).ok());
  EXPECT_FALSE(SquareTruncation::Scaled(1e7).ok());
}

}  // namespace
}  // namespace infoflow::ising
