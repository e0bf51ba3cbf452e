#include "paper_figures/rbm/network_thermometer.h"

#include <algorithm>

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

absl::StatusOr<std::vector<int>> NetworkThermometer::Classify(rbm::SpinsView samples) const {
  INFOFLOW_RETURN_IF_ERROR(rbm::CheckSpins(samples, network_.input_size()));
  const linalg::SingleThreadedBlas single_threaded_blas;
  WorkerPool workers(1);
  network::NetworkWorkspace<float> workspace(network_, kBatch);
  std::vector<int> classes;
  for (int first = 0; first < samples.rows(); first += kBatch) {
    const int rows = std::min(kBatch, samples.rows() - first);
    const linalg::Matrix<float> inputs = AsFloats(samples.Block(first, 0, rows, samples.columns()));
    const linalg::ConstMatrixView<float> logits =
        network::Forward<float>(network_, inputs, workspace, workers);
    for (int k = 0; k < rows; ++k) {
      const absl::Span<const float> row = logits.row(k);
      classes.push_back(static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin()));
    }
  }
  return classes;
}

}  // namespace infoflow::paper_figures
