#ifndef INFOFLOW_RBM_FLOW_FLOW_H_
#define INFOFLOW_RBM_FLOW_FLOW_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/training/contrastive_divergence.h"

namespace infoflow::rbm {

// How one step v -> h -> v' of the flow passes through the machine. Source: arXiv:1906.05212
// sec. IV; which one the paper takes is not known, the default is kStochastic.
enum class FlowVariant {
  kStochastic,  // both layers sampled: the stationary law is the machine's
  kHiddenMean,  // h = tanh f, v sampled
  kMean,        // both layers tanh; the sign of v is taken when spins are asked for
};

// "stochastic", "hmean", "mean".
absl::StatusOr<FlowVariant> ParseFlowVariant(absl::string_view name);

// Samples on their way v^(0) -> v^(1) -> ... through a machine.
//
// Random numbers: step k of sample s takes draw k of the streams (seed, kHiddenUnits, s) and
// (seed, kVisibleUnits, s), so that v^(k) depends neither on the number of threads nor on whether
// the steps are taken at once or in parts (flow_statistical_test.cc). Single precision; kStochastic
// gives the same bits on every machine. Cost: visible hidden / 2 additions (kMean: 4 visible hidden
// flops) and visible + hidden random numbers per sample and step.
class Flow {
 public:
  // Errors: samples that do not fit or are not +-1.
  static absl::StatusOr<Flow> Create(const Machine& machine, SpinsView samples, FlowVariant variant,
                                     std::uint64_t seed, int threads = 1);

  // Takes `steps` >= 0 more steps.
  void Advance(int steps);

  int steps() const { return steps_; }

  // v^(k), samples x visible.
  const Spins& Visible() const { return visible_; }

 private:
  Flow() = default;
  void AdvanceMeans(int steps);

  FloatMachine machine_;
  FlowVariant variant_ = FlowVariant::kStochastic;
  std::uint64_t seed_ = 0;
  int threads_ = 1;
  int steps_ = 0;
  Spins visible_;
  linalg::Matrix<float> visible_means_;  // kMean only; visible_ are their signs
};

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_FLOW_FLOW_H_
