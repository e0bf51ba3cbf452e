#include "paper_figures/rbm/rbm_scaling_dimensions_claims.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/rbm/class_measurement.h"
#include "paper_figures/rbm/flow_thermometer.h"
#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/rbm/recipe.h"

namespace infoflow::paper_figures {
namespace {

MeasuredStep At(int step, double spin, double energy, double temperature, double open_spin = 0.07) {
  MeasuredStep measured;
  measured.step = step;
  measured.critical.torus = {{spin, 0.003}, {energy, 0.01}};
  measured.open_spin.value = open_spin;
  measured.open_energy.value = 1.02;
  measured.temperature.value = temperature;
  measured.squared_magnetization = 0.6;
  return measured;
}

// Dimensions of the class of T_c.
ClassMeasurement Classes(double spin, double energy, double magnetization) {
  ClassMeasurement measured;
  measured.rows.resize(kClasses);
  measured.rows[kCriticalClass].spin.value = spin;
  measured.rows[kCriticalClass].energy.value = energy;
  measured.magnetization_dimension = magnetization;
  return measured;
}

ControlMeasurement Control() {
  ControlMeasurement control;
  control.critical = At(0, 0.125, 1.0, kCriticalTemperature);
  control.critical.critical.torus.spin.error = 0.004;
  control.by_temperature = Classes(0.09, 1.0, 0.09);
  control.by_class = Classes(0.066, 1.35, 0.095);
  return control;
}

std::map<std::string, Claim> ByName(const ClaimList& list) {
  std::map<std::string, Claim> claims;
  for (const Claim& claim : list.ForFigure("fig16")) claims[claim.id.substr(6)] = claim;
  return claims;
}

// Of the two flows only steps 1 and 10 are among the first; steps 15 and 100 are the last.
TEST(ScalingClaimsTest, FirstStepsAndLastSteps) {
  const std::vector<MeasuredFlow> flows = {
      {Recipe::kLocal,
       {At(1, 0.124, 1.05, 2.2), At(10, 0.11, 1.1, 2.2), At(15, 0.05, 3.0, 2.25)},
       {Classes(0.07, 1.3, 0.1)}},
      {Recipe::kLocal,
       {At(1, 0.13, 0.95, 2.2), At(100, 0.1, 0.2, kCriticalTemperature + 0.05)},
       {Classes(0.07, 1.3, 0.1)}}};
  ClaimList list;
  AddLocalClaims(Control(), flows, list);
  std::map<std::string, Claim> claims = ByName(list);
  EXPECT_EQ(claims["spin_not_below"].measured, 0.11);
  EXPECT_EQ(claims["spin_not_above"].measured, 0.13);
  EXPECT_EQ(claims["energy_not_below"].measured, 0.95);
  EXPECT_EQ(claims["energy_not_above"].measured, 1.1);
  // The smaller fall of the two, 0.025, over hypot(0.004, 0.003).
  EXPECT_NEAR(claims["fixed_point_spin"].measured, 5.0, 1e-12);
  EXPECT_NEAR(claims["fixed_point_temperature"].measured, 0.05, 1e-12);
  ClaimList authors;
  AddAuthorsClaims(Control(), flows, authors);
  for (const auto& [name, claim] : ByName(authors)) {
    EXPECT_EQ(claim.verdict(), Claim::Verdict::kNotDecided) << name;
  }
}

TEST(ScalingClaimsTest, Estimators) {
  ClaimList list;
  AddEstimatorClaims(Control(), list);
  std::map<std::string, Claim> claims = ByName(list);
  EXPECT_NEAR(claims["open_spin_bias"].measured, 0.055, 1e-12);
  EXPECT_NEAR(claims["open_energy_bias"].measured, 0.02, 1e-12);
  EXPECT_NEAR(claims["class_energy_bias"].measured, 0.35, 1e-12);
  EXPECT_NEAR(claims["magnetization_bias"].measured, 0.03, 1e-12);
}

// Step 29 counts, of either machine, and the last step at which classes were measured. A flow that
// has no dimension says nothing.
TEST(ScalingClaimsTest, AuthorsFlows) {
  const double none = std::nan("");
  const std::vector<MeasuredFlow> flows = {
      {Recipe::kAuthors,
       {At(10, 0.2, 1.0, 2.2), At(29, 0.08, 1.2, 2.2), At(100, 0.3, 0.9, 2.1)},
       {Classes(0.5, 9.0, 0.5), Classes(0.056, 1.3, 0.03)}},
      {Recipe::kAuthors,
       {At(29, 0.15, 1.1, 2.2), At(100, 0.3, 0.9, 2.1)},
       {Classes(0.03, 1.4, 0.085)}},
      {Recipe::kAuthors,
       {At(29, none, none, 2.9), At(100, none, none, 2.9)},
       {Classes(none, none, none)}}};
  ClaimList list;
  AddAuthorsClaims(Control(), flows, list);
  std::map<std::string, Claim> claims = ByName(list);
  EXPECT_NEAR(claims["authors_spin"].measured, 0.025, 1e-12);
  EXPECT_NEAR(claims["authors_class_spin"].measured, -0.01, 1e-12);
  EXPECT_NEAR(claims["authors_magnetization"].measured, -0.01, 1e-12);
  ClaimList nothing;
  AddAuthorsClaims(Control(), {flows[2]}, nothing);
  for (const auto& [name, claim] : ByName(nothing)) {
    EXPECT_EQ(claim.verdict(), Claim::Verdict::kNotDecided) << name;
  }
}

}  // namespace
}  // namespace infoflow::paper_figures
