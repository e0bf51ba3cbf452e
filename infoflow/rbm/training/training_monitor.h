#ifndef INFOFLOW_RBM_TRAINING_TRAINING_MONITOR_H_
#define INFOFLOW_RBM_TRAINING_TRAINING_MONITOR_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "infoflow/rbm/machine/machine.h"

namespace infoflow::rbm {

// What is watched while a machine learns.
struct TrainingReport {
  double reconstruction_error = 0.0;   // P(v1_i != v0_i) after one step of the chain
  double pseudo_log_likelihood = 0.0;  // nats per sample, of the training samples
  double free_energy_gap = 0.0;        // <F>_held out - <F>_training; NaN without held-out ones
  double weight_deviation = 0.0;       // root mean square of W
  double largest_weight = 0.0;
  double median_participation = 0.0;  // median over hidden units of (sum W^2)^2 / sum W^4
  double log_likelihood = 0.0;  // nats per training sample; NaN when both layers are too large
};

struct MonitorOptions {
  // Samples looked at of each set, the first ones; 0 for all.
  int most_samples = 500;
  // Layers of up to this size are summed for the exact log-likelihood.
  int largest_summed_layer = 16;
  // Unless the sum has more terms, states of that layer times units of the other: 2^30 take some
  // seconds.
  double most_terms = 1073741824.0;
  // Of the reconstruction.
  std::uint64_t seed = 1;
};

// `held_out` may have no rows. Errors: samples that do not fit or are not +-1.
// Cost: O(samples visible hidden), and the exact sum.
absl::StatusOr<TrainingReport> MonitorTraining(const Machine& machine, SpinsView training,
                                               SpinsView held_out,
                                               const MonitorOptions& options = {});

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_TRAINING_TRAINING_MONITOR_H_
