#ifndef INFOFLOW_RBM_TRAINING_CONTRASTIVE_DIVERGENCE_H_
#define INFOFLOW_RBM_TRAINING_CONTRASTIVE_DIVERGENCE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
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
// What is too large becomes infinite: CheckSinglePrecision.
FloatMachine ToFloat(const Machine& machine);
Machine ToDouble(const FloatMachine& machine);

// OK where no field of any state leaves single precision: the sizes of a unit's weights and its
// bias add up to at most 1e37. Errors name the first such unit and the sum.
absl::Status CheckSinglePrecision(const Machine& machine);

enum class Optimizer { kGradient, kAdam };

// Where hidden units are sampled, and where their means tanh f stand for them.
enum class HiddenSamples {
  kChain,  // inside the chain only; tanh in both phases of the gradient
  kBoth    // in both phases too
};

// What one update does.
struct UpdateRule {
  int gibbs_steps = 1;      // k of CD-k
  bool persistent = false;  // chains go on from update to update instead of from the data
  bool train_biases = false;
  HiddenSamples hidden_samples = HiddenSamples::kChain;
  Optimizer optimizer = Optimizer::kGradient;
  double epsilon = 1e-8;  // of Adam
  double l1 = 0.0;        // W := W - learning_rate l1 sign W after the step
  double l2 = 0.0;        // W := (1 - learning_rate l2) W before it
};

// Adam's means of gradients and of their squares.
struct AdamMoments {
  FloatMachine first;
  FloatMachine second;
};

// What updates leave behind beside the machine.
struct UpdateState {
  std::uint64_t updates = 0;  // done so far; random numbers depend on it
  // Persistent chains, one per row: the units that the next update starts from, visible ones with
  // HiddenSamples::kChain and hidden ones with kBoth; 0 rows where chains do not persist.
  Spins chains;
  AdamMoments moments;  // 0 x 0 without Adam
};

// Updates by contrastive divergence, with all memory allocated beforehand. The gradient is
//
//   g = < v0 t0 >_batch - < vk tk >_chains,  likewise for b and c,
//
// where v0 -> h0 -> v1 -> ... -> vk is the alternating chain and t = tanh f(v), or with
// HiddenSamples::kBoth the sampled h0 and hk; then W += learning_rate g, or one step of Adam
// (adam.h) up g. Persistent: chains start where the last update left them, v0 or with kBoth h0.
// Source: arXiv:1906.05212 sec. II; tanh in both phases is ours, sampled hidden units, one
// persistent chain and Adam are the authors' programs'. The expectation is
// ExpectedContrastiveDivergence (exact_gibbs.h) either way. Every product has a factor of spins and
// is a SignProduct; the numbers are the same bits on every machine. Random numbers: streams (seed,
// kHiddenUnits or kVisibleUnits, row), drawn at the update's number; rows are the chains and, below
// persistent chains with kBoth, the batch.
// Cost: (2 k + 3) / 4 additions per element of W and sample: 5 products for k = 1, of which the
// two of the gradient are one product with the batch and the chains stacked. Persistent with kBoth:
// 2 products for the batch and 2 k + 1 for the chains, so that a single chain costs next to
// nothing.
class ContrastiveDivergence {
 public:
  // `chains`: number of persistent chains; ignored otherwise. Shapes: chains >= 1, batch >= 1.
  ContrastiveDivergence(FloatMachine machine, const UpdateRule& rule, int largest_batch, int chains,
                        std::uint64_t seed);

  // One update with the rows `batch` of `samples`. Shapes: 1 to largest_batch rows.
  void Update(SpinsView samples, absl::Span<const int> batch, double learning_rate);

  const FloatMachine& machine() const { return machine_; }
  std::uint64_t updates() const { return updates_; }

  // With the machine all that is needed to go on.
  UpdateState state() const;

  // Goes on from `state`. Shapes: as those of state().
  void Restore(const UpdateState& state);

 private:
  int visible() const { return machine_.weights.rows(); }
  int hidden() const { return machine_.weights.columns(); }
  bool sampled() const { return rule_.hidden_samples == HiddenSamples::kBoth; }
  // Chains of an update with `rows` samples.
  int negative(int rows) const { return rule_.persistent ? chains_ : rows; }
  // The rows of both_, means_ and hidden_sample_.
  linalg::MatrixView<std::int8_t> Visible(int first, int rows);
  linalg::MatrixView<float> Means(int first, int rows);
  linalg::MatrixView<std::int8_t> Hidden(int rows);

  // Leave v of the chains and of the batch in both_, and t in means_, that of the chains negative.
  void RunFromData(int rows);
  void RunPersistent(int rows);
  void RunPersistentSampled(int rows);
  // One step v -> h of the first rows, whose fields stay in means_, and one step h -> v.
  void SampleHidden(int rows, std::uint64_t draw);
  void SampleVisible(int rows, std::uint64_t draw);
  // t of the chains from v.
  void ChainMeans(int rows);
  float ChainWeight(int rows) const;

  void Climb(int rows, double learning_rate);
  void ClimbByAdam(int rows, double learning_rate);
  void SumBiasGradients(int rows);

  FloatMachine machine_;
  UpdateRule rule_;
  int largest_batch_;
  int chains_;  // persistent ones
  std::uint64_t seed_;
  std::uint64_t updates_ = 0;
  AdamMoments moments_;
  Spins both_;                            // visible units: the chains, and below them the batch
  linalg::Matrix<float> means_;           // their t, in the end that of the chains negative
  Spins hidden_sample_;                   // hidden units of the chains, with kBoth of the batch too
  linalg::Matrix<float> visible_fields_;  // of the chains
  linalg::Matrix<float> gradient_;        // of some rows of W, for Adam
  std::vector<float> visible_gradient_;   // of b and c, summed over the batch
  std::vector<float> hidden_gradient_;
};

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_TRAINING_CONTRASTIVE_DIVERGENCE_H_
