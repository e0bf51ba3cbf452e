#include "infoflow/replica/channels/smooth_activation.h"

#include <cmath>

#include "gtest/gtest.h"
#include "infoflow/activation/function.h"
#include "infoflow/replica/channels/channel.h"

namespace infoflow::replica {
namespace {

TEST(SmoothActivationTest, Output) {
  // erf: E ln f' = ln(2/sqrt pi) - q exactly.
  const double pi = std::acos(-1.0);
  const ChannelResponse erf = SmoothOutput(activation::MakeFunction("erf").value(), 0.3, 0.7);
  EXPECT_NEAR(erf.information,
              0.5 * std::log(2.0 * pi * std::exp(1.0) * 0.3) + std::log(2.0 / std::sqrt(pi)) - 1.0,
              1e-13);
  EXPECT_DOUBLE_EQ(erf.precision, 1.0 / 0.3);
  EXPECT_EQ(erf.variance, 0.0);
  // (2/pi) asin(2q/(1 + 2q)) is E erf(u)^2.
  for (const double q : {0.01, 1.0, 50.0}) {
    EXPECT_NEAR(SmoothSecondMoment(activation::MakeFunction("erf").value(), q) /
                    (2.0 / pi * std::asin(2.0 * q / (1.0 + 2.0 * q))),
                1.0, 1e-12);
  }
}

}  // namespace
}  // namespace infoflow::replica
