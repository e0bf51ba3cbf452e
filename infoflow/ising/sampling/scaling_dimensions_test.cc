#include "infoflow/ising/sampling/scaling_dimensions.h"

#include <cmath>

#include "gtest/gtest.h"
#include "infoflow/ising/sampling/spin_correlations.h"
#include "infoflow/ising/square/torus_correlators.h"

namespace infoflow::ising {
namespace {

// Correlators with given dimensions in every bin, the amplitude different from bin to bin.
SpinCorrelations Synthetic(int side, double spin, double energy, bool torus) {
  constexpr int kBins = 4;
  SpinCorrelations c;
  c.side = side;
  c.spin = linalg::Matrix<double>(kBins, side * side, 1.0);
  c.energy = linalg::Matrix<double>(kBins, side * side, 1.0);
  c.energy_density.assign(kBins, 0.7);
  for (int b = 0; b < kBins; ++b) {
    for (int r = 1; r < side; ++r) {
      const double g =
          torus ? std::pow(TorusSpinShape(side, r), spin / 0.125) : std::pow(r, -2.0 * spin);
      const double e =
          torus ? std::pow(TorusEnergyShape(side, r), energy) : std::pow(r, -2.0 * energy);
      for (const int place : {r, r * side}) {
        c.spin(b, place) = (0.7 + 0.01 * b) * g;
        c.energy(b, place) = 0.49 + (0.1 + 0.001 * b) * e;
      }
    }
  }
  return c;
}

TEST(ScalingDimensionsTest, FindsTheDimensionsPutIn) {
  for (const int side : {6, 10, 16, 33}) {
    for (const double spin : {0.05, 0.125, 0.3}) {
      for (const bool torus : {false, true}) {
        const auto got =
            MeasureScalingDimensions(Synthetic(side, spin, 8.0 * spin, torus),
                                     torus ? DimensionFit::kTorus : DimensionFit::kPower);
        ASSERT_TRUE(got.ok()) << got.status();
        EXPECT_NEAR(got->spin.value, spin, 1e-12);
        EXPECT_NEAR(got->energy.value, 8.0 * spin, 1e-9);
        EXPECT_LT(got->spin.error, 1e-12);
      }
    }
  }
}

TEST(ScalingDimensionsTest, BadInput) {
  EXPECT_EQ(MeasureScalingDimensions(Synthetic(5, 0.125, 1.0, true)).status().message(),
            "there are 4 bins of side 5; scaling dimensions need at least 2 bins and side 6");
  SpinCorrelations negative = Synthetic(8, 0.125, 1.0, true);
  for (int b = 0; b < 4; ++b) negative.spin(b, 3) = -1.0;
  EXPECT_EQ(MeasureScalingDimensions(negative).status().code(), absl::StatusCode::kOutOfRange);
}

}  // namespace
}  // namespace infoflow::ising
