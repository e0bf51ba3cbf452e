#ifndef INFOFLOW_RBM_PATTERNS_CORRELATOR_H_
#define INFOFLOW_RBM_PATTERNS_CORRELATOR_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/rbm/machine/machine.h"

namespace infoflow::rbm {

// The correlator of visible and hidden units over samples, one pattern per row:
//
//   P_ai = <v_i h_a> = (1 / samples) sum_k v_i^(k) h_a^(k)
//
// For renormalization h is the block spin, for a machine tanh f_a(v). Source: arXiv:1906.05212
// sec. III. Shapes: v samples x visible, h samples x hidden -> hidden x visible; errors when the
// numbers of samples differ or there are none. Accuracy: 1e-14. Cost: 2 samples visible hidden
// flops.
absl::StatusOr<linalg::Matrix<double>> VisibleHiddenCorrelator(
    SpinsView visible, linalg::ConstMatrixView<double> hidden);

// VisibleHiddenCorrelator with h_a = tanh f_a(v). Errors: samples that do not fit.
absl::StatusOr<linalg::Matrix<double>> MachineCorrelator(const Machine& machine, SpinsView samples);

// +1 or -1 for each pattern, the sign of the sum of its elements (+1 for zero): the sign of a
// hidden unit is arbitrary, and this one makes it agree with the magnetization.
std::vector<int> GaugeSigns(linalg::ConstMatrixView<double> patterns);

// Each pattern times its sign.
void ApplyGauge(absl::Span<const int> signs, linalg::MatrixView<double> patterns);

// Mean over patterns: what all of them share.
std::vector<double> MeanPattern(linalg::ConstMatrixView<double> patterns);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_PATTERNS_CORRELATOR_H_
