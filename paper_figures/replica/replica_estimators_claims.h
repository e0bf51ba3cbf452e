#ifndef PAPER_FIGURES_REPLICA_REPLICA_ESTIMATORS_CLAIMS_H_
#define PAPER_FIGURES_REPLICA_REPLICA_ESTIMATORS_CLAIMS_H_

#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/replica/two_layer_network.h"

namespace infoflow::paper_figures {

struct EstimatorParameters {
  int units;
  int samples;
  int sigmas;
  double noise;
  int neighbours;
  int jump_points;

  void Register(ParameterSet& set) {
    set.Add("units", &units, "n, units of every layer", {60, 400, 1000}, {10, 4000});
    set.Add("samples", &samples, "samples for the estimators", {60, 400, 1000}, {2, 100000});
    set.Add("sigmas", &sigmas, "weight scales from 0.1 to 10", {5, 21, 21}, {3, 1000});
    set.Add("noise", &noise, "variance of the noise at the measured layer", {1e-5, 1e-5, 1e-5},
            {1e-9, 1.0});
    set.Add("neighbours", &neighbours, "k of the nearest-neighbour estimator", {3, 3, 3},
            {1, 1000});
    set.Add("jump_points", &jump_points, "weight scales around each jump", {10, 19, 37}, {4, 1000});
  }
};

// One layer at one weight scale; all but `activation`, `sigma` and `layer` in nats per unit.
struct EstimatorRow {
  TwoLayerActivation activation = TwoLayerActivation::kLinear;
  double sigma = 0.0;
  int layer = 0;  // 1 or 2
  double replica = 0.0, information = 0.0;
  double exact_linear = 0.0;
  SampleEstimates samples;

  INFOFLOW_FIELDS(activation, sigma, layer, replica, information, exact_linear, samples)
};
template <>
struct FieldsOf<SampleEstimates> {
  template <typename Self, typename Visit>
  static void VisitFields(Self& self, Visit& visit) {
    visit("nearest_neighbour", self.nearest_neighbour);
    visit("mixture_lower", self.mixture_lower);
    visit("mixture_upper", self.mixture_upper);
  }
};

// The second layer of the hardtanh network at one weight scale around a jump.
struct JumpRow {
  double sigma = 0.0, error = 0.0, entropy = 0.0;

  INFOFLOW_COLUMNS(sigma, "", error, "output squared", entropy, "nats per unit")
};

struct EstimatorRecord {
  std::vector<EstimatorRow> rows;  // by activation, layer and sigma: a curve is a run of rows
  std::vector<JumpRow> first_jump, second_jump;

  INFOFLOW_FIELDS(rows, first_jump, second_jump)
};

// Where the minimum of the potential jumps to another branch: the middle of the step at which the
// error grows most. NaN where no step is a jump.
double JumpPosition(const std::vector<JumpRow>& rows);

ClaimList EstimatorClaims(const EstimatorParameters& p, const EstimatorRecord& record);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_REPLICA_REPLICA_ESTIMATORS_CLAIMS_H_
