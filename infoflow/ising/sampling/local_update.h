#ifndef INFOFLOW_ISING_SAMPLING_LOCAL_UPDATE_H_
#define INFOFLOW_ISING_SAMPLING_LOCAL_UPDATE_H_

#include <cstdint>

namespace infoflow::ising {

// How a spin is updated that sees `h`, the sum of its four neighbours, at coupling K.
enum class UpdateRule {
  kMetropolis,  // turned with probability min(1, exp(-2 K s h))
  kHeatBath,    // turned with probability 1 / (1 + exp(2 K s h))
};

// The smallest lattice and coupling (T = 8) that local updates treat by Metropolis' rule.
inline constexpr int kLeastMetropolisSide = 6;
inline constexpr double kLeastMetropolisCoupling = 0.125;

// The rule that gives right averages when a sweep visits the sites in a fixed order.
//
// Metropolis' rule turns a spin for certain at s h <= 0, and nearly for certain at any h as K goes
// to 0. Hence two faults of its sweeps:
// - States in which each spin, when its turn comes, has s h = 0 are turned round as a whole sweep
//   after sweep, and no other state enters them: of the 2^N states 4, 36, 196 on sides 2, 4, 6 in
//   checkerboard order, and 4, 8, 64, 32 on sides 2, 3, 4, 5 in sequential order. They are a
//   quarter of all states on side 2, and 3e-9 of them on side 6.
// - On hot lattices of any side a sweep turns nearly all spins round, and leaves what no turn of
//   the whole lattice changes (energy, |m|) for 1 / (1.5 K) sweeps.
// The heat bath has neither, since all its probabilities lie strictly between 0 and 1 (at finite
// coupling) and one sweep leads from any state to any other; at K = 0 it makes independent samples.
// It is slower where spins are to be turned often, by a factor of two near T_c, and taken for
// sides below kLeastMetropolisSide and couplings below kLeastMetropolisCoupling.
UpdateRule RuleFor(int side, double coupling);

// Numbers below which a random 32-bit word turns a spin with u = (4 - s h) / 2 unlike neighbours:
// below[u] = floor(2^32 probability).
struct FlipThresholds {
  FlipThresholds(UpdateRule rule, double coupling);
  std::uint64_t below[5];
};

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_LOCAL_UPDATE_H_
