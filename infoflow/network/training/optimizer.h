#ifndef INFOFLOW_NETWORK_TRAINING_OPTIMIZER_H_
#define INFOFLOW_NETWORK_TRAINING_OPTIMIZER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace infoflow::network {

enum class OptimizerKind {
  // v := momentum v + g, p := p - learning_rate v. With momentum 0 no v is kept.
  kSgd,
  // m := b1 m + (1 - b1) g, v := b2 v + (1 - b2) g^2,
  // p := p - learning_rate / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + epsilon), t = 1, 2, ...
  kAdam,
};

// "sgd", "adam", in this order.
const std::vector<std::string>& OptimizerKindNames();

// PyTorch's definitions of SGD and Adam, no weight decay, no dampening.
struct OptimizerOptions {
  OptimizerKind kind = OptimizerKind::kSgd;
  double learning_rate = 0.005;  // above 0
  double momentum = 0.8;         // kSgd; in [0, 1)
  double beta1 = 0.9;            // kAdam; in [0, 1)
  double beta2 = 0.999;          // kAdam; in [0, 1)
  double epsilon = 1e-8;         // kAdam; at least 0
};

// The kind and what matters to it, "adam learning_rate=0.001 ...", with all digits.
std::string DescribeOptimizer(const OptimizerOptions& options);

// OK, or one sentence about the first value that is not allowed.
absl::Status CheckOptimizerOptions(const OptimizerOptions& options);

// State and update of parameters that come in groups (layers).
//
// Accuracy: the recurrences above in T; scalars in double. One pass over parameters, gradients
// and state: 20 bytes per parameter for SGD with momentum in float, 28 for Adam. Allocates
// nothing after construction.
template <typename T>
class Optimizer {
 public:
  // Options must have passed CheckOptimizerOptions.
  Optimizer(const OptimizerOptions& options, absl::Span<const std::size_t> group_sizes);

  // Before the updates of each step: counts t.
  void BeginStep();

  // One group's parameters by its gradients. Shapes: sizes of the group.
  void Update(int group, absl::Span<const T> gradients, absl::Span<T> parameters);
  // The part of a group that starts at `offset`, for callers that split groups.
  void UpdatePart(int group, std::size_t offset, absl::Span<const T> gradients,
                  absl::Span<T> parameters);

  const OptimizerOptions& options() const { return options_; }
  std::int64_t steps() const { return steps_; }
  void set_steps(std::int64_t steps) { steps_ = steps; }
  // All groups one after the other: v of SGD or m of Adam, and v of Adam; empty where the kind
  // has none. Checkpoints save and restore them.
  absl::Span<T> first_moment() { return absl::MakeSpan(first_); }
  absl::Span<T> second_moment() { return absl::MakeSpan(second_); }
  absl::Span<const T> first_moment() const { return first_; }
  absl::Span<const T> second_moment() const { return second_; }

 private:
  OptimizerOptions options_;
  std::vector<std::size_t> offsets_;
  std::vector<T> first_;
  std::vector<T> second_;
  std::int64_t steps_ = 0;
};

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_TRAINING_OPTIMIZER_H_
