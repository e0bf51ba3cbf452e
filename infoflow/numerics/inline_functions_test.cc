// Each function against long double at many points of its domain; the bounds are those of the
// header.

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include "gtest/gtest.h"
#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/numerics/logarithm_inline.h"
#include "infoflow/numerics/normal_inline.h"

namespace infoflow::numerics {
namespace {

struct Case {
  std::string name;
  std::function<double(double)> function;
  std::function<long double(long double)> reference;
  double lower;
  double upper;
  bool logarithmic;  // points equidistant in ln x
  double bound;      // relative
};

long double LongErfcx(long double z) {
  if (z < 8.0L) return expl(z * z) * erfcl(z);
  long double tail = 0.0L;
  for (int n = 120; n > 0; --n) tail = 0.5L * n / (z + tail);
  return 0.56418958354775628694807945156077L / (z + tail);
}

class InlineFunctionsTest : public ::testing::TestWithParam<Case> {};

TEST_P(InlineFunctionsTest, ErrorIsWithinTheBound) {
  const Case& test = GetParam();
  constexpr int kPoints = 400000;
  double worst = 0.0;
  double worst_at = 0.0;
  for (int i = 0; i <= kPoints; ++i) {
    const double part = static_cast<double>(i) / kPoints;
    const double x = test.logarithmic ? test.lower * std::pow(test.upper / test.lower, part)
                                      : test.lower + (test.upper - test.lower) * part;
    const long double want = test.reference(x);
    if (want == 0.0L) continue;
    const double error = static_cast<double>(fabsl(test.function(x) / want - 1.0L));
    if (!(error <= worst)) {
      worst = error;
      worst_at = x;
    }
  }
  EXPECT_LE(worst, test.bound) << test.name << " at " << worst_at;
}

INSTANTIATE_TEST_SUITE_P(
    Functions, InlineFunctionsTest,
    ::testing::Values(Case{"Exp", static_cast<double (*)(double)>(ExpInline),
                           [](long double x) { return expl(x); }, -708.0, 709.0, false, 2.5e-16},
                      Case{"ExpNearZero", static_cast<double (*)(double)>(ExpInline),
                           [](long double x) { return expl(x); }, -1.0, 1.0, false, 2.5e-16},
                      Case{"Log", static_cast<double (*)(double)>(LogInline),
                           [](long double x) { return logl(x); }, 1e-150, 1e150, true, 3e-16},
                      Case{"LogNearOne", static_cast<double (*)(double)>(LogInline),
                           [](long double x) { return logl(x); }, 0.5, 2.0, false, 3e-16},
                      Case{"Erfcx", ErfcxInline, LongErfcx, 1e-9, 1e9, true, 1e-15},
                      Case{"ErfcxMiddle", ErfcxInline, LongErfcx, 0.0, 30.0, false, 1e-15},
                      Case{"NormalDensity", [](double x) { return NormalInline(x).density; },
                           [](long double x) {
                             return expl(-0.5L * x * x) * 0.39894228040143267793994605993438L;
                           },
                           -6.0, 6.0, false, 5e-15},
                      Case{"NormalTail", [](double x) { return NormalInline(x).tail; },
                           [](long double x) {
                             return 0.5L * erfcl(fabsl(x) * 0.70710678118654752440084436210485L);
                           },
                           -6.0, 6.0, false, 6e-15},
                      Case{"NormalTailFar", [](double x) { return NormalInline(x).tail; },
                           [](long double x) {
                             return 0.5L * erfcl(fabsl(x) * 0.70710678118654752440084436210485L);
                           },
                           6.0, 37.0, false, 1.5e-13}),
    [](const ::testing::TestParamInfo<Case>& info) { return info.param.name; });

TEST(InlineFunctionsTest, LogarithmInSinglePrecision) {
  double worst = 0.0;
  for (int i = 0; i <= 400000; ++i) {
    const float x = static_cast<float>(1e-37 * std::pow(1e75, i / 400000.0));
    const double want = std::log(static_cast<double>(x));
    const double scale = std::max(std::abs(want), std::abs(x - 1.0));
    if (scale > 0.0) worst = std::max(worst, std::abs(LogInline(x) - want) / scale);
  }
  EXPECT_LE(worst, 1.2e-7);
  EXPECT_EQ(LogInline(1.0f), 0.0f);
}

TEST(InlineFunctionsTest, FarBelowTheRangeOfDouble) {
  EXPECT_LE(ExpInline(-1e6), 1e-307);
  EXPECT_GE(ExpInline(-1e6), 0.0);
  EXPECT_EQ(ExpInline(0.0), 1.0);
  EXPECT_EQ(LogInline(1.0), 0.0);
  EXPECT_LE(NormalInline(100.0).tail, 1e-307);
}

}  // namespace
}  // namespace infoflow::numerics
