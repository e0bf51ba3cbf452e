#ifndef INFOFLOW_ISING_CHAIN_EIGENVALUE_RATIO_H_
#define INFOFLOW_ISING_CHAIN_EIGENVALUE_RATIO_H_

#include <cstdint>

#include "absl/status/statusor.h"

// Powers t^(b^n) of the eigenvalue ratio t of a chain, which is all that decimation does to it.

namespace infoflow::ising {

// A number r in [-1, 1] with its complements to +1 and -1, each to full relative accuracy also
// where `value` rounds to 0, 1 or -1, and as logarithms where even those leave the range of
// double (t of a chain with K = 1000 is 1 - 2 e^{-2000}).
struct EigenvalueRatio {
  double value = 0.0;          // t
  double one_minus = 1.0;      // 1 - t
  double one_plus = 1.0;       // 1 + t
  double log_magnitude = 0.0;  // ln|t|; -infinity at t = 0
  double log_lost_gap = 0.0;   // ln(1 - |t|) where 1 - |t| is below 1e-290; else not looked at

  double magnitude() const { return value < 0.0 ? -value : value; }
  double gap() const { return value < 0.0 ? one_plus : one_minus; }  // 1 - |t|
  double log_gap() const;                                            // ln(1 - |t|)
};

// Distance between spins that are kept: b^n after n decimations with blocking b. A double
// with its logarithm, because b^n need not fit into an integer, nor into a double.
struct ChainSpacing {
  double base = 1.0;      // b
  double exponent = 1.0;  // n
  double count = 1.0;     // b^n
  bool odd = true;        // whether b^n is odd

  double log_count() const;  // n ln b
};

// t^k for the spacing k, in all its parts. Relative accuracy 4e-15 + 2e-16 |ln|t^k||. Cost: one
// or two exponentials, or one power.
EigenvalueRatio RatioPower(const EigenvalueRatio& ratio, const ChainSpacing& spacing);

// k = `count` >= 1 as a spacing.
ChainSpacing SpacingOf(std::int64_t count);

// (1 - |t|^j)/(1 - |t|^k), also where both have underflowed, given the powers for the spacings
// `j` and `k`; t^1 is the ratio itself.
double GapQuotient(const EigenvalueRatio& power_j, const ChainSpacing& j,
                   const EigenvalueRatio& power_k, const ChainSpacing& k);

// b^n. Errors: `blocking` below 2, `steps` below 0.
absl::StatusOr<ChainSpacing> MakeChainSpacing(std::int64_t blocking, std::int64_t steps);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_CHAIN_EIGENVALUE_RATIO_H_
