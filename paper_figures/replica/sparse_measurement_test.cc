#include "paper_figures/replica/sparse_measurement.h"

#include <vector>

#include "gtest/gtest.h"
#include "infoflow/replica/saddle/landscape.h"

namespace infoflow::paper_figures {
namespace {

TEST(SparseMeasurementTest, InputsHaveTheirMoments) {
  const replica::Network network = SparseMeasurement(0.4, 0.3, 1e-5).value();
  EXPECT_NEAR(network.prior().variance(), 0.3 * (1.0 + 0.5) - 0.3 * 0.3, 1e-14);
}

TEST(SparseMeasurementTest, ClosedFormIsTheLandscape) {
  const double alpha = 0.4, noise = 1e-3;
  const replica::Network network = SparseMeasurement(alpha, 0.3, noise).value();
  const std::vector<replica::LandscapePoint> landscape =
      replica::PotentialLandscape(network, {1e-6, 1e-3, 0.3}).value();
  for (const replica::LandscapePoint& point : landscape) {
    EXPECT_NEAR(ClosedFormPotential(network.prior(), alpha, noise, point.error), point.potential,
                1e-9)
        << point.error;
  }
}

TEST(SparseMeasurementTest, RefusesFractionsThatAreNone) {
  EXPECT_FALSE(SparseMeasurement(0.4, 1.5, 1e-5).ok());
}

}  // namespace
}  // namespace infoflow::paper_figures
