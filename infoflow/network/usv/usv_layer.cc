#include "infoflow/network/usv/usv_layer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::network {

namespace {

using linalg::ConstMatrixView;
using linalg::Gemm;
using linalg::MatrixView;
using linalg::Transpose;

// y_i = x_i s_i; x and y may be the same.
template <typename T>
INFOFLOW_KERNEL void ScaleRow(const T* x, const T* s, T* y, int count) {
  for (int i = 0; i < count; ++i) y[i] = x[i] * s[i];
}

// sum_i += x_i y_i
template <typename T>
INFOFLOW_KERNEL void AddProducts(const T* x, const T* y, T* __restrict__ sum, int count) {
  for (int i = 0; i < count; ++i) sum[i] += x[i] * y[i];
}

template <typename T>
void ScaleColumns(ConstMatrixView<T> x, const T* s, MatrixView<T> y) {
  for (int b = 0; b < x.rows(); ++b) {
    RunKernel<ScaleRow<T>>(x.row(b).data(), s, y.row(b).data(), x.columns());
  }
}

// Products are split by columns of their results where these are many: shapes alone decide, so
// that results are the same for any number of threads.
constexpr int kColumnsPerItem = 384;

int Items(int columns) { return (columns + kColumnsPerItem - 1) / kColumnsPerItem; }

struct Columns {
  int first, count;
};

Columns ItemColumns(int item, int columns) {
  const auto first = [&](int i) {
    return static_cast<int>(i * static_cast<std::int64_t>(columns) / Items(columns));
  };
  return {first(item), first(item + 1) - first(item)};
}

template <typename View>
View Part(View matrix, Columns columns) {
  return matrix.empty() ? View() : matrix.Block(0, columns.first, matrix.rows(), columns.count);
}

template <typename T>
class UsvLayer : public Layer<T> {
 public:
  UsvLayer(FixedMatrix<T> input_directions, FixedMatrix<T> output_directions,
           activation::Kind activation)
      : u_(std::move(input_directions)), v_(std::move(output_directions)), activation_(activation) {
    INFOFLOW_CHECK(v_ != nullptr && v_->rows() >= 1 && v_->columns() >= 1);
    INFOFLOW_CHECK(u_ == nullptr || (u_->columns() == rank() && u_->rows() >= 1));
  }

  std::string Describe() const override {
    return absl::StrCat("usv(", u_ == nullptr ? "" : absl::StrCat(input_size(), ","), rank(), ",",
                        output_size(), ",", activation::KindName(activation_), ")");
  }
  int input_size() const override { return u_ == nullptr ? rank() : u_->rows(); }
  int output_size() const override { return v_->columns(); }
  std::size_t num_weights() const override { return rank(); }
  std::size_t num_parameters() const override { return rank(); }
  int fan_in() const override { return input_size(); }
  int preactivation_size() const override { return output_size(); }
  // p S, then p unless that is the input, then z where the derivative of f needs it.
  int memory_size() const override {
    return rank() + (u_ == nullptr ? 0 : rank()) + (KeepsPreactivations() ? output_size() : 0);
  }

  void Forward(const ForwardArguments<T>& arguments, WorkerPool& workers) const override {
    const Memory memory = Divide(arguments.memory);
    const ConstMatrixView<T> input = arguments.input;
    const T* s = arguments.parameters.data();
    workers.Run(Items(rank()), [&](int item) {
      const Columns columns = ItemColumns(item, rank());
      if (u_ != nullptr) {
        Gemm(Transpose::kNo, Transpose::kNo, T(1), input, Part(u_->view(), columns), T(0),
             Part(memory.projections, columns));
      }
      ScaleColumns<T>(Part(Projections(input, memory), columns), s + columns.first,
                      Part(memory.scaled, columns));
    });
    workers.Run(Items(output_size()), [&](int item) {
      const Columns columns = ItemColumns(item, output_size());
      const MatrixView<T> output = Part(arguments.output, columns);
      Gemm(Transpose::kNo, Transpose::kNo, T(1), memory.scaled, Part(v_->view(), columns), T(0),
           output);
      const MatrixView<T> record = Part(arguments.preactivations, columns);
      for (int b = 0; b < record.rows(); ++b) {
        const absl::Span<const T> row = output.row(b);
        std::copy(row.begin(), row.end(), record.row(b).begin());
      }
      Activate(activation_, absl::Span<const T>(), output, Part(memory.preactivations, columns));
    });
  }

  void Backward(const BackwardArguments<T>& arguments, WorkerPool& workers) const override {
    const Memory memory = Divide(arguments.memory);
    workers.Run(Items(output_size()), [&](int item) {
      const Columns columns = ItemColumns(item, output_size());
      ActivationGradient(activation_, Part(arguments.output, columns),
                         ConstMatrixView<T>(Part(memory.preactivations, columns)),
                         Part(arguments.output_gradient, columns), absl::Span<T>());
    });
    const bool wants_input = !arguments.input_gradient.empty();
    const ConstMatrixView<T> projections = Projections(arguments.input, memory);
    workers.Run(Items(rank()), [&](int item) {
      const Columns columns = ItemColumns(item, rank());
      // delta V^T, in the place of p S, which is not needed any more.
      const MatrixView<T> gradient = Part(memory.scaled, columns);
      Gemm(Transpose::kNo, Transpose::kYes, T(1), ConstMatrixView<T>(arguments.output_gradient),
           v_->Block(columns.first, 0, columns.count, output_size()), T(0), gradient);
      if (!arguments.parameter_gradients.empty()) {
        SumProducts(Part(projections, columns), gradient,
                    arguments.parameter_gradients.subspan(columns.first, columns.count));
      }
      if (!wants_input) return;
      ScaleColumns<T>(gradient, arguments.parameters.data() + columns.first,
                      u_ == nullptr ? Part(arguments.input_gradient, columns) : gradient);
    });
    if (!wants_input || u_ == nullptr) return;
    workers.Run(Items(input_size()), [&](int item) {
      const Columns columns = ItemColumns(item, input_size());
      Gemm(Transpose::kNo, Transpose::kYes, T(1), ConstMatrixView<T>(memory.scaled),
           u_->Block(columns.first, 0, columns.count, rank()), T(0),
           Part(arguments.input_gradient, columns));
    });
  }

 private:
  struct Memory {
    MatrixView<T> scaled;          // rows x k
    MatrixView<T> projections;     // rows x k, or empty
    MatrixView<T> preactivations;  // rows x out, or empty
  };

  int rank() const { return v_->rows(); }
  bool KeepsPreactivations() const { return DerivativeNeedsPreactivation(activation_); }

  Memory Divide(MatrixView<T> memory) const {
    Memory parts;
    int first = 0;
    const auto take = [&](int columns) {
      first += columns;
      return memory.Block(0, first - columns, memory.rows(), columns);
    };
    parts.scaled = take(rank());
    if (u_ != nullptr) parts.projections = take(rank());
    if (KeepsPreactivations()) parts.preactivations = take(output_size());
    return parts;
  }

  ConstMatrixView<T> Projections(ConstMatrixView<T> input, const Memory& memory) const {
    return u_ == nullptr ? input : ConstMatrixView<T>(memory.projections);
  }

  static void SumProducts(ConstMatrixView<T> x, ConstMatrixView<T> y, absl::Span<T> sums) {
    std::fill(sums.begin(), sums.end(), T(0));
    for (int b = 0; b < x.rows(); ++b) {
      RunKernel<AddProducts<T>>(x.row(b).data(), y.row(b).data(), sums.data(), x.columns());
    }
  }

  const FixedMatrix<T> u_;
  const FixedMatrix<T> v_;
  const activation::Kind activation_;
};

}  // namespace

template <typename T>
LayerPointer<T> MakeUsvLayer(FixedMatrix<T> input_directions, FixedMatrix<T> output_directions,
                             activation::Kind activation) {
  return std::make_shared<UsvLayer<T>>(std::move(input_directions), std::move(output_directions),
                                       activation);
}

template LayerPointer<float> MakeUsvLayer<float>(FixedMatrix<float>, FixedMatrix<float>,
                                                 activation::Kind);
template LayerPointer<double> MakeUsvLayer<double>(FixedMatrix<double>, FixedMatrix<double>,
                                                   activation::Kind);

}  // namespace infoflow::network
