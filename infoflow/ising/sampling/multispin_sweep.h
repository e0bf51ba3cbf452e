#ifndef INFOFLOW_ISING_SAMPLING_MULTISPIN_SWEEP_H_
#define INFOFLOW_ISING_SAMPLING_MULTISPIN_SWEEP_H_

#include <cstdint>

// The inner loop of multispin_metropolis.h.

namespace infoflow::ising::internal {

// 64-bit words of a site, one bit a replica; each has its own random engine.
inline constexpr int kMultispinLanes = 8;

// One bit of each of 512 replicas, a line of the cache.
struct alignas(64) MultispinWord {
  std::uint64_t lanes[kMultispinLanes];
};

// Rounds of comparison that every site takes; more follow while any replica is undecided.
inline constexpr int kMultispinFixedRounds = 10;

// Rounds after which an undecided replica keeps its spin: a bias below 2^-32.
inline constexpr int kMultispinRounds = 32;

// Rounds after the fixed ones that are computed whether needed or not. At T_c a replica is left
// after the fixed rounds at a third of all sites, after these at one of twenty.
inline constexpr int kMultispinSparedBranches = 3;

// Random words of each lane drawn at a time.
inline constexpr int kMultispinAhead = 128;

struct MultispinState {
  int side = 0;                      // even
  MultispinWord* spins = nullptr;    // [site], 1 is up
  MultispinWord* engines = nullptr;  // [4], states of random::Sfc64, all with the same counter
  MultispinWord* random = nullptr;   // [kMultispinAhead], words drawn ahead of the updates
  int* used = nullptr;               // how many of these the updates have taken
  // Probabilities to turn a spin with one unlike neighbour and with none, in units of 2^-32:
  // exp(-4 K) and exp(-8 K), in the heat bath 1/(1 + exp(4 K)) and 1/(1 + exp(8 K)).
  std::uint32_t two = 0;
  std::uint32_t four = 0;
  bool heat_bath = false;
};

// One sweep, in the widest registers that the active kernel target has: 64, 256 or 512 bits. All
// give the same bits.
void MultispinSweep(const MultispinState& state);

}  // namespace infoflow::ising::internal

#endif  // INFOFLOW_ISING_SAMPLING_MULTISPIN_SWEEP_H_
