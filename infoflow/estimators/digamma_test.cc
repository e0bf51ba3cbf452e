#include "infoflow/estimators/digamma.h"

#include <algorithm>
#include <cmath>

#include "boost/math/special_functions/digamma.hpp"
#include "boost/math/special_functions/trigamma.hpp"
#include "gtest/gtest.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::estimators {
namespace {

constexpr double kExact = 1e-14;
constexpr double kEulerGamma = 0.57721566490153286;
using numerics::kPi;

TEST(DigammaTest, HasItsClosedForms) {
  EXPECT_NEAR(Digamma(1.0), -kEulerGamma, kExact);
  EXPECT_NEAR(Digamma(0.5), -kEulerGamma - 2.0 * std::log(2.0), kExact);
  EXPECT_NEAR(Trigamma(1.0), kPi * kPi / 6.0, kExact);
  EXPECT_NEAR(Trigamma(0.5), kPi * kPi / 2.0, 4.0 * kExact);
  double harmonic = -kEulerGamma;
  for (int n = 1; n < 2000; ++n) {
    EXPECT_NEAR(Digamma(n), harmonic, kExact * std::max(1.0, harmonic)) << n;
    harmonic += 1.0 / n;
  }
}

TEST(DigammaTest, AgreesWithBoost) {
  for (double x = 0.5; x < 1e7; x *= 1.037) {
    const double digamma = boost::math::digamma(x);
    const double trigamma = boost::math::trigamma(x);
    EXPECT_NEAR(Digamma(x), digamma, kExact * std::max(1.0, std::fabs(digamma))) << x;
    EXPECT_NEAR(Trigamma(x), trigamma, kExact * trigamma) << x;
  }
}

}  // namespace
}  // namespace infoflow::estimators
