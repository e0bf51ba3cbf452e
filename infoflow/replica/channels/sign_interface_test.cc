#include "infoflow/replica/channels/sign_interface.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/piecewise_affine.h"
#include "infoflow/replica/channels/piecewise_interface.h"

namespace infoflow::replica {
namespace {

struct Regime {
  double precision;
  double noise;
  double signal;
};

std::vector<Regime> Regimes() {
  return {{10.0, 0.3, 0.7},  {1.0, 0.5, 0.5},  {3.0, 1.0, 0.0},   {1e5, 1e-10, 1.0},
          {0.5, 1e-3, 100.}, {1e-3, 0.3, 1.7}, {1e-6, 0.5, 0.5},  {20.0, 0.5, 1e-9},
          {45.0, 0.1, 1.0},  {5.0, 99.0, 1.0}, {0.1, 0.01, 0.01}, {1e7, 0.5, 0.5}};
}

// The general piecewise-affine version integrates over y with two atoms in it.
TEST(SignInterfaceTest, AgreesWithTheGeneralVersion) {
  for (const Regime& at : Regimes()) {
    const ChannelResponse want =
        PiecewiseInterface(activation::PiecewiseAffine::Sign(), at.precision, at.noise, at.signal,
                           InterfaceQuadratureFor(1e-13));
    for (const double target : {1e-8, 1e-10, 1e-13}) {
      const ChannelResponse got = SignInterface(at.precision, at.noise, at.signal, target);
      const double relative = std::max(3.0 * target, 3e-12);
      EXPECT_NEAR(got.information, want.information, relative * want.information) << at.precision;
      EXPECT_NEAR(got.precision, want.precision, relative * want.precision) << at.precision;
      EXPECT_NEAR(got.variance, want.variance, relative * want.variance + 1e-13) << at.precision;
    }
  }
}

// V ~ e^{-A/2}: d ln V/dA = -1/2 - 1/(2A) to leading order.
TEST(SignInterfaceTest, TinyVarianceKeepsItsDigits) {
  for (const double precision : {100.0, 300.0, 1000.0}) {
    const double here = SignInterface(precision, 0.3, 0.7, 1e-10).variance;
    const double there = SignInterface(1.001 * precision, 0.3, 0.7, 1e-10).variance;
    const double fine = SignInterface(precision, 0.3, 0.7, 1e-13).variance;
    EXPECT_NEAR(here / fine, 1.0, 1e-9);
    const double slope = std::log(there / here) / (0.001 * precision);
    EXPECT_NEAR(slope, -0.5 - 0.5 / precision, 2.0 / (precision * precision) + 1e-6);
  }
  EXPECT_EQ(SignInterface(1e5, 0.3, 0.7, 1e-10).variance, 0.0);
}

TEST(SignInterfaceTest, Limits) {
  // All is seen: J is the entropy of the sign, which is 1 bit where nothing is known.
  EXPECT_NEAR(SignInterface(1e6, 0.3, 0.0, 1e-10).information, std::log(2.0), 1e-14);
  const ChannelResponse none = SignInterface(0.0, 0.3, 0.7, 1e-10);
  EXPECT_EQ(none.information, 0.0);
  EXPECT_EQ(none.precision, 0.0);
  // E 4 P (1 - P) over w, and P is uniform where v = m.
  EXPECT_NEAR(SignInterface(0.0, 0.5, 0.5, 1e-10).variance, 2.0 / 3.0, 1e-10);
}

}  // namespace
}  // namespace infoflow::replica
