#include "infoflow/network/layers/dense_layer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/row_product.h"
#include "infoflow/linalg/thin_product.h"
#include "infoflow/support/check.h"

namespace infoflow::network {

namespace {

using linalg::ConstMatrixView;
using linalg::Gemm;
using linalg::MatrixView;
using linalg::Transpose;

// Most units per work item. BLAS copies the factors of each item into another order, so that
// smaller products are slower; but a layer that can be split is split in two.
constexpr int kUnitsPerItem = 392;
constexpr int kFewestUnitsPerItem = 98;
// With many samples, items are rows of the output instead, and general products copy the weights.
constexpr int kRowsPerItem = 512;

// Inputs and outputs from which on thin products are faster for a batch than general ones, which
// have kernels of their own for small matrices: 5 % at 256, 10 % at 784, but 100 units take a third
// longer (batch of 32, OpenBLAS with AVX-512).
constexpr int kFewestThinUnits = 256;
// Rows of the weights, 400 kB for 784 inputs in float, that a thin product goes through at a time.
constexpr int kWeightRowsAtOnce = 128;

int Items(int units) {
  return std::max((units + kUnitsPerItem - 1) / kUnitsPerItem,
                  std::clamp(units / kFewestUnitsPerItem, 1, 2));
}

// The first unit of an item; items are as equal as can be.
int FirstUnit(int item, int units) {
  return static_cast<int>(item * static_cast<std::int64_t>(units) / Items(units));
}

// The part of a rows x units output that one work item makes. Shapes alone decide, not threads,
// so that results are the same for any number of them.
struct OutputItem {
  int first_row, rows, first_unit, units;
};

int OutputItems(int rows, int units) {
  return rows >= kRowsPerItem ? std::max(2, rows / kRowsPerItem) : Items(units);
}

OutputItem ItemOfOutput(int item, int rows, int units) {
  if (rows >= kRowsPerItem) {
    const std::int64_t items = OutputItems(rows, units);
    const int first = static_cast<int>(item * static_cast<std::int64_t>(rows) / items);
    const int end = static_cast<int>((item + 1) * static_cast<std::int64_t>(rows) / items);
    return {first, end - first, 0, units};
  }
  const int first = FirstUnit(item, units);
  return {0, rows, first, FirstUnit(item + 1, units) - first};
}

template <typename View>
View Part(View matrix, const OutputItem& item) {
  return matrix.empty() ? View()
                        : matrix.Block(item.first_row, item.first_unit, item.rows, item.units);
}

// Columns [first, first + count) of a matrix that may be empty.
template <typename View>
View Columns(View matrix, int first, int count) {
  return matrix.empty() ? View() : matrix.Block(0, first, matrix.rows(), count);
}

// c := a b^T, a a batch. Thin products copy no factor, which pays while a batch is small.
template <typename T>
void ProductWithTranspose(ConstMatrixView<T> a, ConstMatrixView<T> b, bool is_thin,
                          MatrixView<T> c) {
  is_thin ? linalg::RowProduct(a, b, c)
          : Gemm(Transpose::kNo, Transpose::kYes, T(1), a, b, T(0), c);
}

// c := op(a) b; b are weights, unless op(a) is a^T and both are batches.
template <typename T>
void Product(Transpose transpose_a, ConstMatrixView<T> a, ConstMatrixView<T> b, bool is_thin,
             MatrixView<T> c) {
  if (!is_thin) return Gemm(transpose_a, Transpose::kNo, T(1), a, b, T(0), c);
  if (transpose_a == Transpose::kYes) return linalg::ThinProduct(transpose_a, a, b, c);
  for (int first = 0; first < b.rows(); first += kWeightRowsAtOnce) {
    const int count = std::min(kWeightRowsAtOnce, b.rows() - first);
    const auto left = a.Block(0, first, a.rows(), count);
    const auto right = b.Block(first, 0, count, b.columns());
    first == 0 ? linalg::ThinProduct(transpose_a, left, right, c)
               : linalg::AddThinProduct(transpose_a, left, right, c);
  }
}

template <typename T>
class DenseLayer : public Layer<T> {
 public:
  DenseLayer(int input_size, int output_size, activation::Kind activation, DenseBias bias)
      : input_size_(input_size),
        output_size_(output_size),
        activation_(activation),
        has_bias_(bias == DenseBias::kWith) {
    INFOFLOW_CHECK(input_size >= 1 && output_size >= 1);
  }

  std::string Describe() const override {
    return absl::StrCat("dense(", input_size_, ",", output_size_, ",",
                        activation::KindName(activation_), has_bias_ ? "" : ",no-bias", ")");
  }
  int input_size() const override { return input_size_; }
  int output_size() const override { return output_size_; }
  std::size_t num_weights() const override {
    return static_cast<std::size_t>(input_size_) * output_size_;
  }
  std::size_t num_parameters() const override {
    return num_weights() + (has_bias_ ? output_size_ : 0);
  }
  int fan_in() const override { return input_size_; }
  int memory_size() const override {
    return DerivativeNeedsPreactivation(activation_) ? output_size_ : 0;
  }
  int preactivation_size() const override { return output_size_; }

  void Forward(const ForwardArguments<T>& arguments, WorkerPool& workers) const override {
    const ConstMatrixView<T> weights(arguments.parameters.subspan(0, num_weights()), output_size_,
                                     input_size_);
    const absl::Span<const T> bias = arguments.parameters.subspan(num_weights());
    const ConstMatrixView<T> input = arguments.input;
    workers.Run(OutputItems(input.rows(), output_size_), [&](int index) {
      const OutputItem item = ItemOfOutput(index, input.rows(), output_size_);
      const MatrixView<T> output = Part(arguments.output, item);
      ProductWithTranspose<T>(input.Block(item.first_row, 0, item.rows, input_size_),
                              weights.Block(item.first_unit, 0, item.units, input_size_),
                              IsThin(input.rows()), output);
      MatrixView<T> record = Part(arguments.memory, item);
      const MatrixView<T> preactivations = Part(arguments.preactivations, item);
      if (record.empty()) record = preactivations;
      Activate(activation_, has_bias_ ? bias.subspan(item.first_unit, item.units) : bias, output,
               record);
      if (preactivations.empty() || preactivations.data() == record.data()) return;
      for (int b = 0; b < record.rows(); ++b) {
        const absl::Span<const T> row = record.row(b);
        std::copy(row.begin(), row.end(), preactivations.row(b).begin());
      }
    });
  }

  void Backward(const BackwardArguments<T>& arguments, WorkerPool& workers) const override {
    const ConstMatrixView<T> weights(arguments.parameters.subspan(0, num_weights()), output_size_,
                                     input_size_);
    const bool wants_parameters = !arguments.parameter_gradients.empty();
    MatrixView<T> weight_gradient;
    absl::Span<T> bias_gradient;
    if (wants_parameters) {
      weight_gradient = MatrixView<T>(arguments.parameter_gradients.subspan(0, num_weights()),
                                      output_size_, input_size_);
      bias_gradient = arguments.parameter_gradients.subspan(num_weights());
    }
    const bool is_thin = IsThin(arguments.input.rows());
    workers.Run(Items(output_size_), [&](int item) {
      const int first = FirstUnit(item, output_size_);
      const int count = FirstUnit(item + 1, output_size_) - first;
      const MatrixView<T> gradient = Columns(arguments.output_gradient, first, count);
      ActivationGradient(
          activation_, Columns(arguments.output, first, count),
          Columns(arguments.memory, first, count), gradient,
          bias_gradient.empty() ? bias_gradient : bias_gradient.subspan(first, count));
      if (!wants_parameters) return;
      Product<T>(Transpose::kYes, gradient, arguments.input, is_thin,
                 weight_gradient.Block(first, 0, count, input_size_));
    });
    if (arguments.input_gradient.empty()) return;
    workers.Run(Items(input_size_), [&](int item) {
      const int first = FirstUnit(item, input_size_);
      const int count = FirstUnit(item + 1, input_size_) - first;
      Product<T>(Transpose::kNo, arguments.output_gradient,
                 weights.Block(0, first, output_size_, count), is_thin,
                 Columns(arguments.input_gradient, first, count));
    });
  }

 private:
  // Shapes alone decide.
  bool IsThin(int rows) const {
    return rows < kRowsPerItem && std::min(input_size_, output_size_) >= kFewestThinUnits;
  }

  const int input_size_;
  const int output_size_;
  const activation::Kind activation_;
  const bool has_bias_;
};

}  // namespace

template <typename T>
LayerPointer<T> MakeDenseLayer(int input_size, int output_size, activation::Kind activation,
                               DenseBias bias) {
  return std::make_shared<DenseLayer<T>>(input_size, output_size, activation, bias);
}

template LayerPointer<float> MakeDenseLayer<float>(int, int, activation::Kind, DenseBias);
template LayerPointer<double> MakeDenseLayer<double>(int, int, activation::Kind, DenseBias);

}  // namespace infoflow::network
