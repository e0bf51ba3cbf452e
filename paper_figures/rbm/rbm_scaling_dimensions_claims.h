#ifndef PAPER_FIGURES_RBM_RBM_SCALING_DIMENSIONS_CLAIMS_H_
#define PAPER_FIGURES_RBM_RBM_SCALING_DIMENSIONS_CLAIMS_H_

#include <vector>

#include "infoflow/numerics/jackknife.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/rbm/critical_measurement.h"

namespace infoflow::paper_figures {

// Steps of a flow of which the claims about its first steps speak.
inline constexpr int kFirstClaimedStep = 1;
inline constexpr int kLastClaimedStep = 10;

// What is measured of critical samples (step 0) or at one step of their flow through a machine.
struct MeasuredStep {
  int step = 0;
  CriticalMeasurement critical;
  numerics::JackknifeEstimate temperature;
  double squared_magnetization = 0.0;

  INFOFLOW_FIELDS(step, critical, temperature, squared_magnetization)
};

// What must hold for flows, each by ascending step, beside samples that have not flowed.
void AddScalingClaims(const MeasuredStep& control,
                      const std::vector<std::vector<MeasuredStep>>& flows, ClaimList& claims);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_RBM_SCALING_DIMENSIONS_CLAIMS_H_
