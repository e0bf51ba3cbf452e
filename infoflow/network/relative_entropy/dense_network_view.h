#ifndef INFOFLOW_NETWORK_RELATIVE_ENTROPY_DENSE_NETWORK_VIEW_H_
#define INFOFLOW_NETWORK_RELATIVE_ENTROPY_DENSE_NETWORK_VIEW_H_

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::network {

// y_i = phi(x_i); y may be x itself. Must be safe to call from several threads.
template <typename T>
using ElementwiseFunction = std::function<void(absl::Span<const T> x, absl::Span<T> y)>;

// z = W y + b. Shapes: weights [out, in], bias [out].
template <typename T>
struct DenseLayerView {
  linalg::ConstMatrixView<T> weights;
  absl::Span<const T> bias;
};

// A feed-forward network that somebody else owns, as analysis sees it:
//   z^0 = W^0 x + b^0,  z^l = W^l phi(z^{l-1}) + b^l.
template <typename T>
struct DenseNetworkView {
  std::vector<DenseLayerView<T>> layers;
  ElementwiseFunction<T> activation;
};

// InvalidArgument unless there is a layer and an activation, no layer is empty, and layers fit
// each other and `inputs`; the message names the layer.
template <typename T>
absl::Status CheckDenseNetwork(const DenseNetworkView<T>& network, int inputs);

// The activations of activation/function.h by name, applied to arrays; by the kernels of
// activation/batch.h where it has them.
template <typename T>
absl::StatusOr<ElementwiseFunction<T>> MakeElementwiseActivation(absl::string_view name);

extern template absl::Status CheckDenseNetwork(const DenseNetworkView<float>&, int);
extern template absl::Status CheckDenseNetwork(const DenseNetworkView<double>&, int);
extern template absl::StatusOr<ElementwiseFunction<float>> MakeElementwiseActivation<float>(
    absl::string_view);
extern template absl::StatusOr<ElementwiseFunction<double>> MakeElementwiseActivation<double>(
    absl::string_view);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_RELATIVE_ENTROPY_DENSE_NETWORK_VIEW_H_
