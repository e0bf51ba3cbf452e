#ifndef INFOFLOW_RBM_TRAINING_TRAINING_H_
#define INFOFLOW_RBM_TRAINING_TRAINING_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/training/contrastive_divergence.h"

namespace infoflow::rbm {

// Some epochs at one learning rate.
struct LearningRatePhase {
  double learning_rate = 0.01;
  int epochs = 10;
};

// How a machine is trained. The defaults are those of docs/rbm.md.
struct TrainingOptions {
  // At least 1.
  int hidden_units = 0;
  // Learning rates in their order, each > 0; above 0.02 training of L = 16 Ising samples does
  // not settle.
  std::vector<LearningRatePhase> schedule = {{0.01, 10}};
  // Training ends after as many updates, in the midst of an epoch if need be, and until then the
  // last phase of the schedule goes on; 0: after the schedule.
  std::int64_t updates = 0;
  // Samples per update; the last batch of an epoch may be smaller.
  int batch_size = 100;
  // k, persistence, biases, where hidden units are sampled, the optimizer, L1 and L2.
  UpdateRule rule;
  // Number of persistent chains; 0 for batch_size.
  int persistent_chains = 0;
  // Standard deviation of the weights at the start.
  double initial_deviation = 0.01;
  // A weight or bias larger than this ends training with an error: a single such coupling
  // already makes a unit certain to e^-200.
  double largest_weight = 100.0;
  // Of the weights at the start, the order of the samples and the chains.
  std::uint64_t seed = 1;
};

// Total number of epochs of the schedule.
int TotalEpochs(const TrainingOptions& options);

// Bytes of the large arrays while a machine of `visible_units` is trained on `samples`, observed by
// MonitorTraining and, where `checkpoints`, its state is saved.
double TrainingBytes(const TrainingOptions& options, int visible_units, int samples,
                     bool checkpoints);

// An error that names the first option out of its domain, its value and what is allowed.
absl::Status CheckTrainingOptions(const TrainingOptions& options);

// The options as one line of text, the same for the same training.
std::string FormatTrainingOptions(const TrainingOptions& options);

// Where training stands: with the options and the samples all that is needed to go on.
struct TrainingState {
  int epoch = 0;  // whole epochs done
  // Of the epoch under way that are done; not 0 only where options.updates ended it.
  int batches = 0;
  Machine machine;
  UpdateState progress;
  // What the caller wants kept beside it, such as a row of numbers per epoch; never read here.
  std::vector<double> history;
};

// Minimizes the contrastive divergence over epochs of shuffled minibatches.
//
// The samples are taken in the order of a random permutation from stream (seed, kShuffle,
// epoch). Same options and samples, same bits, on every machine: one thread does the training of
// one machine (train several machines in parallel instead), and a training interrupted and resumed
// gives what an uninterrupted one gives (training_test.cc).
class Trainer {
 public:
  // `samples` must outlive the trainer. Errors: options out of their domain; samples that are
  // not +-1; more than kMostParameters.
  static absl::StatusOr<Trainer> Create(const TrainingOptions& options, SpinsView samples);

  // Goes on from `state`. Errors: also a state that does not fit.
  static absl::StatusOr<Trainer> Resume(const TrainingOptions& options, SpinsView samples,
                                        const TrainingState& state);

  // Trains one epoch, or what is left of it, or until options.updates are done. Errors: Aborted
  // when a parameter is not finite or beyond options.largest_weight afterwards, naming epoch and
  // learning rate; finished().
  absl::Status TrainEpoch();

  bool finished() const;
  // Whole epochs done.
  int epoch() const { return epoch_; }
  std::uint64_t updates() const { return updates_->updates(); }
  // Of the epoch trained last.
  double learning_rate() const { return learning_rate_; }
  Machine machine() const { return ToDouble(updates_->machine()); }
  TrainingState state() const;

 private:
  Trainer(const TrainingOptions& options, SpinsView samples);
  double LearningRate(int epoch) const;
  absl::Status CheckSizes() const;

  TrainingOptions options_;
  SpinsView samples_;
  std::unique_ptr<ContrastiveDivergence> updates_;
  int epoch_ = 0;
  int batches_ = 0;
  double learning_rate_ = 0.0;
};

// All epochs; `after_epoch` is called after each and may stop training with an error.
absl::StatusOr<Machine> Train(const TrainingOptions& options, SpinsView samples,
                              absl::FunctionRef<absl::Status(const Trainer&)> after_epoch);
absl::StatusOr<Machine> Train(const TrainingOptions& options, SpinsView samples);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_TRAINING_TRAINING_H_
