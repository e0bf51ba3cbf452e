#ifndef INFOFLOW_RBM_MACHINE_EXACT_SUM_H_
#define INFOFLOW_RBM_MACHINE_EXACT_SUM_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/rbm/machine/machine.h"

// Sums over all states of one layer, which the other layer's factorization makes enough.

namespace infoflow::rbm {

// The smaller layer may have this many units: 2^28 states take minutes.
inline constexpr int kLargestSummedLayer = 28;

// Units of a layer whose 2^n states are held in memory.
inline constexpr int kLargestTabulatedLayer = 24;

// ln Z by summing over the smaller layer (here the hidden one):
//
//   ln Z = ln sum_h exp(c.h + sum_i ln 2 cosh(b_i + (W h)_i))
//
// The states follow a Gray code in blocks of 1024, each step adding one row to the fields; each
// block starts from fresh fields, so that rounding does not pile up. Units: nats. Errors: both
// layers larger than kLargestSummedLayer. Accuracy: 1e-14 relative (exact_sum_test.cc; ln Z of
// the tables to 1e-12). The same bits for any number of threads (0: one per core).
// Cost: 2^n m exponentials for layers n <= m; 0.1 s for 256 x 18 (rbm_benchmark.cc).
absl::StatusOr<double> LogPartition(const Machine& machine, int threads = 1);

// Means in the machine's law.
struct Moments {
  double log_partition = 0.0;
  std::vector<double> visible;             // <v_i>
  std::vector<double> hidden;              // <h_a>
  linalg::Matrix<double> visible_hidden;   // <v_i h_a>, visible x hidden
  linalg::Matrix<double> visible_visible;  // <v_i v_j>, visible x visible
};

// Exact means by a second sum over the smaller layer, weighted with its law. Domain, threads and
// errors as LogPartition. Accuracy: 1e-13. Cost: 2^n m (n + m) flops.
absl::StatusOr<Moments> ExactMoments(const Machine& machine, int threads = 1);

// F(v) of all 2^N visible states; bit i of the index set means v_i = +1.
// Errors: N > kLargestTabulatedLayer. Cost: 2^N visible x hidden.
absl::StatusOr<std::vector<double>> FreeEnergiesOfAllStates(const Machine& machine);

// p(v) of all 2^N visible states, as FreeEnergiesOfAllStates orders them.
absl::StatusOr<std::vector<double>> VisibleProbabilities(const Machine& machine);

// - sum_s p_s ln p_s in nats, with 0 ln 0 = 0.
double Entropy(absl::Span<const double> probabilities);

// Mean of ln p(v) over the samples: - <F> - ln Z. Units: nats per sample. Errors: as
// LogPartition, samples that do not fit.
absl::StatusOr<double> MeanLogLikelihood(const Machine& machine, SpinsView samples,
                                         int threads = 1);

// `count` independent visible states from the machine's law: a state of the smaller layer from
// its exact law, and the other layer given it. Streams (seed, kHiddenUnits or kVisibleUnits,
// sample). Errors: count < 1, a smaller layer above kLargestTabulatedLayer.
absl::StatusOr<Spins> SampleExactly(const Machine& machine, int count, std::uint64_t seed);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_MACHINE_EXACT_SUM_H_
