#include "infoflow/network/mean_field/recursion.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/network/mean_field/mean_field.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

absl::Status CheckLayers(int layers) {
  if (layers >= 0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("number of layers is ", layers, "; it must be at least 0"));
}

}  // namespace

absl::StatusOr<std::vector<MeanFieldState>> MeanFieldTrajectory(
    const activation::Function& activation, double weight_variance, double bias_variance,
    const MeanFieldState& start, int layers) {
  INFOFLOW_RETURN_IF_ERROR(CheckLayers(layers));
  std::vector<MeanFieldState> states = {start};
  for (int l = 0; l < layers; ++l) {
    INFOFLOW_ASSIGN_OR_RETURN(const CorrelationStep step,
                              MapCorrelation(activation, weight_variance, bias_variance,
                                             states.back().variance, states.back().decorrelation));
    states.push_back({step.variance, step.decorrelation});
  }
  return states;
}

absl::StatusOr<std::vector<double>> VarianceTrajectory(const activation::Function& activation,
                                                       double weight_variance, double bias_variance,
                                                       double start, int layers) {
  INFOFLOW_RETURN_IF_ERROR(CheckLayers(layers));
  std::vector<double> variances = {start};
  for (int l = 0; l < layers; ++l) {
    INFOFLOW_ASSIGN_OR_RETURN(
        const VarianceStep step,
        MapVariance(activation, weight_variance, bias_variance, variances.back()));
    variances.push_back(step.variance);
  }
  return variances;
}

}  // namespace infoflow::network
