// Fixed points of wide random tanh networks, as mean_field.py finds them.

#include <vector>

#include "benchmarks/peers/work.h"
#include "infoflow/activation/function.h"
#include "infoflow/network/mean_field/mean_field.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::peers {

namespace {

constexpr double kBiasVariance = 0.05;

absl::StatusOr<Work> FixedPoint(Sizes sizes, bool chaotic) {
  INFOFLOW_ASSIGN_OR_RETURN(const activation::Function tanh, activation::MakeFunction("tanh"));
  const double weight_variance = 0.01 * sizes[0];
  INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point,
                            network::SolveMeanField(tanh, weight_variance, kBiasVariance));
  std::vector<double> values = {point.variance, point.equal_input_slope};
  if (chaotic) values.insert(values.end(), {point.correlation(), point.correlation_slope});
  return Work{values, [tanh, weight_variance](int count) {
                for (int i = 0; i < count; ++i) {
                  INFOFLOW_RETURN_IF_ERROR(
                      network::SolveMeanField(tanh, weight_variance, kBiasVariance).status());
                }
                return absl::OkStatus();
              }};
}

}  // namespace

void AddMeanFieldWorks(Works& works) {
  works["ordered_point"] = [](Sizes sizes) { return FixedPoint(sizes, false); };
  works["chaotic_point"] = [](Sizes sizes) { return FixedPoint(sizes, true); };
}

}  // namespace infoflow::peers
