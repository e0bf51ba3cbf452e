#ifndef INFOFLOW_ISING_CHAIN_CHAIN_H_
#define INFOFLOW_ISING_CHAIN_CHAIN_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "infoflow/ising/chain/eigenvalue_ratio.h"

// The one-dimensional Ising chain in its thermodynamic limit.
//
// Spins s_i = +1 or -1 with weight exp(K sum_i s_i s_{i+1} + h sum_i s_i); the inverse
// temperature is absorbed in the coupling K and the field h. The transfer matrix
// T(s,s') = exp(K s s' + h (s+s')/2) has the eigenvalues
//
//   lambda_+- = e^K (cosh h +- R),   R = sqrt(sinh^2 h + e^{-4K}),
//
// and two numbers say all of the chain: the magnetization m = sinh h / R and the eigenvalue
// ratio t = lambda_- / lambda_+. The chain is the stationary Markov chain with one-site law
// pi_s = (1 + s m)/2 and P(s'|s) = t delta_{ss'} + (1-t) pi_{s'}. Source: arXiv:2107.06898
// sec. 2; docs/renormalization.md derives every formula used here.

namespace infoflow::ising {

// Couplings of a chain; both pure numbers.
struct ChainCouplings {
  double coupling = 0.0;  // K, positive for a ferromagnet
  double field = 0.0;     // h
};

// OK when both couplings are finite and at most 1e300 in size (4 K must not overflow); else
// one sentence that names the argument, its value and what is allowed.
absl::Status CheckChainCouplings(const ChainCouplings& couplings);

// Law of one spin. Decimation leaves it as it is.
struct OneSpinLaw {
  double magnetization = 0.0;         // m, with the sign of the field
  double majority_probability = 0.5;  // (1 + |m|)/2
  double minority_probability = 0.5;  // (1 - |m|)/2 to full relative accuracy
  double variance = 1.0;              // w^2 = 1 - m^2 to full relative accuracy
  double log_deviation = 0.0;         // ln w
  double log_magnetization = 0.0;     // ln|m|; -infinity at m = 0
};

// An infinite chain and what follows from its couplings in closed form.
//
// Domain: |K|, |h| <= 1e300, any signs; nothing overflows and no result is NaN. Accuracy as
// tested (chain_test.cc, chain_reference_test.cc; 1e-8 <= |K| <= 150, |h| <= 120, relative):
// 4e-15 for every quantity below unless stated at it; underflow to 0 where the true value is
// below the range of double. Cost: about a dozen exponentials and logarithms to create.
class Chain {
 public:
  // The chain with these couplings. Error: CheckChainCouplings.
  static absl::StatusOr<Chain> Create(const ChainCouplings& couplings);

  const ChainCouplings& couplings() const { return couplings_; }
  double coupling() const { return couplings_.coupling; }
  double field() const { return couplings_.field; }

  // m = <s> = sinh h / R, and the rest of the one-spin law.
  double magnetization() const { return spin_.magnetization; }
  const OneSpinLaw& one_spin_law() const { return spin_; }

  // t = (cosh h - R)/(cosh h + R); tanh K at h = 0; negative for an antiferromagnet.
  const EigenvalueRatio& eigenvalue_ratio() const { return ratio_; }

  // P(s|s) for the majority and the minority spin: both sums of positive terms, so that an
  // antiferromagnet's 1 - (1-t) pi_s loses nothing.
  double majority_stay_probability() const { return majority_stay_; }
  double minority_stay_probability() const { return minority_stay_; }
  double log_majority_stay_probability() const;
  double log_minority_stay_probability() const;

  // phi = ln lambda_+ = ln Z / N, nats per site; at least ln 2.
  double log_partition_per_site() const;

  // c = d phi / dK = <s_0 s_1> = m^2 + (1-m^2) t. Absolute accuracy 4e-16: for K < 0 in a field
  // it passes through zero.
  double nearest_neighbour_correlation() const;

  // <s_0 s_r> = m^2 + (1-m^2) t^r, r >= 0; absolute accuracy 4e-16 + r |t|^r 4e-16.
  double Correlation(std::int64_t distance) const;

  // <s_0 s_r> - m^2 = (1-m^2) t^r, r >= 0.
  double ConnectedCorrelation(std::int64_t distance) const;

  // xi = -1/ln|t|, in sites; 0 at K = 0, infinity when it exceeds the range of double.
  double correlation_length() const;

  // s = H(s_1|s_0) = phi - K c - h m, nats per site, as a sum of positive terms: relative
  // accuracy also where it is tiny (K = 10, h = 1: 2.9e-17).
  double entropy_per_site() const;

  // ln 2 - s = [ln 2 - H(s_0)] + I(s_0;s_1), nats per site, to full relative accuracy also where
  // s rounds to ln 2.
  double negentropy_per_site() const;

  // The chain of every b^n-th spin, in closed form: m stays, t -> t^(b^n), and the couplings
  // follow from
  //   e^{4K'} - 1 = 4t'/((1-t')^2 (1-m^2)),   h' = atanh(m (1-t')/(1+t')).
  // Relative accuracy of t', K': 4e-15 + 2e-16 |ln|t'||, the conditioning of a power; a result
  // below the range of double is 0. Cost: one power, two logarithms, one exponential.
  Chain KeepEvery(const ChainSpacing& spacing) const;

 private:
  Chain() = default;

  void SetDecimatedFerromagnet();
  void SetDecimatedAntiferromagnet(const Chain& fine, const ChainSpacing& spacing);

  ChainCouplings couplings_;
  OneSpinLaw spin_;
  EigenvalueRatio ratio_;
  double majority_stay_ = 0.5;
  double minority_stay_ = 0.5;
};

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_CHAIN_CHAIN_H_
