#include "infoflow/cascade/reconstruction.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/functional/function_ref.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/support/check.h"

namespace infoflow::cascade {

namespace {

using linalg::ConstMatrixView;
using linalg::Matrix;
using linalg::MatrixView;

// Rows that pass at once through a layer that remembers something.
constexpr int kRowsWithMemory = 256;
// Buffers of so many numbers stay in the caches; the rows of a block are at least so many all the
// same, or weights are read too often.
constexpr std::size_t kNumbersInCache = std::size_t{1} << 20;
constexpr int kFewestRows = 16;

// A buffer for matrices of up to `rows` rows, which are stored without gaps.
template <typename T>
class RowBuffer {
 public:
  RowBuffer(int rows, std::size_t widest) : values_(rows * widest) {}
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
  // What layers remember for a backward pass is not needed: some rows at a time.
  const int block = layer.memory_size() == 0 ? input.rows() : kRowsWithMemory;
  for (int first = 0; first < input.rows(); first += block) {
    const int rows = std::min(block, input.rows() - first);
    network::ForwardArguments<T> arguments;
    arguments.parameters = parameters;
    arguments.input = input.Block(first, 0, rows, input.columns());
    arguments.output = output.Block(first, 0, rows, output.columns());
    if (layer.memory_size() > 0) {
      if (memory.rows() < rows || memory.columns() != layer.memory_size()) {
        memory = Matrix<T>(std::min(block, input.rows()), layer.memory_size());
      }
      arguments.memory = memory.Block(0, 0, rows, layer.memory_size());
    }
    layer.Forward(arguments, workers);
  }
}

// The widest of the inputs and outputs of decoders 1 to `level`.
template <typename T>
int WidestTo(const Cascade<T>& cascade, int level) {
  int widest = 1;
  for (int i = 0; i < level; ++i) {
    const network::Layer<T>& layer = cascade.decoder(i).layer();
    widest = std::max({widest, layer.input_size(), layer.output_size()});
  }
  return widest;
}

// Rows of `size` numbers that fit a block of what stays in cache, or more of them up to
// kFewestRows where `numbers` allows; at least one.
int RowsPerBlock(std::size_t size, std::size_t numbers) {
  const std::size_t most = std::max<std::size_t>(1, numbers / size);
  const std::size_t cached = std::max<std::size_t>(kFewestRows, kNumbersInCache / size);
  return static_cast<int>(std::min(most, cached));
}

// Calls work(first, count, pool) for the blocks of `rows` rows: each block on one thread with a
// pool of its own where there are enough of them, otherwise one after the other on all threads.
// Which it is changes no number.
void ForBlocks(int rows, int block, WorkerPool& workers,
               absl::FunctionRef<void(int, int, WorkerPool&)> work) {
  const int blocks = (rows + block - 1) / block;
  const auto run = [&](int index, WorkerPool& pool) {
    work(index * block, std::min(block, rows - index * block), pool);
  };
  if (blocks < workers.threads()) {
    for (int index = 0; index < blocks; ++index) run(index, workers);
    return;
  }
  workers.Run(blocks, [&](int index) {
    WorkerPool alone(1);
    run(index, alone);
  });
}

// Decodes `values`, rows of layer `level`'s output; `from` and `to` take its rows, of any layer
// below.
template <typename T>
ConstMatrixView<T> DecodeBlock(const Cascade<T>& cascade, int level, ConstMatrixView<T> values,
                               RowBuffer<T>& from, RowBuffer<T>& to, Matrix<T>& memory,
                               WorkerPool& workers) {
  for (int j = level; j >= 1; --j) {
    const network::Layer<T>& decoder = cascade.decoder(j - 1).layer();
    const MatrixView<T> output = to.Rows(0, values.rows(), decoder.output_size());
    Apply<T>(decoder, cascade.parameters(j - 1), values, output, memory, workers);
    values = output;
    std::swap(from, to);
  }
  return values;
}

// The reconstructions of `n` images that have passed forward.
template <typename T>
class Decoding {
 public:
  Decoding(const Cascade<T>& cascade, const network::NetworkWorkspace<T>& workspace, int n,
           std::size_t numbers, WorkerPool& workers)
      : cascade_(cascade), workspace_(workspace), n_(n), numbers_(numbers), workers_(workers) {}

  // Calls use(row, images) with all rows (l - 1) n + b, l from 1 to `levels`, some at a time.
  //
  // Decoder j is applied to the stack of all levels >= j for as long as the stack is small. Where
  // it is not (large maps near the image), the stack goes the rest of the way in blocks of rows,
  // and the levels that are left are a shorter problem of the same kind.
  void Run(int levels, absl::FunctionRef<void(int, ConstMatrixView<T>)> use) {
    while (levels > 0) {
      // Decoders levels, ..., last + 1 see the whole stack.
      int last = levels - 1;
      while (last > 0 && Fits(levels - last + 1, last)) --last;
      RowBuffer<T> stack = Stack(levels, last);
      const int size = Layer(last + 1).output_size();
      const int rows = (levels - last) * n_;
      const int widest = WidestTo(cascade_, last);
      const int block = last == 0 ? rows : std::min(rows, RowsPerBlock(widest, numbers_));
      RowBuffer<T> from(last == 0 ? 0 : block, widest), to(last == 0 ? 0 : block, widest);
      for (int first = 0; first < rows; first += block) {
        const int count = std::min(block, rows - first);
        use(last * n_ + first, DecodeBlock<T>(cascade_, last, stack.Rows(first, count, size), from,
                                              to, memory_, workers_));
      }
      levels = last;
    }
  }

 private:
  const network::Layer<T>& Layer(int level) const { return cascade_.decoder(level - 1).layer(); }
  int Widest(int level) const {
    return std::max(Layer(level).input_size(), Layer(level).output_size());
  }
  bool Fits(int levels, int level) const {
    const int most = RowsPerBlock(Widest(level), numbers_);
    return static_cast<std::int64_t>(levels) * n_ <= most;
  }

  // Inputs of layer last + 1 as decoded from levels last + 1 to `levels`, those of level l in the
  // rows from (l - last - 1) n.
  RowBuffer<T> Stack(int levels, int last) {
    std::size_t most = 0;
    for (int j = levels; j > last; --j) {
      most = std::max(most, static_cast<std::size_t>(levels - last) * Widest(j));
    }
    RowBuffer<T> from(n_, most), to(n_, most);
    for (int j = levels; j > last; --j) {
      const int first = (j - last - 1) * n_;
      const ConstMatrixView<T> activations = workspace_.output(j - 1);
      const MatrixView<T> place = from.Rows(first, n_, Layer(j).input_size());
      for (int b = 0; b < n_; ++b) {
        const absl::Span<const T> row = activations.row(b);
        std::copy(row.begin(), row.end(), place.row(b).begin());
      }
      const int rows = (levels - j + 1) * n_;
      Apply<T>(Layer(j), cascade_.parameters(j - 1), from.Rows(first, rows, Layer(j).input_size()),
               to.Rows(first, rows, Layer(j).output_size()), memory_, workers_);
      std::swap(from, to);
    }
    return from;
  }

  const Cascade<T>& cascade_;
  const network::NetworkWorkspace<T>& workspace_;
  const int n_;
  const std::size_t numbers_;
  WorkerPool& workers_;
  Matrix<T> memory_;
};

}  // namespace

template <typename T>
Matrix<T> Reconstruct(const Cascade<T>& cascade, ConstMatrixView<T> images, int levels,
                      WorkerPool& workers, std::size_t numbers) {
  INFOFLOW_CHECK(levels >= 1 && levels <= cascade.num_decoders());
  const linalg::SingleThreadedBlas single_threaded_blas;
  const int n = images.rows();
  Matrix<T> result(levels * n, images.columns());
  std::size_t activations = 0;  // of one image, in all layers
  for (int i = 0; i < cascade.network().num_layers(); ++i) {
    const network::Layer<T>& layer = cascade.network().layer(i);
    activations += layer.output_size() + layer.memory_size();
  }
  const int block = std::min(n, RowsPerBlock(activations, numbers));
  ForBlocks(n, block, workers, [&](int first, int count, WorkerPool& pool) {
    network::NetworkWorkspace<T> workspace(cascade.network(), count);
    network::Forward<T>(cascade.network(), images.Block(first, 0, count, images.columns()),
                        workspace, pool);
    Decoding<T>(cascade, workspace, count, numbers, pool)
        .Run(levels, [&](int row, ConstMatrixView<T> decoded) {
          for (int i = 0; i < decoded.rows(); ++i, ++row) {
            const absl::Span<const T> image = decoded.row(i);
            std::copy(image.begin(), image.end(),
                      result.row(row / count * n + first + row % count).begin());
          }
        });
  });
  return result;
}

template <typename T>
Matrix<T> Decode(const Cascade<T>& cascade, int level, ConstMatrixView<T> values,
                 WorkerPool& workers) {
  INFOFLOW_CHECK(level >= 1 && level <= cascade.num_decoders());
  const linalg::SingleThreadedBlas single_threaded_blas;
  Matrix<T> result(values.rows(), cascade.network().input_size());
  const int widest = WidestTo(cascade, level);
  const int block = std::min(values.rows(), RowsPerBlock(widest, kReconstructionNumbers));
  ForBlocks(values.rows(), block, workers, [&](int first, int count, WorkerPool& pool) {
    RowBuffer<T> from(count, widest), to(count, widest);
    Matrix<T> memory;
    const ConstMatrixView<T> decoded = DecodeBlock<T>(
        cascade, level, values.Block(first, 0, count, values.columns()), from, to, memory, pool);
    for (int i = 0; i < count; ++i) {
      std::copy(decoded.row(i).begin(), decoded.row(i).end(), result.row(first + i).begin());
    }
  });
  return result;
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
  RowBuffer<T> buffer(batch, WidestTo(cascade, cascade.num_decoders()));
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

#define INFOFLOW_INSTANTIATE(T)                                                           \
  template Matrix<T> Reconstruct(const Cascade<T>&, ConstMatrixView<T>, int, WorkerPool&, \
                                 std::size_t);                                            \
  template Matrix<T> Decode(const Cascade<T>&, int, ConstMatrixView<T>, WorkerPool&);     \
  template Matrix<T> ClassPrototypes(const Cascade<T>&, T, WorkerPool&);                  \
  template std::vector<double> DecoderErrors(const Cascade<T>&, ConstMatrixView<T>, int,  \
                                             WorkerPool&);
INFOFLOW_INSTANTIATE(float)
INFOFLOW_INSTANTIATE(double)
#undef INFOFLOW_INSTANTIATE

}  // namespace infoflow::cascade
