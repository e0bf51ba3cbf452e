#ifndef INFOFLOW_NETWORK_TRAINING_TRAINING_H_
#define INFOFLOW_NETWORK_TRAINING_TRAINING_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/network/training/minibatch.h"
#include "infoflow/network/training/optimizer.h"
#include "infoflow/network/training/training_evaluation.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::network {

// Defaults: arXiv:2107.06898, but for the order of the samples (there always the same).
struct TrainingOptions {
  LossConvention loss = LossConvention::kCrossEntropyOnActivations;
  OptimizerOptions optimizer;
  MinibatchOptions minibatches;
  std::uint64_t seed = 1;  // of the order of the samples
};

// A network that is being trained on samples with labels or targets.
//
// The state after any number of steps is a function of the initial network, the samples and the
// options: it does not depend on the number of threads, nor on interruptions, given that the
// state was saved and restored (training_checkpoint.h) on a machine with the same BLAS kernels.
template <typename T>
class Training {
 public:
  // The samples must outlive the training. Errors: options out of range, no sample, sizes that
  // do not fit the network, labels that are no class of it, targets with labels or another loss
  // than the mean squared error, no full batch with drop_last.
  static absl::StatusOr<Training> Create(Network<T> network, LabelledSamples<T> samples,
                                         const TrainingOptions& options);

  // Goes to the end of the current epoch and returns the mean over its batches of the loss before
  // each step. Errors: Cancelled when a caught signal came (support/interrupt.h), after the step
  // in progress: a further call goes on; loss that is not finite.
  absl::StatusOr<double> RunEpoch(WorkerPool& workers);

  // One optimisation step on the given samples, and the loss before it. Allocates nothing.
  // Shapes: 1 to `minibatches.batch` indices. BLAS must be on one thread for the same bits with
  // any number of workers; RunEpoch cares for it.
  double Step(absl::Span<const int> indices, WorkerPool& workers);

  const Network<T>& network() const { return network_; }
  Network<T>& network() { return network_; }
  const Optimizer<T>& optimizer() const { return optimizer_; }
  Optimizer<T>& optimizer() { return optimizer_; }
  const TrainingOptions& options() const { return options_; }
  int batches_per_epoch() const { return minibatches_.batches(); }

  // Where the training stands.
  struct Position {
    int epoch = 0;          // epochs that are finished
    int batch = 0;          // batches of the current epoch that are done
    double loss_sum = 0.0;  // of these batches
  };
  const Position& position() const { return position_; }
  void set_position(const Position& position) { position_ = position; }

 private:
  Training(Network<T> network, LabelledSamples<T> samples, const TrainingOptions& options);

  Network<T> network_;
  LabelledSamples<T> samples_;
  TrainingOptions options_;
  Optimizer<T> optimizer_;
  Minibatches minibatches_;
  NetworkWorkspace<T> workspace_;
  linalg::Matrix<T> batch_inputs_;
  std::vector<int> batch_labels_;
  linalg::Matrix<T> batch_targets_;  // empty where there are labels
  Position position_;
};

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_TRAINING_TRAINING_H_
