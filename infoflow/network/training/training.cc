#include "infoflow/network/training/training.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/support/check.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

template <typename T>
std::vector<std::size_t> LayerSizes(const Network<T>& network) {
  std::vector<std::size_t> sizes;
  for (int i = 0; i < network.num_layers(); ++i) {
    sizes.push_back(network.layer(i).num_parameters());
  }
  return sizes;
}

template <typename T>
absl::Status CheckTargets(const Network<T>& network, const LabelledSamples<T>& samples,
                          LossConvention loss) {
  if (loss != LossConvention::kMeanSquaredError) {
    return absl::InvalidArgumentError(
        absl::StrCat("loss ", LossConventionName(loss), ": targets take mean-squared-error only"));
  }
  if (!samples.labels.empty()) {
    return absl::InvalidArgumentError("samples have labels and targets: only one is allowed");
  }
  if (samples.targets.rows() != samples.inputs.rows() ||
      samples.targets.columns() != network.output_size()) {
    return absl::InvalidArgumentError(absl::StrCat(
        samples.targets.rows(), " targets of ", samples.targets.columns(), " numbers do not fit ",
        samples.inputs.rows(), " samples and a network with ", network.output_size(), " outputs"));
  }
  return absl::OkStatus();
}

template <typename T>
absl::Status CheckSamples(const Network<T>& network, const LabelledSamples<T>& samples,
                          LossConvention loss) {
  if (samples.inputs.rows() < 1) return absl::InvalidArgumentError("there are no samples");
  if (samples.inputs.columns() != network.input_size()) {
    return absl::InvalidArgumentError(absl::StrCat("samples of ", samples.inputs.columns(),
                                                   " numbers do not fit a network with ",
                                                   network.input_size(), " inputs"));
  }
  if (!samples.targets.empty()) return CheckTargets(network, samples, loss);
  if (samples.labels.size() != static_cast<std::size_t>(samples.inputs.rows())) {
    return absl::InvalidArgumentError(
        absl::StrCat(samples.inputs.rows(), " samples have ", samples.labels.size(), " labels"));
  }
  const bool binary = loss == LossConvention::kBinaryCrossEntropy;
  if (binary && network.output_size() != 1) {
    return absl::InvalidArgumentError(absl::StrCat(
        "loss binary-cross-entropy: needs a network with 1 output, not ", network.output_size()));
  }
  const int classes = binary ? 2 : network.output_size();
  for (const int label : samples.labels) {
    if (label >= 0 && label < classes) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("label ", label, ": must be from 0 to ", classes - 1, " for this network"));
  }
  return absl::OkStatus();
}

}  // namespace

template <typename T>
absl::StatusOr<Training<T>> Training<T>::Create(Network<T> network, LabelledSamples<T> samples,
                                                const TrainingOptions& options) {
  INFOFLOW_RETURN_IF_ERROR(CheckOptimizerOptions(options.optimizer));
  INFOFLOW_RETURN_IF_ERROR(CheckSamples(network, samples, options.loss));
  const int batch = options.minibatches.batch;
  if (batch < 1 || (options.minibatches.drop_last && batch > samples.inputs.rows())) {
    return absl::InvalidArgumentError(absl::StrCat(
        "batch=", batch, ": must be from 1 to the number of samples, ", samples.inputs.rows()));
  }
  return Training(std::move(network), samples, options);
}

template <typename T>
Training<T>::Training(Network<T> network, LabelledSamples<T> samples,
                      const TrainingOptions& options)
    : network_(std::move(network)),
      samples_(samples),
      options_(options),
      optimizer_(options.optimizer, LayerSizes(network_)),
      minibatches_(samples.inputs.rows(), options.minibatches, options.seed),
      workspace_(network_, std::min(options.minibatches.batch, samples.inputs.rows())),
      batch_inputs_(workspace_.max_rows(), network_.input_size()),
      batch_labels_(samples.labels.empty() ? 0 : workspace_.max_rows()),
      batch_targets_(samples.targets.empty() ? 0 : workspace_.max_rows(),
                     samples.targets.columns()) {}

template <typename T>
double Training<T>::Step(absl::Span<const int> indices, WorkerPool& workers) {
  const int rows = static_cast<int>(indices.size());
  INFOFLOW_CHECK(rows >= 1 && rows <= workspace_.max_rows());
  for (int b = 0; b < rows; ++b) {
    const absl::Span<const T> sample = samples_.inputs.row(indices[b]);
    std::copy(sample.begin(), sample.end(), batch_inputs_.row(b).begin());
    if (!batch_labels_.empty()) batch_labels_[b] = samples_.labels[indices[b]];
    if (batch_targets_.empty()) continue;
    const absl::Span<const T> target = samples_.targets.row(indices[b]);
    std::copy(target.begin(), target.end(), batch_targets_.row(b).begin());
  }
  const linalg::ConstMatrixView<T> inputs = batch_inputs_.Block(0, 0, rows, network_.input_size());
  const linalg::ConstMatrixView<T> outputs = Forward(network_, inputs, workspace_, workers);
  const absl::Span<const int> labels = absl::MakeConstSpan(batch_labels_).subspan(0, rows);
  const linalg::ConstMatrixView<T> targets =
      batch_targets_.empty() ? linalg::ConstMatrixView<T>()
                             : batch_targets_.Block(0, 0, rows, batch_targets_.columns());
  const double loss =
      BatchLoss<T>(options_.loss, outputs, labels, targets, workspace_.output_gradient());
  optimizer_.BeginStep();
  Backward<T>(network_, inputs, workspace_, workers, [&](int layer, absl::Span<const T> gradients) {
    // Parts as small as the second-level cache, for all workers.
    constexpr std::size_t kPart = 1 << 15;
    const absl::Span<T> parameters = network_.parameters(layer);
    const int parts = static_cast<int>((gradients.size() + kPart - 1) / kPart);
    workers.Run(parts, [&](int part) {
      const std::size_t first = part * kPart;
      optimizer_.UpdatePart(layer, first, gradients.subspan(first, kPart),
                            parameters.subspan(first, kPart));
    });
  });
  return loss;
}

template <typename T>
absl::StatusOr<double> Training<T>::RunEpoch(WorkerPool& workers) {
  const linalg::SingleThreadedBlas single_threaded_blas;
  minibatches_.BeginEpoch(position_.epoch);
  while (position_.batch < minibatches_.batches()) {
    INFOFLOW_RETURN_IF_ERROR(CheckInterrupt());
    const double loss = Step(minibatches_.Batch(position_.batch), workers);
    if (!std::isfinite(loss)) {
      return absl::OutOfRangeError(absl::StrCat(
          "the loss is not finite in epoch ", position_.epoch + 1, ", batch ", position_.batch + 1,
          optimizer_.steps() <= 1
              ? ", before any step: the initial weights or the samples are too large"
              : absl::StrCat(": the learning rate ", options_.optimizer.learning_rate,
                             " may be too large")));
    }
    position_.loss_sum += loss;
    ++position_.batch;
  }
  const double mean = position_.loss_sum / minibatches_.batches();
  position_ = {position_.epoch + 1, 0, 0.0};
  return mean;
}

template class Training<float>;
template class Training<double>;

}  // namespace infoflow::network
