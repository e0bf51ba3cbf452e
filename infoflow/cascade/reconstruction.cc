#include "infoflow/cascade/reconstruction.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "infoflow/linalg/blas_threads.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/support/check.h"

namespace infoflow::cascade {

namespace {

using linalg::ConstMatrixView;
using linalg::Matrix;
using linalg::MatrixView;

// A buffer for matrices of up to `rows` rows, which are stored without gaps.
template <typename T>
class RowBuffer {
 public:
  RowBuffer(int rows, int widest) : values_(static_cast<std::size_t>(rows) * widest) {}
  MatrixView<T> Rows(int first, int rows, int columns) {
    return MatrixView<T>(absl::MakeSpan(values_).subspan(static_cast<std::size_t>(first) * columns,
                                                         static_cast<std::size_t>(rows) * columns),
                         rows, columns);
  }

 private:
  std::vector<T> values_;
};

template <typename T>
void Apply(const network::Layer<T>& layer, absl::Span<const T> parameters, ConstMatrixView<T> input,
           MatrixView<T> output, Matrix<T>& memory, WorkerPool& workers) {
  network::ForwardArguments<T> arguments;
  arguments.parameters = parameters;
  arguments.input = input;
  arguments.output = output;
  if (layer.memory_size() > 0) {
    memory = Matrix<T>(input.rows(), layer.memory_size());
    arguments.memory = memory;
  }
  layer.Forward(arguments, workers);
}

template <typename T>
int Widest(const Cascade<T>& cascade) {
  int widest = cascade.network().input_size();
  for (int i = 0; i < cascade.num_decoders(); ++i) {
    widest = std::max(widest, cascade.decoder(i).layer().input_size());
  }
  return widest;
}

}  // namespace

template <typename T>
Matrix<T> Reconstruct(const Cascade<T>& cascade, ConstMatrixView<T> images, int levels,
                      WorkerPool& workers) {
  INFOFLOW_CHECK(levels >= 1 && levels <= cascade.num_decoders());
  const linalg::SingleThreadedBlas single_threaded_blas;
  const int n = images.rows();
  network::NetworkWorkspace<T> workspace(cascade.network(), n);
  network::Forward(cascade.network(), images, workspace, workers);

  // Level l has the rows [(l - 1) n, l n) throughout.
  const int widest = Widest(cascade);
  RowBuffer<T> from(levels * n, widest), to(levels * n, widest);
  Matrix<T> memory;
  for (int j = levels; j >= 1; --j) {
    const network::Layer<T>& decoder = cascade.decoder(j - 1).layer();
    const ConstMatrixView<T> activations = workspace.output(j - 1);
    const MatrixView<T> place = from.Rows((j - 1) * n, n, decoder.input_size());
    for (int b = 0; b < n; ++b) {
      const absl::Span<const T> row = activations.row(b);
      std::copy(row.begin(), row.end(), place.row(b).begin());
    }
    const int rows = (levels - j + 1) * n;
    Apply<T>(decoder, cascade.parameters(j - 1), from.Rows((j - 1) * n, rows, decoder.input_size()),
             to.Rows((j - 1) * n, rows, decoder.output_size()), memory, workers);
    std::swap(from, to);
  }
  return Matrix<T>(ConstMatrixView<T>(from.Rows(0, levels * n, images.columns())));
}

template <typename T>
Matrix<T> Decode(const Cascade<T>& cascade, int level, ConstMatrixView<T> values,
                 WorkerPool& workers) {
  INFOFLOW_CHECK(level >= 1 && level <= cascade.num_decoders());
  const linalg::SingleThreadedBlas single_threaded_blas;
  Matrix<T> current(values), memory;
  for (int j = level; j >= 1; --j) {
    const network::Layer<T>& decoder = cascade.decoder(j - 1).layer();
    Matrix<T> next(current.rows(), decoder.output_size());
    Apply<T>(decoder, cascade.parameters(j - 1), current, next, memory, workers);
    current = std::move(next);
  }
  return current;
}

template <typename T>
Matrix<T> ClassPrototypes(const Cascade<T>& cascade, T others, WorkerPool& workers) {
  INFOFLOW_CHECK(cascade.num_decoders() == cascade.network().num_layers());
  const int classes = cascade.network().output_size();
  Matrix<T> outputs(classes, classes, others);
  for (int k = 0; k < classes; ++k) outputs(k, k) = T(1);
  return Decode<T>(cascade, cascade.num_decoders(), outputs, workers);
}

template <typename T>
std::vector<double> DecoderErrors(const Cascade<T>& cascade, ConstMatrixView<T> images, int batch,
                                  WorkerPool& workers) {
  const linalg::SingleThreadedBlas single_threaded_blas;
  const int count = images.rows();
  INFOFLOW_CHECK(count >= 1 && batch >= 1);
  batch = std::min(batch, count);
  network::NetworkWorkspace<T> workspace(cascade.network(), batch);
  RowBuffer<T> buffer(batch, Widest(cascade));
  Matrix<T> memory;
  std::vector<double> errors(cascade.num_decoders());
  for (int first = 0; first < count; first += batch) {
    const int rows = std::min(batch, count - first);
    const ConstMatrixView<T> inputs = images.Block(first, 0, rows, images.columns());
    network::Forward(cascade.network(), inputs, workspace, workers);
    for (int i = 0; i < cascade.num_decoders(); ++i) {
      const network::Layer<T>& decoder = cascade.decoder(i).layer();
      const MatrixView<T> output = buffer.Rows(0, rows, decoder.output_size());
      Apply<T>(decoder, cascade.parameters(i), workspace.output(i), output, memory, workers);
      errors[i] +=
          rows * network::MeanSquaredError(output, i == 0 ? inputs : workspace.output(i - 1), {});
    }
  }
  for (double& error : errors) error /= count;
  return errors;
}

#define INFOFLOW_INSTANTIATE(T)                                                            \
  template Matrix<T> Reconstruct(const Cascade<T>&, ConstMatrixView<T>, int, WorkerPool&); \
  template Matrix<T> Decode(const Cascade<T>&, int, ConstMatrixView<T>, WorkerPool&);      \
  template Matrix<T> ClassPrototypes(const Cascade<T>&, T, WorkerPool&);                   \
  template std::vector<double> DecoderErrors(const Cascade<T>&, ConstMatrixView<T>, int,   \
                                             WorkerPool&);
INFOFLOW_INSTANTIATE(float)
INFOFLOW_INSTANTIATE(double)
#undef INFOFLOW_INSTANTIATE

}  // namespace infoflow::cascade
