#include "paper_figures/rbm/rbm_scaling_dimensions_claims.h"

#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/rbm/ising_machines.h"

namespace infoflow::paper_figures {
namespace {

MeasuredStep At(int step, double spin, double energy, double temperature) {
  MeasuredStep measured;
  measured.step = step;
  measured.critical.torus = {{spin, 0.003}, {energy, 0.01}};
  measured.temperature.value = temperature;
  return measured;
}

// Of the two flows only steps 1 and 10 are among the first; steps 15 and 100 are the last.
TEST(ScalingClaimsTest, FirstStepsAndLastSteps) {
  MeasuredStep control = At(0, 0.125, 1.0, kCriticalTemperature);
  control.critical.torus.spin.error = 0.004;
  ClaimList list;
  AddScalingClaims(control,
                   {{At(1, 0.124, 1.05, 2.2), At(10, 0.11, 1.1, 2.2), At(15, 0.05, 3.0, 2.25)},
                    {At(1, 0.13, 0.95, 2.2), At(100, 0.1, 0.2, kCriticalTemperature + 0.05)}},
                   list);
  std::map<std::string, double> measured;
  for (const Claim& claim : list.ForFigure("fig16")) measured[claim.id] = claim.measured;
  EXPECT_EQ(measured["fig16/spin_not_below"], 0.11);
  EXPECT_EQ(measured["fig16/spin_not_above"], 0.13);
  EXPECT_EQ(measured["fig16/energy_not_below"], 0.95);
  EXPECT_EQ(measured["fig16/energy_not_above"], 1.1);
  // The smaller fall of the two, 0.025, over hypot(0.004, 0.003).
  EXPECT_NEAR(measured["fig16/fixed_point_spin"], 5.0, 1e-12);
  EXPECT_NEAR(measured["fig16/fixed_point_temperature"], 0.05, 1e-12);
}

}  // namespace
}  // namespace infoflow::paper_figures
