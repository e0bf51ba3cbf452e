#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "infoflow/cascade/decoder.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {

namespace {

using linalg::MatrixView;

// Samples pass through in blocks that stay in the second-level cache, but of so many samples that
// weights are used often enough for each time that they are read.
constexpr std::size_t kBytesPerBlock = 480 << 10;
constexpr std::size_t kFewestRowsPerBlock = 12;

// gradient_i = scale (p_i - t_i); returns sum_i (p_i - t_i)^2, taken in interleaved parts, so that
// it has the same bits with every instruction set.
template <typename T>
INFOFLOW_KERNEL double RowErrors(const T* __restrict__ p, const T* __restrict__ t, int size,
                                 T scale, T* __restrict__ gradient) {
  constexpr int kLanes = 16;
  T lanes[kLanes] = {};
  int i = 0;
  for (; i + kLanes <= size; i += kLanes) {
    for (int l = 0; l < kLanes; ++l) {
      const T error = p[i + l] - t[i + l];
      gradient[i + l] = scale * error;
      lanes[l] += error * error;
    }
  }
  for (int l = 0; i < size; ++i, ++l) {
    const T error = p[i] - t[i];
    gradient[i] = scale * error;
    lanes[l] += error * error;
  }
  double sum = 0.0;
  for (const T lane : lanes) sum += lane;
  return sum;
}

template <typename T>
class LayerDecoder : public Decoder<T> {
 public:
  explicit LayerDecoder(network::LayerPointer<T> layer) : layer_(std::move(layer)) {}

  const network::Layer<T>& layer() const override { return *layer_; }
  int num_parts() const override { return layer_->num_parameters() == 0 ? 0 : 1; }
  std::size_t scratch_size(int rows) const override {
    const std::size_t block = RowsPerBlock(rows);
    return block * (2 * layer_->output_size() + layer_->memory_size()) +
           2 * layer_->num_parameters() + layer_->scratch_size(static_cast<int>(block));
  }

  double TrainPart(int part, const DecoderStep<T>& step) const override {
    INFOFLOW_CHECK(part == 0);
    const int rows = step.input.rows();
    const int blocks = Blocks(rows);
    const absl::Span<T> sum = step.scratch.subspan(0, layer_->num_parameters());
    const absl::Span<T> scratch = step.scratch.subspan(sum.size());
    double squares = 0.0;
    for (int block = 0; block < blocks; ++block) {
      const int first = static_cast<int>(static_cast<std::int64_t>(block) * rows / blocks);
      const int end = static_cast<int>(static_cast<std::int64_t>(block + 1) * rows / blocks);
      squares += AddBlock(step, first, end - first, block == 0, scratch, sum);
    }
    step.optimizer->Update(step.group, sum, step.parameters);
    return squares;
  }

 private:
  int Blocks(int rows) const {
    const std::size_t row_bytes =
        sizeof(T) * (layer_->input_size() + 2 * layer_->output_size() + layer_->memory_size());
    const int most = std::max<int>(kFewestRowsPerBlock, kBytesPerBlock / row_bytes);
    return (rows + most - 1) / most;
  }
  int RowsPerBlock(int rows) const { return (rows + Blocks(rows) - 1) / Blocks(rows); }

  // Adds the derivatives of `rows` samples from `first` on to `sum`; returns their squared errors.
  double AddBlock(const DecoderStep<T>& step, int first, int rows, bool is_first,
                  absl::Span<T> scratch, absl::Span<T> sum) const {
    const auto take = [&](std::size_t count) {
      const absl::Span<T> taken = scratch.subspan(0, count);
      scratch.remove_prefix(count);
      return taken;
    };
    const auto take_matrix = [&](int columns) {
      return MatrixView<T>(take(static_cast<std::size_t>(rows) * columns), rows, columns);
    };
    // Parts of several decoders run side by side, each on one thread.
    WorkerPool alone(1);
    network::ForwardArguments<T> forward;
    forward.parameters = step.parameters;
    forward.input = step.input.Block(first, 0, rows, layer_->input_size());
    forward.output = take_matrix(layer_->output_size());
    if (layer_->memory_size() > 0) forward.memory = take_matrix(layer_->memory_size());
    layer_->Forward(forward, alone);
    network::BackwardArguments<T> backward;
    backward.parameters = step.parameters;
    backward.input = forward.input;
    backward.output = forward.output;
    backward.memory = forward.memory;
    backward.output_gradient = take_matrix(layer_->output_size());
    backward.parameter_gradients = is_first ? sum : take(layer_->num_parameters());
    backward.scratch = take(layer_->scratch_size(rows));
    double squares = 0.0;
    const T scale =
        static_cast<T>(2.0 / (static_cast<double>(step.input.rows()) * layer_->output_size()));
    for (int b = 0; b < rows; ++b) {
      squares += RunKernel<RowErrors<T>>(forward.output.row(b).data(),
                                         step.target.row(first + b).data(), layer_->output_size(),
                                         scale, backward.output_gradient.row(b).data());
    }
    layer_->Backward(backward, alone);
    if (!is_first) {
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += backward.parameter_gradients[i];
    }
    return squares;
  }

  const network::LayerPointer<T> layer_;
};

}  // namespace

template <typename T>
DecoderPointer<T> MakeLayerDecoder(network::LayerPointer<T> layer) {
  return std::make_shared<LayerDecoder<T>>(std::move(layer));
}

template DecoderPointer<float> MakeLayerDecoder(network::LayerPointer<float>);
template DecoderPointer<double> MakeLayerDecoder(network::LayerPointer<double>);

}  // namespace infoflow::cascade
