#include "infoflow/numerics/elliptic.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"

namespace infoflow::numerics {
namespace {

// What the header promises, relative.
constexpr double kTolerance = 1e-15;

#define EXPECT_RELATIVE(got, want) \
  EXPECT_LE(std::fabs((got) - (want)), kTolerance* std::fabs(want)) << #got

struct EllipticRow {
  double modulus, complementary, first, second, first_minus_second, second_minus_scaled_first;
};

// mpmath 1.3, 60 to 260 digits; one of the two moduli is the double shown, the other is rounded.
constexpr EllipticRow kEllipticRows[] = {
    {0.0, 1.0, 1.5707963267948966, 1.5707963267948966, 0.0, 0.0},
    {0.0014142132088399936, 0.999999, 1.570797112193551, 1.5707955413968313, 1.5707967195394422e-06,
     1.570795934140886e-06},
    {0.43588989435406733, 0.9, 1.654616667522527, 1.493290108131207, 0.1613265593913197,
     0.15305060743796034},
    {0.6614378277661477, 0.75, 1.8044616215539682, 1.381468260044344, 0.42299336150962413,
     0.36645859792023694},
    {0.7070135500823163, 0.7072, 1.8539629968389253, 1.3507102503763928, 0.5032527464625325,
     0.4234843254754268},
    {0.7072135462503529, 0.707, 1.8542026276189305, 1.350567859077679, 0.5036347685412516,
     0.4237465298649843},
    {0.8660254037844386, 0.5, 2.1565156474996434, 1.2110560275684594, 0.9454596199311837,
     0.6719271156935487},
    {0.99498743710662, 0.1, 3.6956373629898747, 1.015993545025224, 2.6796438179646507,
     0.9790371713953252},
    {0.999999995, 0.0001, 10.59663475708766, 1.0000000504831739, 9.596634706604487,
     0.9999999445168263},
    {1.0, 1e-09, 22.1095601980663, 1.0, 21.1095601980663, 1.0},
    {1.0, 1e-17, 40.530240942018665, 1.0, 39.530240942018665, 1.0},
    {1.0, 1e-150, 346.77405831022674, 1.0, 345.77405831022674, 1.0},
    {0.001, 0.999999499999875, 1.5707967194941992, 1.5707959340957414, 7.853984579219437e-07,
     7.853982615722555e-07},
    {1e-08, 1.0, 1.5707963267948966, 1.5707963267948966, 7.853981633974483e-17,
     7.853981633974483e-17},
    {1e-100, 1.0, 1.5707963267948966, 1.5707963267948966, 7.853981633974483e-201,
     7.853981633974483e-201},
};

TEST(EllipticTest, AgreesWithHighPrecision) {
  for (const EllipticRow& row : kEllipticRows) {
    SCOPED_TRACE(row.complementary);
    const CompleteElliptic got = CompleteEllipticIntegrals(row.modulus, row.complementary);
    EXPECT_RELATIVE(got.first, row.first);
    EXPECT_RELATIVE(got.second, row.second);
    EXPECT_RELATIVE(got.first_minus_second, row.first_minus_second);
    EXPECT_RELATIVE(got.second_minus_scaled_first, row.second_minus_scaled_first);
  }
}

TEST(EllipticTest, Ends) {
  const CompleteElliptic zero = CompleteEllipticIntegrals(0.0, 1.0);
  EXPECT_EQ(zero.first, M_PI / 2);
  EXPECT_EQ(zero.second, M_PI / 2);
  EXPECT_EQ(zero.first_minus_second, 0.0);
  EXPECT_EQ(zero.second_minus_scaled_first, 0.0);
  const CompleteElliptic one = CompleteEllipticIntegrals(1.0, 0.0);
  EXPECT_EQ(one.first, std::numeric_limits<double>::infinity());
  EXPECT_EQ(one.second, 1.0);
}

// E K' + E' K - K K' = pi/2 on a sweep, both branches.
TEST(EllipticTest, LegendreRelation) {
  for (double angle = 0.01; angle < 1.57; angle += 0.0137) {
    const CompleteElliptic direct = CompleteEllipticIntegrals(std::sin(angle), std::cos(angle));
    const CompleteElliptic dual = CompleteEllipticIntegrals(std::cos(angle), std::sin(angle));
    EXPECT_NEAR(direct.second * dual.first - dual.first_minus_second * direct.first, M_PI / 2,
                1e-14)
        << angle;
  }
}

struct MeanRow {
  double other, gap, mean, one_minus_mean, mean_minus_other;
};

// mpmath, as above.
constexpr MeanRow kMeanRows[] = {
    {1e-200, 1.0, 0.003400703746264678, 0.9965992962537353, 0.003400703746264678},
    {1e-17, 1.0, 0.03875615565774776, 0.9612438443422523, 0.038756155657747746},
    {1e-05, 0.99999, 0.12177452186538905, 0.8782254781346109, 0.12176452186538904},
    {0.3, 0.7, 0.5977670553300518, 0.4022329446699482, 0.2977670553300518},
    {0.9, 0.09999999999999998, 0.9493415348866664, 0.05065846511333364, 0.04934153488666634},
    {0.9999, 9.999999999998899e-05, 0.9999499993749688, 5.000062503124654e-05,
     4.9999374968742444e-05},
    {0.999, 0.001, 0.9994999374687294, 0.0005000625312705229, 0.0004999374687294771},
    {0.999999999, 1e-09, 0.9999999995, 5.000000000625e-10, 4.999999999375e-10},
    {1.0, 1e-100, 1.0, 5e-101, 5e-101},
};

TEST(MeanWithOneTest, AgreesWithHighPrecision) {
  for (const MeanRow& row : kMeanRows) {
    SCOPED_TRACE(row.gap);
    const ArithmeticGeometricMean got = MeanWithOne(row.other, row.gap);
    EXPECT_RELATIVE(got.mean, row.mean);
    EXPECT_RELATIVE(got.one_minus_mean, row.one_minus_mean);
    EXPECT_RELATIVE(got.mean_minus_other, row.mean_minus_other);
  }
}

TEST(MeanWithOneTest, EqualNumbers) {
  const ArithmeticGeometricMean got = MeanWithOne(1.0, 0.0);
  EXPECT_EQ(got.mean, 1.0);
  EXPECT_EQ(got.one_minus_mean, 0.0);
  EXPECT_EQ(got.mean_minus_other, 0.0);
}

}  // namespace
}  // namespace infoflow::numerics
