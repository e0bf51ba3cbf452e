#ifndef INFOFLOW_NETWORK_LAYERS_NETWORK_H_
#define INFOFLOW_NETWORK_LAYERS_NETWORK_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/layer.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::network {

// Layers one after the other, and their parameters. T is float (training) or double (analysis).
template <typename T>
class Network {
 public:
  // An error when there is no layer or sizes do not fit. The parameters start as zero.
  static absl::StatusOr<Network> Create(std::vector<LayerPointer<T>> layers);

  int num_layers() const { return static_cast<int>(layers_.size()); }
  const Layer<T>& layer(int index) const { return *layers_[index]; }
  int input_size() const { return layers_.front()->input_size(); }
  int output_size() const { return layers_.back()->output_size(); }
  std::size_t num_parameters() const { return parameters_.size(); }

  // The parameters of one layer, or of all layers one after the other.
  absl::Span<T> parameters(int layer) { return Part(absl::MakeSpan(parameters_), layer); }
  absl::Span<const T> parameters(int layer) const {
    return Part(absl::MakeConstSpan(parameters_), layer);
  }
  absl::Span<T> all_parameters() { return absl::MakeSpan(parameters_); }
  absl::Span<const T> all_parameters() const { return parameters_; }

  // The descriptions of all layers, separated by blanks.
  std::string Describe() const;

 private:
  Network() = default;
  template <typename Span>
  Span Part(Span all, int layer) const {
    return all.subspan(offsets_[layer], offsets_[layer + 1] - offsets_[layer]);
  }

  std::vector<LayerPointer<T>> layers_;
  std::vector<std::size_t> offsets_;  // where each layer's parameters start, and the end
  std::vector<T> parameters_;
};

// All that passes through a network need room for, sized once.
template <typename T>
class NetworkWorkspace {
 public:
  enum class Preactivations { kForget, kRecord };

  // Room for batches of up to `max_rows` >= 1 samples.
  NetworkWorkspace(const Network<T>& network, int max_rows,
                   Preactivations preactivations = Preactivations::kForget);

  int max_rows() const { return max_rows_; }
  // What the last Forward left: `rows` x size, for layer in [0, num_layers).
  linalg::ConstMatrixView<T> output(int layer) const;
  // Empty unless recorded and the layer has a nonlinearity.
  linalg::ConstMatrixView<T> preactivations(int layer) const;
  // Where the derivative of the loss by the last output is written before Backward.
  linalg::MatrixView<T> output_gradient();

 private:
  template <typename U>
  friend linalg::ConstMatrixView<U> Forward(const Network<U>&, linalg::ConstMatrixView<U>,
                                            NetworkWorkspace<U>&, WorkerPool&);
  template <typename U>
  friend void Backward(const Network<U>&, linalg::ConstMatrixView<U>, NetworkWorkspace<U>&,
                       WorkerPool&, absl::FunctionRef<void(int, absl::Span<const U>)>,
                       linalg::MatrixView<U>);

  int max_rows_;
  int rows_ = 0;
  std::vector<linalg::Matrix<T>> outputs_;
  std::vector<linalg::Matrix<T>> memories_;
  std::vector<linalg::Matrix<T>> preactivations_;
  // Derivatives by the output and the input of the layer at work, in turn.
  std::vector<T> gradients_[2];
  int output_size_;
  std::vector<T> parameter_gradients_;  // of the layer at work
  std::vector<T> scratch_;              // of the same
};

// Outputs of the last layer for the rows of `input`, which stay valid until the next Forward.
// Shapes: input n x input_size with 1 <= n <= max_rows. Allocates nothing.
template <typename T>
linalg::ConstMatrixView<T> Forward(const Network<T>& network, linalg::ConstMatrixView<T> input,
                                   NetworkWorkspace<T>& workspace, WorkerPool& workers);

// Backward pass after Forward on the same input, from workspace.output_gradient().
//
// From the last layer to the first, `use_gradients(layer, gradients)` is called with the
// derivatives of the loss by the layer's parameters. The input's derivative of the layer has
// then been computed, so the call may change the layer's parameters: gradients are used while
// they are in the cache and only one layer's are held. The derivative by `input` is written to
// `input_gradient` unless that is empty. Allocates nothing.
template <typename T>
void Backward(const Network<T>& network, linalg::ConstMatrixView<T> input,
              NetworkWorkspace<T>& workspace, WorkerPool& workers,
              absl::FunctionRef<void(int layer, absl::Span<const T> gradients)> use_gradients,
              linalg::MatrixView<T> input_gradient = {});

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_LAYERS_NETWORK_H_
