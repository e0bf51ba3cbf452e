#include "infoflow/network/relative_entropy/activation_statistics.h"

#include <cmath>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

template <typename T>
LayerStatistics Statistics(absl::Span<const T> values) {
  LayerStatistics statistics;
  statistics.width = static_cast<int>(values.size());
  for (const T value : values) statistics.mean += static_cast<double>(value);
  statistics.mean /= statistics.width;
  for (const T value : values) {
    const double deviation = static_cast<double>(value) - statistics.mean;
    statistics.variance += deviation * deviation;
  }
  statistics.variance /= statistics.width;
  return statistics;
}

}  // namespace

template <typename T>
absl::StatusOr<std::vector<LayerStatistics>> ComputeLayerStatistics(
    const DenseNetworkView<T>& network, absl::Span<const T> input) {
  INFOFLOW_RETURN_IF_ERROR(CheckDenseNetwork(network, static_cast<int>(input.size())));
  std::vector<LayerStatistics> statistics;
  std::vector<T> activations(input.begin(), input.end());
  std::vector<T> values;
  for (const DenseLayerView<T>& layer : network.layers) {
    if (!statistics.empty()) network.activation(values, absl::MakeSpan(values));
    if (!statistics.empty()) activations = values;
    values.assign(layer.bias.begin(), layer.bias.end());
    linalg::Gemv(linalg::Transpose::kNo, T(1), layer.weights, activations, T(1),
                 absl::MakeSpan(values));
    statistics.push_back(Statistics<T>(values));
    if (!std::isfinite(statistics.back().mean) || !std::isfinite(statistics.back().variance)) {
      return absl::InvalidArgumentError(
          absl::StrCat("the pre-activations of layer ", statistics.size() - 1,
                       " are not finite; input, weights and biases must be finite"));
    }
  }
  return statistics;
}

template absl::StatusOr<std::vector<LayerStatistics>> ComputeLayerStatistics(
    const DenseNetworkView<float>&, absl::Span<const float>);
template absl::StatusOr<std::vector<LayerStatistics>> ComputeLayerStatistics(
    const DenseNetworkView<double>&, absl::Span<const double>);

}  // namespace infoflow::network
