#ifndef INFOFLOW_ESTIMATORS_BINNING_H_
#define INFOFLOW_ESTIMATORS_BINNING_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"

// Entropy and information of discretized variables: every coordinate is replaced by the number
// of the bin that it falls into, and whole vectors of bin numbers are counted as states.
//
// Source: Shwartz-Ziv, Tishby, arXiv:1703.00810 sec. 3 (30 bins on [-1, 1] for tanh units).
//
// Bias: the plug-in entropy is too small by about (m - 1) / (2 P), m the number of states with
// nonzero probability; the Miller-Madow correction adds that with the m that were seen. Both
// need P well above m: the entropy cannot exceed ln P, and does reach it in high dimension,
// where every sample is a state of its own; then I(T;X) = ln P and I(T;Y) = H(Y) whatever T is.
// Besides, the binned entropy grows by d ln(1/w) as the width w shrinks: it is H + d ln(1/w)
// for a continuous law of differential entropy H, not an invariant.

namespace infoflow::estimators {

enum class CountBias { kPlugIn, kMillerMadow };

// -sum_s p_s ln p_s with p_s = counts[s] / P, P the sum of the counts; zero counts are ignored.
//
//   plug-in: H = ln P - (1/P) sum_s n_s ln n_s,  Miller-Madow: H + (m - 1)/(2 P)
//
// with m the number of counts above 0. Source: Miller, "Note on the bias of information
// estimates" (1955). Units: nats. Domain: counts >= 0 with a positive sum. Accuracy: 1e-14
// (binning_test.cc). Cost: O(size).
double EntropyOfCounts(absl::Span<const std::int64_t> counts, CountBias bias = CountBias::kPlugIn);

struct BinRange {
  double lower = -1.0;
  double upper = 1.0;
};

struct BinningOptions {
  int bins = 30;  // of equal width, at least 1
  // The interval they share; samples outside are an error. Bin b holds
  // lower + b w <= x < lower + (b + 1) w, w = (upper - lower) / bins, and the last one also
  // `upper`. Default: from the smallest sample to the largest, over all columns.
  std::optional<BinRange> range;
  CountBias bias = CountBias::kPlugIn;
};

// The state of each sample: numbers 0, 1, ... in the order of their first appearance; equal
// vectors of bins have equal numbers. Shapes: `samples` is P x d. Domain: P, d >= 1, finite.
// Errors: bins below 1, an empty range, a sample outside it. Cost: O(P d).
absl::StatusOr<std::vector<int>> BinnedStates(linalg::ConstMatrixView<double> samples,
                                              const BinningOptions& options);

struct BinnedEntropy {
  double entropy = 0.0;  // nats
  int states = 0;        // how many were seen
};

// Entropy of the states. Shapes, domain, errors: BinnedStates.
absl::StatusOr<BinnedEntropy> EstimateBinnedEntropy(linalg::ConstMatrixView<double> samples,
                                                    const BinningOptions& options);

// Information between states and labels (classes, or the states of another variable):
//
//   I(T;Y) = H(T) + H(Y) - H(T,Y)
//
// of the states, each entropy with the chosen correction. The plug-in value is too large by
// about (m_TY - m_T - m_Y + 1) / (2 P). With distinct labels, one for each sample, it is H(T),
// the information that a deterministic T has of its input. Units: nats. Shapes: equal sizes
// >= 1. Domain: any integers. Cost: O(P).
absl::StatusOr<double> EstimateLabelInformation(absl::Span<const int> states,
                                                absl::Span<const int> labels,
                                                CountBias bias = CountBias::kPlugIn);

}  // namespace infoflow::estimators

#endif  // INFOFLOW_ESTIMATORS_BINNING_H_
