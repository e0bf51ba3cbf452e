#include "infoflow/network/layers/network.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/check.h"

namespace infoflow::network {

using linalg::ConstMatrixView;
using linalg::Matrix;
using linalg::MatrixView;

template <typename T>
absl::StatusOr<Network<T>> Network<T>::Create(std::vector<LayerPointer<T>> layers) {
  if (layers.empty()) return absl::InvalidArgumentError("a network needs at least one layer");
  Network network;
  network.offsets_.push_back(0);
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (i > 0 && layers[i]->input_size() != layers[i - 1]->output_size()) {
      return absl::InvalidArgumentError(
          absl::StrCat("layer ", i + 1, " ", layers[i]->Describe(), " does not take the ",
                       layers[i - 1]->output_size(), " outputs of the layer before"));
    }
    network.offsets_.push_back(network.offsets_.back() + layers[i]->num_parameters());
  }
  network.parameters_.resize(network.offsets_.back());
  network.layers_ = std::move(layers);
  return network;
}

template <typename T>
std::string Network<T>::Describe() const {
  std::string text;
  for (const LayerPointer<T>& layer : layers_) {
    absl::StrAppend(&text, text.empty() ? "" : " ", layer->Describe());
  }
  return text;
}

template <typename T>
NetworkWorkspace<T>::NetworkWorkspace(const Network<T>& network, int max_rows,
                                      Preactivations preactivations)
    : max_rows_(max_rows), output_size_(network.output_size()) {
  INFOFLOW_CHECK(max_rows >= 1);
  std::size_t widest = static_cast<std::size_t>(network.input_size());
  std::size_t most_parameters = 0, most_scratch = 0;
  for (int i = 0; i < network.num_layers(); ++i) {
    const Layer<T>& layer = network.layer(i);
    outputs_.emplace_back(max_rows, layer.output_size());
    memories_.emplace_back(max_rows, layer.memory_size());
    const bool record = preactivations == Preactivations::kRecord;
    preactivations_.emplace_back(record ? max_rows : 0, layer.preactivation_size());
    widest = std::max<std::size_t>(widest, layer.output_size());
    most_parameters = std::max(most_parameters, layer.num_parameters());
    most_scratch = std::max(most_scratch, layer.scratch_size(max_rows));
  }
  for (std::vector<T>& gradient : gradients_) gradient.resize(widest * max_rows);
  parameter_gradients_.resize(most_parameters);
  scratch_.resize(most_scratch);
}

namespace {

// The first rows of a matrix that may be empty.
template <typename T>
MatrixView<T> FirstRows(Matrix<T>& matrix, int rows) {
  return matrix.empty() ? MatrixView<T>() : matrix.Block(0, 0, rows, matrix.columns());
}
template <typename T>
ConstMatrixView<T> FirstRows(const Matrix<T>& matrix, int rows) {
  return matrix.empty() ? ConstMatrixView<T>() : matrix.Block(0, 0, rows, matrix.columns());
}

template <typename T>
MatrixView<T> AsMatrix(std::vector<T>& values, int rows, int columns) {
  const std::size_t size = static_cast<std::size_t>(rows) * columns;
  return MatrixView<T>(absl::MakeSpan(values).subspan(0, size), rows, columns);
}

}  // namespace

template <typename T>
ConstMatrixView<T> NetworkWorkspace<T>::output(int layer) const {
  return FirstRows(outputs_[layer], rows_);
}

template <typename T>
ConstMatrixView<T> NetworkWorkspace<T>::preactivations(int layer) const {
  return FirstRows(preactivations_[layer], rows_);
}

template <typename T>
MatrixView<T> NetworkWorkspace<T>::output_gradient() {
  return AsMatrix(gradients_[0], rows_, output_size_);
}

template <typename T>
ConstMatrixView<T> Forward(const Network<T>& network, ConstMatrixView<T> input,
                           NetworkWorkspace<T>& workspace, WorkerPool& workers) {
  const int rows = input.rows();
  INFOFLOW_CHECK(rows >= 1 && rows <= workspace.max_rows_);
  INFOFLOW_CHECK(input.columns() == network.input_size());
  workspace.rows_ = rows;
  for (int i = 0; i < network.num_layers(); ++i) {
    ForwardArguments<T> arguments;
    arguments.parameters = network.parameters(i);
    arguments.input = i == 0 ? input : workspace.output(i - 1);
    arguments.output = FirstRows(workspace.outputs_[i], rows);
    arguments.memory = FirstRows(workspace.memories_[i], rows);
    arguments.preactivations = FirstRows(workspace.preactivations_[i], rows);
    network.layer(i).Forward(arguments, workers);
  }
  return workspace.output(network.num_layers() - 1);
}

template <typename T>
void Backward(const Network<T>& network, ConstMatrixView<T> input, NetworkWorkspace<T>& workspace,
              WorkerPool& workers,
              absl::FunctionRef<void(int layer, absl::Span<const T> gradients)> use_gradients,
              MatrixView<T> input_gradient) {
  const int rows = workspace.rows_;
  INFOFLOW_CHECK(rows == input.rows());
  int current = 0;
  for (int i = network.num_layers() - 1; i >= 0; --i) {
    const Layer<T>& layer = network.layer(i);
    BackwardArguments<T> arguments;
    arguments.parameters = network.parameters(i);
    arguments.input = i == 0 ? input : workspace.output(i - 1);
    arguments.output = workspace.output(i);
    arguments.memory = FirstRows(workspace.memories_[i], rows);
    arguments.output_gradient = AsMatrix(workspace.gradients_[current], rows, layer.output_size());
    arguments.input_gradient =
        i == 0 ? input_gradient
               : AsMatrix(workspace.gradients_[1 - current], rows, layer.input_size());
    arguments.parameter_gradients =
        absl::MakeSpan(workspace.parameter_gradients_).subspan(0, layer.num_parameters());
    arguments.scratch = absl::MakeSpan(workspace.scratch_);
    layer.Backward(arguments, workers);
    use_gradients(i, arguments.parameter_gradients);
    current = 1 - current;
  }
}

template class Network<float>;
template class Network<double>;
template class NetworkWorkspace<float>;
template class NetworkWorkspace<double>;
template ConstMatrixView<float> Forward(const Network<float>&, ConstMatrixView<float>,
                                        NetworkWorkspace<float>&, WorkerPool&);
template ConstMatrixView<double> Forward(const Network<double>&, ConstMatrixView<double>,
                                         NetworkWorkspace<double>&, WorkerPool&);
template void Backward(const Network<float>&, ConstMatrixView<float>, NetworkWorkspace<float>&,
                       WorkerPool&, absl::FunctionRef<void(int, absl::Span<const float>)>,
                       MatrixView<float>);
template void Backward(const Network<double>&, ConstMatrixView<double>, NetworkWorkspace<double>&,
                       WorkerPool&, absl::FunctionRef<void(int, absl::Span<const double>)>,
                       MatrixView<double>);

}  // namespace infoflow::network
