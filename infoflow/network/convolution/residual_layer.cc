#include "infoflow/network/convolution/residual_layer.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "infoflow/activation/batch.h"
#include "infoflow/network/convolution/convolution_layer.h"
#include "infoflow/support/check.h"

namespace infoflow::network {

namespace {

using linalg::ConstMatrixView;
using linalg::MatrixView;

template <typename T>
LayerPointer<T> Wrapped(const MapShape& shape, activation::Kind activation) {
  ConvolutionOptions options;
  options.input = shape;
  options.channels = shape.channels;
  options.activation = activation;
  options.wrap = true;
  return MakeConvolutionLayer<T>(options);
}

template <typename T>
void AddRows(ConstMatrixView<T> from, MatrixView<T> to) {
  for (int b = 0; b < from.rows(); ++b) {
    const T* const x = from.row(b).data();
    T* const y = to.row(b).data();
    for (int i = 0; i < from.columns(); ++i) y[i] += x[i];
  }
}

template <typename T>
class ResidualLayer : public Layer<T> {
 public:
  explicit ResidualLayer(const MapShape& shape)
      : shape_(shape),
        first_(Wrapped<T>(shape, activation::Kind::kTanh)),
        second_(Wrapped<T>(shape, activation::Kind::kLinear)) {}

  std::string Describe() const override {
    return absl::StrCat("residual(", MapShapeName(shape_), ")");
  }
  int input_size() const override { return shape_.size(); }
  int output_size() const override { return shape_.size(); }
  std::size_t num_parameters() const override { return 2 * first_->num_parameters(); }
  std::size_t num_weights() const override { return 2 * first_->num_weights(); }
  bool IsWeight(std::size_t index) const override {
    return first_->IsWeight(index % first_->num_parameters());
  }
  int fan_in() const override { return first_->fan_in(); }
  int memory_size() const override { return shape_.size(); }
  std::size_t scratch_size(int rows) const override {
    return 2 * static_cast<std::size_t>(rows) * shape_.size() + first_->scratch_size(rows);
  }

  void Forward(const ForwardArguments<T>& arguments, WorkerPool& workers) const override {
    first_->Forward(
        {Parameters(arguments.parameters, 0), arguments.input, arguments.memory, {}, {}}, workers);
    second_->Forward(
        {Parameters(arguments.parameters, 1), arguments.memory, arguments.output, {}, {}}, workers);
    AddRows<T>(arguments.input, arguments.output);
    Activate(activation::Kind::kTanh, {}, arguments.output, {});
  }

  void Backward(const BackwardArguments<T>& arguments, WorkerPool& workers) const override {
    const int rows = arguments.input.rows();
    const std::size_t size = static_cast<std::size_t>(rows) * shape_.size();
    const auto take = [&](std::size_t first) {
      return MatrixView<T>(arguments.scratch.subspan(first, size), rows, shape_.size());
    };
    const MatrixView<T> inner_gradient = take(0), branch_gradient = take(size);
    const MatrixView<T> gradient = arguments.output_gradient;
    ActivationGradient(activation::Kind::kTanh, arguments.output, {}, gradient, {});
    const bool wants_input = !arguments.input_gradient.empty();
    if (wants_input) {
      for (int b = 0; b < rows; ++b) {
        std::copy_n(gradient.row(b).begin(), shape_.size(),
                    arguments.input_gradient.row(b).begin());
      }
    }
    BackwardArguments<T> second;
    second.parameters = Parameters(arguments.parameters, 1);
    second.input = arguments.memory;
    second.output = arguments.output;  // not looked at: it is linear
    second.output_gradient = gradient;
    second.input_gradient = inner_gradient;
    second.parameter_gradients = Parameters(arguments.parameter_gradients, 1);
    second.scratch = arguments.scratch.subspan(2 * size);
    second_->Backward(second, workers);
    BackwardArguments<T> first;
    first.parameters = Parameters(arguments.parameters, 0);
    first.input = arguments.input;
    first.output = arguments.memory;
    first.output_gradient = inner_gradient;
    if (wants_input) first.input_gradient = branch_gradient;
    first.parameter_gradients = Parameters(arguments.parameter_gradients, 0);
    first.scratch = second.scratch;
    first_->Backward(first, workers);
    if (wants_input) AddRows<T>(branch_gradient, arguments.input_gradient);
  }

 private:
  template <typename Span>
  Span Parameters(Span all, int convolution) const {
    const std::size_t size = first_->num_parameters();
    return all.empty() ? all : all.subspan(convolution * size, size);
  }

  const MapShape shape_;
  const LayerPointer<T> first_, second_;
};

}  // namespace

template <typename T>
LayerPointer<T> MakeResidualLayer(const MapShape& shape) {
  INFOFLOW_CHECK(shape.height >= 3 && shape.width >= 3);
  return std::make_shared<ResidualLayer<T>>(shape);
}

template LayerPointer<float> MakeResidualLayer(const MapShape&);
template LayerPointer<double> MakeResidualLayer(const MapShape&);

}  // namespace infoflow::network
