#include <algorithm>
#include <cstddef>
#include <memory>

#include "infoflow/activation/batch.h"
#include "infoflow/cascade/decoder.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/thin_product.h"
#include "infoflow/linalg/transposed_copy.h"
#include "infoflow/network/layers/dense_layer.h"
#include "infoflow/numerics/hyperbolic_tangent_inline.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::cascade {

namespace {

using linalg::ConstMatrixView;
using linalg::MatrixView;
using linalg::ThinProduct;
using linalg::Transpose;

// Units per part: two parts for a layer of 784, since every part turns the input over.
constexpr int kUnitsPerPart = 392;
// Units whose gradient is held at once, 150 kB for 784 inputs in float: it stays in the
// second-level cache between the product that makes it and the optimiser that uses it.
constexpr int kUnitsPerGradient = 48;
// Sums over samples are taken in this many interleaved parts, so that they vectorise and have the
// same bits with every instruction set.
constexpr int kLanes = 16;

template <typename T>
struct ErrorSums {
  T gradient[kLanes] = {};
  T squares[kLanes] = {};
};

template <activation::Kind kKind, typename T>
INFOFLOW_KERNEL void AddError(T bias, T target, T scale, int lane, T& p, ErrorSums<T>& sums) {
  const T z = p + bias;
  constexpr bool kIsTanh = kKind == activation::Kind::kTanh;
  const T y = kIsTanh ? numerics::TanhInline(z) : z;
  const T error = y - target;
  p = kIsTanh ? scale * error * (T(1) - y * y) : scale * error;
  sums.gradient[lane] += p;
  sums.squares[lane] += error * error;
}

// p holds a unit's products sum_k V_ik y_bk for all samples b and becomes dL/dz. Returns the sum
// of squared errors; the sum of dL/dz is the bias' gradient.
template <activation::Kind kKind, typename T>
INFOFLOW_KERNEL double UnitErrors(T bias, const T* target, int rows, T scale, T* __restrict__ p,
                                  T* bias_gradient) {
  ErrorSums<T> sums;
  int b = 0;
  for (; b + kLanes <= rows; b += kLanes) {
    for (int l = 0; l < kLanes; ++l) {
      AddError<kKind, T>(bias, target[b + l], scale, l, p[b + l], sums);
    }
  }
  for (int l = 0; b < rows; ++b, ++l) AddError<kKind, T>(bias, target[b], scale, l, p[b], sums);
  T gradient = T(0);
  double squares = 0.0;
  for (int l = 0; l < kLanes; ++l) {
    gradient += sums.gradient[l];
    squares += sums.squares[l];
  }
  *bias_gradient = gradient;
  return squares;
}

template <activation::Kind kKind, typename T>
INFOFLOW_KERNEL double LayerErrors(const T* bias, const T* target, int units, int rows, T scale,
                                   T* products, T* bias_gradient) {
  double squares = 0.0;
  for (int i = 0; i < units; ++i, target += rows, products += rows) {
    squares += UnitErrors<kKind, T>(bias[i], target, rows, scale, products, bias_gradient + i);
  }
  return squares;
}

template <typename T>
class DenseDecoder : public Decoder<T> {
 public:
  DenseDecoder(int input_size, int output_size, activation::Kind activation)
      : layer_(network::MakeDenseLayer<T>(input_size, output_size, activation)),
        activation_(activation) {
    INFOFLOW_CHECK(activation == activation::Kind::kTanh ||
                   activation == activation::Kind::kLinear);
  }

  const network::Layer<T>& layer() const override { return *layer_; }
  int num_parts() const override {
    return (layer_->output_size() + kUnitsPerPart - 1) / kUnitsPerPart;
  }
  std::size_t scratch_size(int rows) const override {
    const int in = layer_->input_size();
    const std::size_t units = std::min(kUnitsPerPart, layer_->output_size());
    return (in + 2 * units) * static_cast<std::size_t>(rows) +
           static_cast<std::size_t>(std::min(kUnitsPerGradient, layer_->output_size())) * in +
           units;
  }

  double TrainPart(int part, const DecoderStep<T>& step) const override {
    const int rows = step.input.rows();
    const int in = layer_->input_size();
    const int out = layer_->output_size();
    const int first = part * kUnitsPerPart;
    const int count = std::min(kUnitsPerPart, out - first);
    absl::Span<T> scratch = step.scratch;
    const auto take = [&](int rows, int columns) {
      const std::size_t size = static_cast<std::size_t>(rows) * columns;
      const MatrixView<T> taken(scratch.subspan(0, size), rows, columns);
      scratch.remove_prefix(size);
      return taken;
    };
    // Samples are columns here: weights are used as they are stored.
    const MatrixView<T> input = take(in, rows);
    const MatrixView<T> target = take(count, rows);
    const MatrixView<T> products = take(count, rows);
    const MatrixView<T> gradient = take(std::min(kUnitsPerGradient, count), in);
    const absl::Span<T> bias_gradient = take(1, count).row(0);
    linalg::CopyTransposed(step.input, input);
    linalg::CopyTransposed(step.target.Block(0, first, rows, count), target);

    const MatrixView<T> weights(step.parameters.subspan(0, layer_->num_weights()), out, in);
    const absl::Span<T> bias = step.parameters.subspan(layer_->num_weights() + first, count);
    ThinProduct(Transpose::kNo, weights.Block(first, 0, count, in), input, products);
    const T scale = static_cast<T>(2.0 / (static_cast<double>(rows) * out));
    const double squares = activation_ == activation::Kind::kTanh
                               ? RunKernel<LayerErrors<activation::Kind::kTanh, T>>(
                                     bias.data(), target.data(), count, rows, scale,
                                     products.data(), bias_gradient.data())
                               : RunKernel<LayerErrors<activation::Kind::kLinear, T>>(
                                     bias.data(), target.data(), count, rows, scale,
                                     products.data(), bias_gradient.data());
    for (int unit = 0; unit < count; unit += kUnitsPerGradient) {
      const int units = std::min(kUnitsPerGradient, count - unit);
      const std::size_t offset = static_cast<std::size_t>(first + unit) * in;
      const std::size_t size = static_cast<std::size_t>(units) * in;
      ThinProduct(Transpose::kNo, products.Block(unit, 0, units, rows), step.input,
                  gradient.Block(0, 0, units, in));
      step.optimizer->UpdatePart(step.group, offset, absl::MakeConstSpan(gradient.data(), size),
                                 step.parameters.subspan(offset, size));
    }
    step.optimizer->UpdatePart(step.group, layer_->num_weights() + first, bias_gradient, bias);
    return squares;
  }

 private:
  const network::LayerPointer<T> layer_;
  const activation::Kind activation_;
};

}  // namespace

template <typename T>
DecoderPointer<T> MakeDenseDecoder(int input_size, int output_size, activation::Kind activation) {
  return std::make_shared<DenseDecoder<T>>(input_size, output_size, activation);
}

template DecoderPointer<float> MakeDenseDecoder<float>(int, int, activation::Kind);
template DecoderPointer<double> MakeDenseDecoder<double>(int, int, activation::Kind);

}  // namespace infoflow::cascade
