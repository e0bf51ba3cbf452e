#ifndef INFOFLOW_ISING_SAMPLING_MULTISPIN_METROPOLIS_H_
#define INFOFLOW_ISING_SAMPLING_MULTISPIN_METROPOLIS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/ising/sampling/local_update.h"
#include "infoflow/ising/sampling/multispin_sweep.h"
#include "infoflow/ising/sampling/spin_samples.h"

namespace infoflow::ising {

// Checkerboard Metropolis dynamics of 512 independent replicas of the side x side torus at once:
// a bit of a 512-bit word per site is the spin of one replica (multispin coding).
//
// With A, B, C, D the bits that say whether a neighbour is unlike,
//
//   at least two = (A&B) | (C&D) | ((A^B)&(C^D)),  any = A|B|C|D,
//   flip = at least two | (any & ~at least two & R4) | (~any & R8),
//
// R4 and R8 being bits of probability p = exp(-4K) and exp(-8K). On small and hot lattices, where
// that rule fails (RuleFor of local_update.h), the heat bath makes
//
//   odd = A^B^C^D, at least three = (A&B&(C|D)) | (C&D&(A|B)), two = at least two & ~odd & ~all,
//   flip = at least three ^ ((odd & R4) | (two & R2) | (~odd & ~two & R8)),
//
// with R of probability 1/(1 + exp(4K)), 1/2 and 1/(1 + exp(8K)). All are independent for every
// replica: a number shared by replicas would make them run into each other above T_c. A replica
// draws random bits until the first that is 0; its R is that digit of the binary p = 0.d1 d2 ...,
// which is 1 with probability sum_i d_i 2^-i = p (D. E. Knuth, A. C. Yao, 1976). 10 bits are drawn
// for all, then more while any of the 512 is undecided, 32 at most, so that the probability is
// floor(2^32 p) / 2^32. Source: arXiv:1906.05212 (the samples); the method is this
// implementation's.
//
// Random bits: replicas 64 l .. 64 l + 63 draw from the l-th of eight SFC64 engines (sfc64.h),
// which Stream(seed, kSweep, 2^31 + group) seeds one after another: one set of engines per group
// of 512 replicas, the same numbers for registers of every width and any number of threads. Cost:
// about 11 numbers of each engine a site; rates in ising_sampling_benchmark.cc.
class MultispinChains {
 public:
  static constexpr int kReplicas = 512;

  // All spins up, or random ones from Stream(seed, kInitialState, 2^31 + group); see
  // MetropolisChain for where to start.
  // Errors: InvalidArgument when the side is not even and in 2..kLargestSampledSide, or the
  // coupling is negative or not a number.
  static absl::StatusOr<MultispinChains> Create(int side, double coupling, bool start_ordered,
                                                std::uint64_t seed, std::uint32_t group);

  // Proposes every spin of every replica once.
  void Sweep();

  // Writes replicas 0 .. replicas - 1 to samples first, first + step, ...
  void Snapshot(int replicas, int first, int step, SpinSamples* samples) const;

 private:
  MultispinChains() = default;

  int side_ = 0;
  // As MultispinState of multispin_sweep.h has them.
  std::vector<internal::MultispinWord> spins_;
  std::vector<internal::MultispinWord> engines_;
  std::vector<internal::MultispinWord> random_;
  int used_ = internal::kMultispinAhead;
  UpdateRule rule_ = UpdateRule::kMetropolis;
  std::uint32_t two_ = 0;
  std::uint32_t four_ = 0;
};

namespace internal {

// Bit j of word i becomes bit i of word j. Shapes: 64 words.
void TransposeBits(std::uint64_t* words);

}  // namespace internal

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_MULTISPIN_METROPOLIS_H_
