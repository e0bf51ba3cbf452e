#ifndef INFOFLOW_ISING_SAMPLING_LOCAL_UPDATE_H_
#define INFOFLOW_ISING_SAMPLING_LOCAL_UPDATE_H_

#include <cstdint>

namespace infoflow::ising {

// How a spin s is updated that sees `h`, the sum of its four neighbours, at coupling K and field B
// (weight exp(K sum s s' + B sum s)).
enum class UpdateRule {
  kMetropolis,  // turned with probability min(1, exp(-2 s (K h + B)))
  kHeatBath,    // turned with probability 1 / (1 + exp(2 s (K h + B)))
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
// sides below kLeastMetropolisSide and couplings below kLeastMetropolisCoupling (negative ones
// too), and in a field.
UpdateRule RuleFor(int side, double coupling, double field = 0.0);

// Numbers below which a random 32-bit word turns a spin, by what it is (0 down, 1 up) and by its
// number u = (4 - s h) / 2 of unlike neighbours: below[spin][u] = floor(2^32 probability).
// Domain: finite, or an infinite coupling without field.
struct FlipThresholds {
  FlipThresholds(UpdateRule rule, double coupling, double field = 0.0);
  std::uint64_t below[2][5];
};

// The spin (true is up) at (x, y) of a state of least energy, all up where the field does not
// decide: aligned, or alternating for negative couplings that outweigh the field. Odd sides have no
// better alternating state.
bool GroundStateSpin(int x, int y, double coupling, double field);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_LOCAL_UPDATE_H_
