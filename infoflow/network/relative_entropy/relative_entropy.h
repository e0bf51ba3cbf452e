#ifndef INFOFLOW_NETWORK_RELATIVE_ENTROPY_RELATIVE_ENTROPY_H_
#define INFOFLOW_NETWORK_RELATIVE_ENTROPY_RELATIVE_ENTROPY_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/relative_entropy/dense_network_view.h"

namespace infoflow::network {

// One layer m against layer 0, which is the first pre-activation z^0 = W^0 x + b^0.
struct LayerRelativeEntropy {
  int width = 0;                            // N_m
  double mean = 0.0;                        // mu_m, over the neurons, for the given input
  double variance = 0.0;                    // v_m
  double negative_reference_entropy = 0.0;  // -(N_0/2) ln(2 pi e v_0)
  double log_normalization = 0.0;           // (N_m/2) ln(2 pi v_m)
  double quadratic = 0.0;                   // Q_m / (2 v_m)
  double relative_entropy = 0.0;            // their sum, D_m; 0 for layer 0
  // What the first version of the paper's code had: Q_m / (2 v_0) in place of term 3.
  double first_version = 0.0;
  // Relative entropies of N_0 independent N(mu_0, v_0) and N(mu_m, v_m), both ways; NaN where the
  // widths differ, since laws of different numbers of variables have none.
  double gaussian_forward = 0.0;  // D(layer 0 || layer m)
  double gaussian_reverse = 0.0;
};

// The relative entropy with depth of arXiv:2107.06898, section on networks, from samples of layer
// 0.
//
//   D_m = (N_m/2) ln(2 pi v_m) - (N_0/2) ln(2 pi e v_0) + Q_m / (2 v_m),
//   Q_m = (1/n) || W^m phi(Z^{m-1}) + b^m 1^T - mu_m ||_F^2
//
// mu_m, v_m are mean and variance over the neurons for the one `input`; Z^0 are `samples` of N_0
// independent N(mu_0, v_0), which the actual weights push through all layers. The authors'
// notebooks expand Q_m into second moments of phi, which is the same (exactly, with the samples'
// moments) at n N^2 loop iterations and n N^2 numbers of memory; here it is one matrix product.
// D_m is a cross entropy at layer m minus an entropy at layer 0: no divergence, it may be
// negative, and does so where variances shrink or widths do.
// Units: nats for the layer. Shapes: input [in], samples [n, N_0], one sample a row.
// Domain: a network that passes CheckDenseNetwork, at least one sample, finite numbers, v_m > 0;
// otherwise InvalidArgument. Accuracy: 1e-12 relative against the plain sums in double
// (relative_entropy_test.cc), 1e-5 in float; sums of squares are in double for both.
// Threads work on blocks of samples; results do not depend on their number.
// Cost: 2 n sum_m N_m N_{m-1} flops, 80 % or more of the rate of the matrix product at width 784.
template <typename T>
absl::StatusOr<std::vector<LayerRelativeEntropy>> RelativeEntropyOfSamples(
    const DenseNetworkView<T>& network, absl::Span<const T> input,
    linalg::ConstMatrixView<T> samples, int threads = 1);

struct RelativeEntropyOptions {
  // n. The error of D_m is sqrt(N/2) / sqrt(n) nats, small beside its spread over networks, 15 to
  // 30 nats at N = 784, from n = 10 on.
  int num_samples = 100;
  std::uint64_t seed = 1;
  int threads = 1;  // 0: one per core
};

// The same from samples of its own: sample k takes stream (seed, kEstimator, k).
// Domain: num_samples >= 1, otherwise InvalidArgument.
template <typename T>
absl::StatusOr<std::vector<LayerRelativeEntropy>> RelativeEntropyWithDepth(
    const DenseNetworkView<T>& network, absl::Span<const T> input,
    const RelativeEntropyOptions& options = {});

// (N/2) ln(2 pi e sigma_w^2), by which the notebooks divide D_m in their plots. Their comment
// calls it the entropy of the reference layer, but sigma_w^2 stands in place of v_0.
// Domain: weight_variance > 0.
double NotebookNormalization(int width, double weight_variance);

extern template absl::StatusOr<std::vector<LayerRelativeEntropy>> RelativeEntropyOfSamples(
    const DenseNetworkView<float>&, absl::Span<const float>, linalg::ConstMatrixView<float>, int);
extern template absl::StatusOr<std::vector<LayerRelativeEntropy>> RelativeEntropyOfSamples(
    const DenseNetworkView<double>&, absl::Span<const double>, linalg::ConstMatrixView<double>,
    int);
extern template absl::StatusOr<std::vector<LayerRelativeEntropy>> RelativeEntropyWithDepth(
    const DenseNetworkView<float>&, absl::Span<const float>, const RelativeEntropyOptions&);
extern template absl::StatusOr<std::vector<LayerRelativeEntropy>> RelativeEntropyWithDepth(
    const DenseNetworkView<double>&, absl::Span<const double>, const RelativeEntropyOptions&);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_RELATIVE_ENTROPY_RELATIVE_ENTROPY_H_
