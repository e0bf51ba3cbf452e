#include "infoflow/numerics/hypothesis_tests.h"

#include <cmath>
#include <limits>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::numerics {
namespace {

double Identity(double x) { return x; }

TEST(HypothesisTestsTest, NormalPValues) {
  EXPECT_DOUBLE_EQ(NormalPValue(0.0), 1.0);
  EXPECT_NEAR(NormalPValue(1.959963984540054), 0.05, 1e-15);
  EXPECT_DOUBLE_EQ(NormalPValue(-3.0), NormalPValue(3.0));
}

TEST(HypothesisTestsTest, ChiSquareMatchesHighPrecisionValues) {
  // Q(degrees / 2, chi^2 / 2) with 30 digits.
  constexpr struct {
    double chi_square, degrees, want;
  } kCases[] = {
      {0.5, 1, 0.479500122186953462},   {3.84, 1, 0.0500435212487050989},
      {10, 4, 0.0404276819945128026},   {100, 100, 0.481191684527956718},
      {60, 10, 3.62430095206148803e-9}, {1200, 1000, 0.0000122559423306229042},
  };
  for (const auto& [chi_square, degrees, want] : kCases) {
    EXPECT_NEAR(ChiSquarePValue(chi_square, degrees), want, 1e-13 * want);
  }
  EXPECT_EQ(ChiSquarePValue(0.0, 3), 1.0);
  EXPECT_EQ(ChiSquarePValue(std::numeric_limits<double>::infinity(), 3), 0.0);
}

TEST(HypothesisTestsTest, ChiSquareOfCounts) {
  const TestResult result = ChiSquareTest({44, 56}, {50, 50});
  EXPECT_DOUBLE_EQ(result.statistic, 72.0 / 50.0);
  EXPECT_DOUBLE_EQ(result.p_value, ChiSquarePValue(1.44, 1));
}

TEST(HypothesisTestsTest, KolmogorovIsCloseToTheExactFiniteLaw) {
  // As documented in the header.
  constexpr double kRelativeAccuracy = 0.05;
  // Exact values by the matrix power of Marsaglia, Tsang and Wang (J. Stat. Softw. 8, 2003).
  constexpr struct {
    double n, d, want;
  } kCases[] = {
      {10, 0.274, 0.3715203845},    {20, 0.2, 0.3527201736},     {20, 0.35, 0.01075496344},
      {100, 0.1, 0.252692757},      {100, 0.2, 0.0005551927328}, {1000, 0.05, 0.01301207131},
      {1000, 0.08, 5.154189385e-6},
  };
  for (const auto& [n, d, want] : kCases) {
    EXPECT_NEAR(KolmogorovPValue(d, n), want, kRelativeAccuracy * want) << n << ", " << d;
  }
  EXPECT_EQ(KolmogorovPValue(0.0, 100), 1.0);
  EXPECT_EQ(KolmogorovPValue(1.0, 1e6), 0.0);
}

TEST(HypothesisTestsTest, KolmogorovSmirnovStatistic) {
  // The largest step is below the second sample: F = 0.5 against 1/5.
  const TestResult result = KolmogorovSmirnovTest({0.9, 0.1, 0.5, 0.6, 0.7}, Identity);
  EXPECT_NEAR(result.statistic, 0.3, 1e-15);
  // Equally spaced samples fit perfectly.
  std::vector<double> even;
  for (int i = 0; i < 100; ++i) even.push_back((i + 0.5) / 100);
  EXPECT_NEAR(KolmogorovSmirnovTest(even, Identity).statistic, 0.005, 1e-15);
  EXPECT_GT(KolmogorovSmirnovTest(even, Identity).p_value, 0.999999);
  EXPECT_LT(KolmogorovSmirnovTest(even, [](double x) { return x * x; }).p_value, 1e-4);
}

TEST(HypothesisTestsTest, TwoSampleStatisticCountsTiesOnce) {
  std::vector<double> a, b;
  for (int i = 0; i < 40; ++i) {
    const int tied = i / 4;
    a.push_back(tied);
    b.push_back(tied + (i >= 20 ? 100 : 0));
  }
  EXPECT_EQ(KolmogorovSmirnovTwoSampleTest(a, a).statistic, 0.0);
  EXPECT_NEAR(KolmogorovSmirnovTwoSampleTest(a, b).statistic, 0.5, 1e-15);
  EXPECT_LT(KolmogorovSmirnovTwoSampleTest(a, b).p_value, 1e-4);
}

TEST(HypothesisTestsDeathTest, ChecksDomains) {
  EXPECT_DEATH((void)ChiSquarePValue(-1.0, 1), "check failed");
  EXPECT_DEATH((void)ChiSquareTest({1.0}, {1.0}), "check failed");
  EXPECT_DEATH((void)ChiSquareTest({1.0, 0.0}, {1.0, 0.0}), "check failed");
  EXPECT_DEATH((void)KolmogorovPValue(0.1, 4), "check failed");
}

}  // namespace
}  // namespace infoflow::numerics
