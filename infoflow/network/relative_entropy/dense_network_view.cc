#include "infoflow/network/relative_entropy/dense_network_view.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "infoflow/activation/batch.h"
#include "infoflow/activation/function.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

template <typename T>
absl::Status CheckDenseNetwork(const DenseNetworkView<T>& network, int inputs) {
  if (network.layers.empty()) return absl::InvalidArgumentError("the network has no layer");
  if (!network.activation) return absl::InvalidArgumentError("the network has no activation");
  int width = inputs;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const DenseLayerView<T>& layer = network.layers[l];
    if (layer.weights.empty()) {
      return absl::InvalidArgumentError(absl::StrCat("layer ", l, " has no weights"));
    }
    if (layer.weights.columns() != width) {
      return absl::InvalidArgumentError(absl::StrCat(
          "layer ", l, " takes ", layer.weights.columns(), " values but is given ", width,
          l == 0 ? ", the size of the input" : ", the width of the layer before"));
    }
    if (static_cast<int>(layer.bias.size()) != layer.weights.rows()) {
      return absl::InvalidArgumentError(absl::StrCat("layer ", l, " has ", layer.weights.rows(),
                                                     " rows of weights but ", layer.bias.size(),
                                                     " biases"));
    }
    width = layer.weights.rows();
  }
  return absl::OkStatus();
}

template <typename T>
absl::StatusOr<ElementwiseFunction<T>> MakeElementwiseActivation(absl::string_view name) {
  if (const auto kind = activation::ParseKind(name); kind.ok()) {
    return ElementwiseFunction<T>([kind = *kind](absl::Span<const T> x, absl::Span<T> y) {
      if (x.data() != y.data()) std::copy(x.begin(), x.end(), y.begin());
      activation::Activate(kind, {}, linalg::MatrixView<T>(y, 1, static_cast<int>(y.size())), {});
    });
  }
  INFOFLOW_ASSIGN_OR_RETURN(activation::Function function, activation::MakeFunction(name));
  return ElementwiseFunction<T>(
      [function = std::move(function)](absl::Span<const T> x, absl::Span<T> y) {
        for (std::size_t i = 0; i < x.size(); ++i) {
          y[i] = static_cast<T>(function.evaluate(static_cast<double>(x[i])).value);
        }
      });
}

template absl::Status CheckDenseNetwork(const DenseNetworkView<float>&, int);
template absl::Status CheckDenseNetwork(const DenseNetworkView<double>&, int);
template absl::StatusOr<ElementwiseFunction<float>> MakeElementwiseActivation<float>(
    absl::string_view);
template absl::StatusOr<ElementwiseFunction<double>> MakeElementwiseActivation<double>(
    absl::string_view);

}  // namespace infoflow::network
