#ifndef INFOFLOW_RBM_MACHINE_MACHINE_H_
#define INFOFLOW_RBM_MACHINE_MACHINE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::rbm {

// A restricted Boltzmann machine: two layers of units +-1 with couplings between the layers only.
//
//   p(v, h) = e^{-E(v, h)} / Z,   E = - sum_ia v_i W_ia h_a - sum_i b_i v_i - sum_a c_a h_a
//
// (temperature absorbed). The units of a layer are independent given the other layer:
// P(h_a = +1 | v) = 1 / (1 + e^{-2 f_a}) and <h_a | v> = tanh f_a with the field
// f_a = c_a + sum_i v_i W_ia, and the same for v with W transposed. Without biases the law is
// symmetric under a change of all signs. Source: arXiv:1906.05212 sec. II (units +-1).
// Shapes: `weights` visible x hidden, at least 1 x 1. Everything is finite (CheckMachine).
struct Machine {
  linalg::Matrix<double> weights;    // W
  std::vector<double> visible_bias;  // b
  std::vector<double> hidden_bias;   // c

  Machine() = default;
  // Without couplings.
  Machine(int visible_units, int hidden_units)
      : weights(visible_units, hidden_units),
        visible_bias(visible_units, 0.0),
        hidden_bias(hidden_units, 0.0) {}

  int visible_units() const { return weights.rows(); }
  int hidden_units() const { return weights.columns(); }
};

// Of weights and biases. A machine of this many takes 1 GB.
inline constexpr std::int64_t kMostParameters = 125000000;

// So that there are at most kMostParameters.
std::int64_t MostHiddenUnits(int visible_units);

// Spins +-1, a sample per row.
using Spins = linalg::Matrix<std::int8_t>;
using SpinsView = linalg::ConstMatrixView<std::int8_t>;

// An error that names the first wrong entry unless sizes agree and all parameters are finite.
absl::Status CheckMachine(const Machine& machine);

// An error that names the first wrong entry unless every element is +1 or -1 and there are
// `units` columns and at least one row.
absl::Status CheckSpins(SpinsView spins, int units);

// The machine with its layers exchanged: the same law of (h, v).
Machine ExchangeLayers(const Machine& machine);

// E(v, h). Shapes: v visible units, h hidden units. Cost: O(visible x hidden).
double Energy(const Machine& machine, absl::Span<const std::int8_t> visible,
              absl::Span<const std::int8_t> hidden);

// f_a of every sample: c_a + sum_i v_i W_ia. Shapes: samples x visible -> samples x hidden.
// Cost: 2 samples x visible x hidden flops.
linalg::Matrix<double> HiddenFields(const Machine& machine, SpinsView samples);

// <h_a | v> = tanh f_a of every sample. Shapes and cost as HiddenFields.
linalg::Matrix<double> HiddenMeans(const Machine& machine, SpinsView samples);

// -ln of the unnormalized p(v):
//
//   F(v) = - sum_i b_i v_i - sum_a ln 2 cosh f_a(v),   p(v) = e^{-F(v)} / Z
//
// Units: nats. Result: one per sample. Accuracy: 1e-13 of the sum of the terms' sizes
// (machine_test.cc). Cost: as HiddenFields.
std::vector<double> FreeEnergies(const Machine& machine, SpinsView samples);

// ln of the pseudo-likelihood, sum_i ln p(v_i | all others), of every sample, exact.
//
//   ln p(v_i | v_-i) = - ln(1 + e^{F(v) - F(v with v_i flipped)})
//
// Units: nats per sample. Cost: O(samples x visible x hidden).
std::vector<double> PseudoLogLikelihoods(const Machine& machine, SpinsView samples);

// ln Z_0 of the machine with W = 0: sum_i ln 2 cosh b_i + sum_a ln 2 cosh c_a.
double LogPartitionWithoutCouplings(const Machine& machine);

// The same law for units x = (v + 1)/2, y = (h + 1)/2 in {0, 1}, with p ~ e^{x W' y + b' x + c' y}:
//
//   W' = 4 W,   b'_i = 2 b_i - 2 sum_a W_ia,   c'_a = 2 c_a - 2 sum_i W_ia
//
// ln Z' = ln Z + sum_i b_i + sum_a c_a - sum_ia W_ia. The result is no law of spins +-1: only
// FromZeroOneUnits takes it.
Machine ToZeroOneUnits(const Machine& machine);
Machine FromZeroOneUnits(const Machine& machine);

// Independent normal weights of the given standard deviation, no biases: what training starts
// from and what trained machines are compared with. Stream (seed, kWeights, 0), row by row.
// Errors: fewer than 1 unit, a deviation that is negative or not finite.
absl::StatusOr<Machine> RandomMachine(int visible_units, int hidden_units, double deviation,
                                      std::uint64_t seed);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_MACHINE_MACHINE_H_
