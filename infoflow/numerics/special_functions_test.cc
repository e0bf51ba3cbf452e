#include "infoflow/numerics/special_functions.h"

#include <cmath>

#include "gtest/gtest.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::numerics {
namespace {

struct Point {
  double x;
  double want;
};

void ExpectRelative(double got, double want, double tolerance, double x) {
  EXPECT_NEAR(got, want, tolerance * std::abs(want)) << "x = " << x;
}

// The values were computed with 50 digits at the double x; the tolerances are those that the
// header documents.

TEST(NormalCdfTest, MatchesHighPrecisionValues) {
  constexpr Point kPoints[] = {
      {-37, 5.7255712225245768227e-300}, {-20.5, 1.0764673258790960335e-93},
      {-8, 6.2209605742717841235e-16},   {-3, 0.0013498980316300945267},
      {-1, 0.15865525393145705141},      {-0.1, 0.46017216272297101633},
      {1e-10, 0.50000000003989422804},   {0.0, 0.5},
      {0.7, 0.75803634777692697138},     {2, 0.9772498680518207928},
      {5, 0.99999971334842812081},
  };
  for (const auto& [x, want] : kPoints) {
    ExpectRelative(NormalCdf(x), want, 1e-15 * (1 + x * x), x);
  }
}

TEST(NormalCdfTest, DensityIsItsDerivative) {
  EXPECT_DOUBLE_EQ(NormalDensity(0.0), 0.39894228040143267794);
  constexpr double kStep = 1e-4;
  for (double x = -5.0; x < 5.0; x += 0.25) {
    const double slope = (NormalCdf(x + kStep) - NormalCdf(x - kStep)) / (2 * kStep);
    EXPECT_NEAR(NormalDensity(x), slope, 1e-8) << x;
  }
}

TEST(LogNormalCdfTest, MatchesHighPrecisionValues) {
  constexpr Point kPoints[] = {
      {-1e5, -5000000012.4318639983},   {-100, -5005.5242086942050886},
      {-37, -689.0305855768905936},     {-8, -35.013437159914549896},
      {-1.5, -2.705944400823889807},    {-1, -1.8410216450092635058},
      {-0.99, -1.8258103178428123576},  {-0.1, -0.77615459273027332557},
      {0.0, -0.69314718055994530942},   {0.5, -0.36894641528865639307},
      {3, -0.0013508099647481937988},   {8, -6.2209605742717860585e-16},
      {20, -2.7536241186062336951e-89},
  };
  for (const auto& [x, want] : kPoints) {
    // For x > 0 what counts is the upper tail, which has the accuracy of NormalCdf.
    const double tolerance = x > 0 ? 2e-15 * (1 + x * x) : 4e-15;
    ExpectRelative(LogNormalCdf(x), want, tolerance, x);
  }
}

TEST(NormalQuantileTest, MatchesHighPrecisionValues) {
  constexpr Point kPoints[] = {
      {1e-300, -37.047096299361199237},
      {1e-20, -9.2623400897984075796},
      {0.001, -3.0902323061678135354},
      {0.1, -1.2815515655446004353},
      {0.3, -0.52440051270804081597},
      {0.499999999, -2.5066283428845326712e-9},
      {0.5, 0.0},
      {0.50000001, 2.5066282872262044377e-8},
      {0.8, 0.8416212335729143638},
      {0.99, 2.3263478740408407676},
      {0.9999999999, 6.3613408896974218642},
  };
  for (const auto& [p, want] : kPoints) ExpectRelative(NormalQuantile(p), want, 2e-15, p);
}

TEST(NormalQuantileTest, EndsAndBeyond) {
  EXPECT_EQ(NormalQuantile(0.0), -kInfinity);
  EXPECT_EQ(NormalQuantile(1.0), kInfinity);
  EXPECT_TRUE(std::isnan(NormalQuantile(-0.1)));
  EXPECT_TRUE(std::isnan(NormalQuantile(1.1)));
  EXPECT_TRUE(std::isnan(NormalQuantile(kNaN)));
}

TEST(ErfcxTest, MatchesHighPrecisionValues) {
  constexpr Point kPoints[] = {
      {-26, 7.6577249314905683515e+293},
      {-5, 144009798674.66104041},
      {-1, 5.0089800807622834663},
      {-1e-5, 1.0000112838916717074},
      {0.0, 1.0},
      {0.3, 0.73459933456765514992},
      {1, 0.42758357615580700441},
      {2.7182818, 0.19568794945308489416},
      {4.99, 0.11091837045388811609},
      {5, 0.11070463773306862637},
      {5.01, 0.11049171315279298134},
      {10, 0.056140992743822585858},
      {30, 0.018795888861416751497},
      {1e5, 5.6418958351954680777e-6},
      {1e200, 5.6418958354775630402e-201},
  };
  for (const auto& [x, want] : kPoints) ExpectRelative(Erfcx(x), want, 2e-15, x);
}

TEST(ErfcxTest, IsContinuousWhereTheFormulasMeetAndHasItsLimits) {
  ExpectRelative(Erfcx(std::nextafter(5.0, 0.0)), Erfcx(5.0), 4e-15, 5.0);
  EXPECT_EQ(Erfcx(-27.5), kInfinity);
  EXPECT_EQ(Erfcx(-kInfinity), kInfinity);
  EXPECT_EQ(Erfcx(kInfinity), 0.0);
  EXPECT_TRUE(std::isnan(Erfcx(kNaN)));
}

TEST(NormalHazardTest, MatchesHighPrecisionValues) {
  constexpr Point kPoints[] = {
      {-30, 1.473646134878547519e-196},
      {-10, 7.6945986267064193463e-23},
      {-1, 0.28759997093917836123},
      {0.0, 0.79788456080286535588},
      {1, 1.5251352761609812091},
      {5, 5.1865039671258421156},
      {10, 10.098093233962511963},
      {40, 40.024968847207263723},
      {1e6, 1000000.000001},
  };
  for (const auto& [x, want] : kPoints) {
    // Below x = -26 it is a density, whose argument is squared in double precision.
    ExpectRelative(NormalHazard(x), want, x < -26 ? 1e-15 * (1 + x * x) : 4e-15, x);
  }
}

TEST(SpecialFunctionsTest, NotANumberStaysSo) {
  EXPECT_TRUE(std::isnan(NormalCdf(kNaN)));
  EXPECT_TRUE(std::isnan(LogNormalCdf(kNaN)));
  EXPECT_TRUE(std::isnan(NormalHazard(kNaN)));
}

}  // namespace
}  // namespace infoflow::numerics
