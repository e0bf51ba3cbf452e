#ifndef PAPER_FIGURES_RBM_RBM_SCALING_DIMENSIONS_CLAIMS_H_
#define PAPER_FIGURES_RBM_RBM_SCALING_DIMENSIONS_CLAIMS_H_

#include <vector>

#include "infoflow/numerics/jackknife.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/rbm/class_measurement.h"
#include "paper_figures/rbm/critical_measurement.h"
#include "paper_figures/rbm/recipe.h"

namespace infoflow::paper_figures {

// Steps of a flow of which the claims about its first steps speak.
inline constexpr int kFirstClaimedStep = 1;
inline constexpr int kLastClaimedStep = 10;

// What is measured of critical samples (step 0) or at one step of their flow through a machine.
struct MeasuredStep {
  int step = 0;
  CriticalMeasurement critical;
  // By the authors' estimators on all of them, which are one class then; NaN where there is none.
  numerics::JackknifeEstimate open_spin, open_energy;
  numerics::JackknifeEstimate temperature;
  double squared_magnetization = 0.0;

  INFOFLOW_FIELDS(step, critical, open_spin, open_energy, temperature, squared_magnetization)
};

// The flow through one machine: of critical samples, and by class of samples of all temperatures.
struct MeasuredFlow {
  Recipe recipe = Recipe::kAuthors;
  std::vector<MeasuredStep> steps;        // ascending
  std::vector<ClassMeasurement> classes;  // by ascending step
};

// Samples that have not flowed: critical ones, and those of all temperatures, sorted by the
// temperature that they have and by the class that the thermometer gives them.
struct ControlMeasurement {
  MeasuredStep critical;
  ClassMeasurement by_temperature, by_class;
};

// What must hold for flows beside samples that have not flowed.
void AddEstimatorClaims(const ControlMeasurement& control, ClaimList& claims);
void AddAuthorsClaims(const ControlMeasurement& control, const std::vector<MeasuredFlow>& flows,
                      ClaimList& claims);
void AddLocalClaims(const ControlMeasurement& control, const std::vector<MeasuredFlow>& flows,
                    ClaimList& claims);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_RBM_SCALING_DIMENSIONS_CLAIMS_H_
