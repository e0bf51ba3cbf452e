#ifndef INFOFLOW_RBM_TRAINING_CONTRASTIVE_DIVERGENCE_H_
#define INFOFLOW_RBM_TRAINING_CONTRASTIVE_DIVERGENCE_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/rbm/machine/machine.h"

namespace infoflow::rbm {

// A machine in single precision, as it is trained.
struct FloatMachine {
  linalg::Matrix<float> weights;
  std::vector<float> visible_bias;
  std::vector<float> hidden_bias;
};
FloatMachine ToFloat(const Machine& machine);
Machine ToDouble(const FloatMachine& machine);

// What one update does.
struct UpdateRule {
  int gibbs_steps = 1;      // k of CD-k
  bool persistent = false;  // chains go on from update to update instead of from the data
  bool train_biases = false;
  double l1 = 0.0;  // W := W - learning_rate l1 sign W after the gradient
  double l2 = 0.0;  // W := (1 - learning_rate l2) W before it
};

// Updates by contrastive divergence, with all memory allocated beforehand.
//
//   W += eta ( < v0 tanh f(v0) >_batch - < vk tanh f(vk) >_chains ),  likewise b, c
//
// where v0 -> h -> v1 -> ... -> vk is the alternating chain; hidden units are sampled inside the
// chain only. Persistent: the chains start where the last update left them. Source:
// arXiv:1906.05212 sec. II; tanh in both phases. The expectation is
// ExpectedContrastiveDivergence (exact_gibbs.h). Every product has a factor of spins and is a
// SignProduct; the numbers are the same bits on every machine. Random numbers: streams (seed,
// kHiddenUnits or kVisibleUnits, chain), drawn at the update's number.
// Cost: (2 k + 3) / 4 additions per element of W and sample: 5 products for k = 1, of which the
// two of the gradient are one product with the batch and the chains stacked.
class ContrastiveDivergence {
 public:
  // `chains`: number of persistent chains; ignored otherwise. Shapes: chains >= 1, batch >= 1.
  ContrastiveDivergence(FloatMachine machine, const UpdateRule& rule, int largest_batch, int chains,
                        std::uint64_t seed);

  // One update with the rows `batch` of `samples`. Shapes: 1 to largest_batch rows.
  void Update(SpinsView samples, absl::Span<const int> batch, double learning_rate);

  const FloatMachine& machine() const { return machine_; }

  // Updates done so far; random numbers depend on it.
  std::uint64_t updates() const { return updates_; }

  // The visible units of the persistent chains, chains x visible; 0 rows otherwise.
  SpinsView chains() const { return both_.Block(0, 0, chains_, visible()); }

  // Goes on as after `updates` updates that left the chains so. Shapes: as chains().
  void Restore(std::uint64_t updates, SpinsView chains);

 private:
  int visible() const { return machine_.weights.rows(); }
  int hidden() const { return machine_.weights.columns(); }

  FloatMachine machine_;
  UpdateRule rule_;
  int largest_batch_;
  int chains_;  // persistent ones
  std::uint64_t seed_;
  std::uint64_t updates_ = 0;
  Spins both_;                            // visible units: the chains, and below them the batch
  linalg::Matrix<float> means_;           // their tanh f, that of the chains negative
  Spins hidden_sample_;                   // hidden units inside the chain
  linalg::Matrix<float> visible_fields_;  // of the chains
  linalg::Matrix<float> hidden_fields_;
};

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_TRAINING_CONTRASTIVE_DIVERGENCE_H_
