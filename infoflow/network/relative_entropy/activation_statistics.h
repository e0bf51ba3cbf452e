#ifndef INFOFLOW_NETWORK_RELATIVE_ENTROPY_ACTIVATION_STATISTICS_H_
#define INFOFLOW_NETWORK_RELATIVE_ENTROPY_ACTIVATION_STATISTICS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/network/relative_entropy/dense_network_view.h"

namespace infoflow::network {

// Pre-activations z^l of one input, over the neurons of a layer.
struct LayerStatistics {
  int width = 0;
  double mean = 0.0;
  double variance = 0.0;  // (1/N) sum_i (z_i - mean)^2
};

// Mean and variance over the neurons of every layer's pre-activations for one input.
//
// Source: arXiv:2107.06898, the authors' notebooks: both are scalars per layer, layer 0 is
// W^0 x + b^0. Shapes: input [in]. Domain: a network that passes CheckDenseNetwork, finite input;
// otherwise InvalidArgument, also where a pre-activation is not finite.
// Accuracy: that of the products in T; sums are in double. Cost: one matrix-vector product a layer.
template <typename T>
absl::StatusOr<std::vector<LayerStatistics>> ComputeLayerStatistics(
    const DenseNetworkView<T>& network, absl::Span<const T> input);

extern template absl::StatusOr<std::vector<LayerStatistics>> ComputeLayerStatistics(
    const DenseNetworkView<float>&, absl::Span<const float>);
extern template absl::StatusOr<std::vector<LayerStatistics>> ComputeLayerStatistics(
    const DenseNetworkView<double>&, absl::Span<const double>);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_RELATIVE_ENTROPY_ACTIVATION_STATISTICS_H_
