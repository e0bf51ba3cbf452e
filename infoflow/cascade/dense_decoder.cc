#include <algorithm>
#include <cstddef>
#include <memory>

#include "infoflow/cascade/decoder.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/network/dense_layer.h"
#include "infoflow/numerics/hyperbolic_tangent_inline.h"
#include "infoflow/support/check.h"
#include "infoflow/support/target_clones.h"

namespace infoflow::cascade {

namespace {

using linalg::ConstMatrixView;
using linalg::Gemm;
using linalg::MatrixView;
using linalg::Transpose;
using network::LayerActivation;

// Units per part: the gradient of a part of a layer of 784 inputs, 0.6 MB in float, stays in the
// second-level cache between the product that makes it and the optimiser that uses it.
constexpr int kUnitsPerPart = 196;

// p holds products y V^T (rows x columns without gaps) and becomes dL/dz; the columns' sums of
// dL/dz and of squared errors are written to bias_gradient and squares.
template <typename T>
inline __attribute__((always_inline)) void ErrorPass(bool tanh, const T* __restrict__ bias,
                                                     const T* target, std::ptrdiff_t target_stride,
                                                     int rows, int columns, T scale, T* p,
                                                     T* __restrict__ bias_gradient,
                                                     T* __restrict__ squares) {
  for (int i = 0; i < columns; ++i) bias_gradient[i] = squares[i] = T(0);
  for (int b = 0; b < rows; ++b) {
    const T* const x = target + b * target_stride;
    T* const row = p + static_cast<std::ptrdiff_t>(b) * columns;
    if (tanh) {
      for (int i = 0; i < columns; ++i) {
        const T y = numerics::TanhInline(row[i] + bias[i]);
        const T error = y - x[i];
        const T gradient = scale * error * (T(1) - y * y);
        squares[i] += error * error;
        bias_gradient[i] += gradient;
        row[i] = gradient;
      }
    } else {
      for (int i = 0; i < columns; ++i) {
        const T error = row[i] + bias[i] - x[i];
        squares[i] += error * error;
        bias_gradient[i] += scale * error;
        row[i] = scale * error;
      }
    }
  }
}

#define INFOFLOW_ERROR_LOOP(T)                                                              \
  INFOFLOW_TARGET_CLONES                                                                    \
  void ErrorLoop(bool tanh, const T* bias, const T* target, std::ptrdiff_t target_stride,   \
                 int rows, int columns, T scale, T* p, T* bias_gradient, T* squares) {      \
    ErrorPass<T>(tanh, bias, target, target_stride, rows, columns, scale, p, bias_gradient, \
                 squares);                                                                  \
  }
INFOFLOW_ERROR_LOOP(float)
INFOFLOW_ERROR_LOOP(double)
#undef INFOFLOW_ERROR_LOOP

template <typename T>
class DenseDecoder : public Decoder<T> {
 public:
  DenseDecoder(int input_size, int output_size, LayerActivation activation)
      : layer_(network::MakeDenseLayer<T>(input_size, output_size, activation)),
        tanh_(activation == LayerActivation::kTanh) {
    INFOFLOW_CHECK(tanh_ || activation == LayerActivation::kLinear);
  }

  const network::Layer<T>& layer() const override { return *layer_; }
  int num_parts() const override {
    return (layer_->output_size() + kUnitsPerPart - 1) / kUnitsPerPart;
  }
  std::size_t scratch_size(int rows) const override {
    const std::size_t units = std::min(kUnitsPerPart, layer_->output_size());
    return units * (static_cast<std::size_t>(rows) + layer_->input_size() + 2);
  }

  double TrainPart(int part, const DecoderStep<T>& step) const override {
    const int rows = step.input.rows();
    const int in = layer_->input_size();
    const int out = layer_->output_size();
    const int first = part * kUnitsPerPart;
    const int count = std::min(kUnitsPerPart, out - first);
    const std::size_t offset = static_cast<std::size_t>(first) * in;
    const std::size_t size = static_cast<std::size_t>(count) * in;
    const std::size_t products_size = static_cast<std::size_t>(rows) * count;

    const absl::Span<T> weights = step.parameters.subspan(offset, size);
    const absl::Span<T> bias = step.parameters.subspan(layer_->num_weights() + first, count);
    const MatrixView<T> products(step.scratch.subspan(0, products_size), rows, count);
    const absl::Span<T> gradient = step.scratch.subspan(products_size, size);
    const absl::Span<T> bias_gradient = step.scratch.subspan(products_size + size, count);
    const absl::Span<T> squares = step.scratch.subspan(products_size + size + count, count);

    Gemm(Transpose::kNo, Transpose::kYes, T(1), step.input,
         ConstMatrixView<T>(MatrixView<T>(weights, count, in)), T(0), products);
    const ConstMatrixView<T> target = step.target.Block(0, first, rows, count);
    ErrorLoop(tanh_, bias.data(), target.data(), target.stride(), rows, count,
              static_cast<T>(2.0 / (static_cast<double>(rows) * out)), products.data(),
              bias_gradient.data(), squares.data());
    Gemm(Transpose::kYes, Transpose::kNo, T(1), ConstMatrixView<T>(products), step.input, T(0),
         MatrixView<T>(gradient, count, in));
    step.optimizer->UpdatePart(step.group, offset, gradient, weights);
    step.optimizer->UpdatePart(step.group, layer_->num_weights() + first, bias_gradient, bias);
    double sum = 0.0;
    for (const T square : squares) sum += square;
    return sum;
  }

 private:
  const network::LayerPointer<T> layer_;
  const bool tanh_;
};

}  // namespace

template <typename T>
DecoderPointer<T> MakeDenseDecoder(int input_size, int output_size, LayerActivation activation) {
  return std::make_shared<DenseDecoder<T>>(input_size, output_size, activation);
}

template DecoderPointer<float> MakeDenseDecoder<float>(int, int, LayerActivation);
template DecoderPointer<double> MakeDenseDecoder<double>(int, int, LayerActivation);

}  // namespace infoflow::cascade
