#include "paper_figures/rbm/network_thermometer.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/network/training/training.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/shared/dense_training.h"

namespace infoflow::paper_figures {

namespace {

// Rows passed through the network at once.
constexpr int kBatch = 128;

linalg::Matrix<float> AsFloats(rbm::SpinsView samples) {
  linalg::Matrix<float> values(samples.rows(), samples.columns());
  for (int k = 0; k < samples.rows(); ++k) {
    for (int i = 0; i < samples.columns(); ++i) values(k, i) = samples(k, i);
  }
  return values;
}

}  // namespace

absl::StatusOr<NetworkThermometer> NetworkThermometer::Train(
    rbm::SpinsView samples, absl::Span<const double> temperatures,
    const NetworkThermometerOptions& options) {
  const int classes = static_cast<int>(temperatures.size());
  if (classes < 2 || samples.rows() < classes || samples.rows() % classes != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("there are ", samples.rows(), " samples for ", classes,
                     " temperatures; a thermometer needs at least two temperatures and the same "
                     "number of samples at each"));
  }
  INFOFLOW_RETURN_IF_ERROR(rbm::CheckSpins(samples, samples.columns()));
  if (options.epochs < 1) {
    return absl::InvalidArgumentError(absl::StrCat("the thermometer's number of epochs is ",
                                                   options.epochs, "; it must be at least 1"));
  }
  const linalg::Matrix<float> inputs = AsFloats(samples);
  std::vector<int> labels(samples.rows());
  const int per_class = samples.rows() / classes;
  for (int k = 0; k < samples.rows(); ++k) labels[k] = k / per_class;

  DenseTraining training;
  training.sizes = {samples.columns(), options.hidden_units, classes};
  training.last_activation = activation::Kind::kLinear;
  training.options.loss = network::LossConvention::kCrossEntropyOnLogits;
  training.options.optimizer.kind = network::OptimizerKind::kAdam;
  training.options.optimizer.learning_rate = options.learning_rate;
  training.options.minibatches.batch = options.batch;
  training.options.seed = options.seed;
  INFOFLOW_ASSIGN_OR_RETURN(network::Training<float> run,
                            StartTraining(training, {inputs, labels}));
  WorkerPool workers(1);
  INFOFLOW_RETURN_IF_ERROR(TrainUntil(options.epochs, run, workers).status());
  return NetworkThermometer(run.network(), temperatures);
}

absl::Status NetworkThermometer::ForEachSample(
    rbm::SpinsView samples, absl::FunctionRef<void(absl::Span<const float>)> work) const {
  INFOFLOW_RETURN_IF_ERROR(rbm::CheckSpins(samples, network_.input_size()));
  const linalg::SingleThreadedBlas single_threaded_blas;
  WorkerPool workers(1);
  network::NetworkWorkspace<float> workspace(network_, kBatch);
  for (int first = 0; first < samples.rows(); first += kBatch) {
    const int rows = std::min(kBatch, samples.rows() - first);
    const linalg::Matrix<float> inputs = AsFloats(samples.Block(first, 0, rows, samples.columns()));
    const linalg::ConstMatrixView<float> logits =
        network::Forward<float>(network_, inputs, workspace, workers);
    for (int k = 0; k < rows; ++k) work(logits.row(k));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<int>> NetworkThermometer::Classify(rbm::SpinsView samples) const {
  std::vector<int> classes;
  INFOFLOW_RETURN_IF_ERROR(ForEachSample(samples, [&](absl::Span<const float> logits) {
    classes.push_back(
        static_cast<int>(std::max_element(logits.begin(), logits.end()) - logits.begin()));
  }));
  return classes;
}

absl::StatusOr<NetworkReading> NetworkThermometer::Read(rbm::SpinsView samples) const {
  const int classes = static_cast<int>(temperatures_.size());
  NetworkReading reading;
  reading.probabilities.assign(classes, 0.0);
  std::vector<double> exponentials(classes);
  INFOFLOW_RETURN_IF_ERROR(ForEachSample(samples, [&](absl::Span<const float> logits) {
    const double largest = *std::max_element(logits.begin(), logits.end());
    double sum = 0.0;
    for (int c = 0; c < classes; ++c) sum += exponentials[c] = std::exp(logits[c] - largest);
    for (int c = 0; c < classes; ++c) {
      reading.probabilities[c] += exponentials[c] / (sum * samples.rows());
    }
  }));
  const auto likeliest =
      std::max_element(reading.probabilities.begin(), reading.probabilities.end());
  reading.likeliest = static_cast<int>(likeliest - reading.probabilities.begin());
  reading.likeliest_temperature = temperatures_[reading.likeliest];
  for (int c = 0; c < classes; ++c) {
    reading.mean_temperature += reading.probabilities[c] * temperatures_[c];
  }
  return reading;
}

}  // namespace infoflow::paper_figures
