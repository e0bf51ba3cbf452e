#ifndef INFOFLOW_ISING_MULTISPIN_SWEEP_H_
#define INFOFLOW_ISING_MULTISPIN_SWEEP_H_

#include <cstdint>

// The inner loop of multispin_metropolis.h, once for each width of registers. All give the same
// bits.

namespace infoflow::ising::internal {

// 64-bit words of a site, one bit a replica; each has its own random engine.
inline constexpr int kMultispinLanes = 8;

// Rounds of comparison that every site takes; more follow while any replica is undecided.
inline constexpr int kMultispinFixedRounds = 10;

// Rounds after which an undecided replica keeps its spin: a bias below 2^-32.
inline constexpr int kMultispinRounds = 32;

struct MultispinState {
  int side = 0;                      // even
  std::uint64_t* spins = nullptr;    // [site][lane], 1 is up
  std::uint64_t* engines = nullptr;  // [4][lane], states of xoshiro256++
  // Binary digits of exp(-4 K) and exp(-8 K) from the first behind the point, all bits set for 1:
  // where they differ, and the complement of the second's.
  const std::uint64_t* difference = nullptr;  // [round]
  const std::uint64_t* not_four = nullptr;    // [round]
};

// One sweep, registers of 64, 256 and 512 bits. The latter two need a processor with AVX2 and
// AVX-512F, and stand for the first where the compiler does not know these.
void MultispinSweep64(const MultispinState& state);
void MultispinSweep256(const MultispinState& state);
void MultispinSweep512(const MultispinState& state);

}  // namespace infoflow::ising::internal

#endif  // INFOFLOW_ISING_MULTISPIN_SWEEP_H_
