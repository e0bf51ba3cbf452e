#include "infoflow/replica/channels/piecewise_plain.h"

#include <array>
#include <cmath>

#include "gtest/gtest.h"
#include "infoflow/activation/piecewise_affine.h"

namespace infoflow::replica {
namespace {

// Panels of another order and width: what they agree to is what they are right to.
TEST(PiecewisePlainTest, ConvergesWithThePanels) {
  const activation::PiecewiseAffine hardtanh = *activation::PiecewiseAffine::Hardtanh(1.0);
  for (const auto& [A, v, m] :
       {std::array<double, 3>{10.0, 0.3, 0.7}, {1e4, 1e-3, 1.0}, {1e5, 0.5, 0.5}}) {
    const ChannelResponse got = PlainInterface(hardtanh, A, v, m);
    const ChannelResponse want = PlainInterface(hardtanh, A, v, m, {16, 1.2, 11.0});
    EXPECT_NEAR(got.information / want.information, 1.0, 5e-13);
    EXPECT_NEAR(got.variance / want.variance, 1.0, 5e-13);
    EXPECT_NEAR(got.precision / want.precision, 1.0, 5e-13);
  }
}

TEST(PiecewisePlainTest, LinearIsAClosedForm) {
  const ChannelResponse got = PlainInterface(activation::PiecewiseAffine::Linear(), 20.0, 0.3, 0.7);
  EXPECT_NEAR(got.information, 0.5 * std::log1p(6.0), 1e-14);
  EXPECT_NEAR(got.variance, 0.3 / 7.0, 1e-14);
  EXPECT_NEAR(got.precision, 20.0 / 7.0, 1e-13);
}

}  // namespace
}  // namespace infoflow::replica
