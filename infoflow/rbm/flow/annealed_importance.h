#ifndef INFOFLOW_RBM_FLOW_ANNEALED_IMPORTANCE_H_
#define INFOFLOW_RBM_FLOW_ANNEALED_IMPORTANCE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/rbm/machine/machine.h"

namespace infoflow::rbm {

struct AnnealingOptions {
  // Independent chains M, at least 2.
  int chains = 200;
  // Inverse temperatures beta = 1/steps, 2/steps, ..., 1; at least 1.
  int steps = 1000;
  std::uint64_t seed = 1;
  int threads = 1;
};

struct AnnealingEstimate {
  double log_partition = 0.0;
  // Standard error of log_partition by the delta method: relative standard deviation of the
  // weights over sqrt M.
  double error = 0.0;
  // The same by the jackknife over chains, which notices heavy tails earlier.
  double jackknife_error = 0.0;
  // (sum w)^2 / sum w^2: M for equal weights; below some 10 the errors mean little.
  double effective_sample_size = 0.0;
  // ln w of each chain: of exp they estimate Z / Z_0 (forward) or Z_0 / Z (reverse).
  std::vector<double> log_weights;
};

// Estimate of ln Z by annealed importance sampling through
//
//   p_beta(v) ~ exp(b.v) prod_a 2 cosh(c_a + beta f_a),  f = v W,  beta = 0 -> 1,
//   ln w = sum_k [ln p_{beta_k}(v_k) - ln p_{beta_{k-1}}(v_k)],  v_k -> h -> v_{k+1} at beta_k,
//   ln Z = ln Z_0 + ln (1/M) sum w,  ln Z_0 = sum_i ln 2 cosh b_i + sum_a ln 2 cosh c_a
//
// w is unbiased, so that ln Z is too low on average (Jensen), by about half its variance. Source:
// Neal, Statistics and Computing 11 (2001) 125; Salakhutdinov and Murray, ICML 2008. Chains run
// in single precision, weights in double; streams (seed, kHiddenUnits or kVisibleUnits, chain).
// Errors: options out of their domain. Accuracy: error bars cover the exact value
// (annealed_importance_statistical_test.cc). Cost: 4 visible hidden flops per chain and step.
absl::StatusOr<AnnealingEstimate> AnnealForward(const Machine& machine,
                                                const AnnealingOptions& options);

// The same path from 1 to 0, from samples of the machine itself, one chain each: e^{ln w}
// estimates Z_0 / Z without bias, so that ln Z is too high on average. The two brackets ln Z;
// they should overlap. `samples` are from SampleExactly or a long chain (SampleLongChains).
// Errors: also samples that do not fit. options.chains is ignored.
absl::StatusOr<AnnealingEstimate> AnnealReverse(const Machine& machine, SpinsView samples,
                                                const AnnealingOptions& options);

// Why an estimate is not to be trusted, though its error may be small; empty where nothing tells.
struct AnnealingVerdict {
  std::string forward, reverse;
};

// Judges the two directions by what they can know: an effective sample size of at least 10, no
// rounding of more than 0.01 nats, and agreement within 4 times their errors (the jackknife's where
// larger). Chains that froze have weights that are all the same and all wrong, so that their error
// is 0; as forward is too low and reverse too high on average, what is wrong in both adds up in the
// difference and shows there. What neither direction has seen, such as a state that the samples of
// reverse miss as well, cannot be told.
AnnealingVerdict JudgeAnnealing(const AnnealingEstimate& forward, const AnnealingEstimate& reverse);

// `chains` samples after `steps` steps of the alternating chain from random states.
absl::StatusOr<Spins> SampleLongChains(const Machine& machine, int chains, int steps,
                                       std::uint64_t seed, int threads);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_FLOW_ANNEALED_IMPORTANCE_H_
