#include <cstddef>
#include <memory>
#include <utility>

#include "infoflow/cascade/decoder.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/support/check.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {

namespace {

using linalg::MatrixView;

template <typename T>
class LayerDecoder : public Decoder<T> {
 public:
  explicit LayerDecoder(network::LayerPointer<T> layer) : layer_(std::move(layer)) {}

  const network::Layer<T>& layer() const override { return *layer_; }
  int num_parts() const override { return layer_->num_parameters() == 0 ? 0 : 1; }
  std::size_t scratch_size(int rows) const override {
    return static_cast<std::size_t>(rows) * (2 * layer_->output_size() + layer_->memory_size()) +
           layer_->num_parameters();
  }

  double TrainPart(int part, const DecoderStep<T>& step) const override {
    INFOFLOW_CHECK(part == 0);
    const int rows = step.input.rows();
    absl::Span<T> scratch = step.scratch;
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
    forward.input = step.input;
    forward.output = take_matrix(layer_->output_size());
    if (layer_->memory_size() > 0) forward.memory = take_matrix(layer_->memory_size());
    layer_->Forward(forward, alone);
    network::BackwardArguments<T> backward;
    backward.parameters = step.parameters;
    backward.input = step.input;
    backward.output = forward.output;
    backward.memory = forward.memory;
    backward.output_gradient = take_matrix(layer_->output_size());
    backward.parameter_gradients = take(layer_->num_parameters());
    const double loss =
        network::MeanSquaredError(forward.output, step.target, backward.output_gradient);
    layer_->Backward(backward, alone);
    step.optimizer->Update(step.group, backward.parameter_gradients, step.parameters);
    return loss * rows * layer_->output_size();
  }

 private:
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
