#ifndef INFOFLOW_NETWORK_MEAN_FIELD_MOMENTS_KERNEL_H_
#define INFOFLOW_NETWORK_MEAN_FIELD_MOMENTS_KERNEL_H_

#include "absl/types/span.h"

// Inner loops of Gaussian moments, vectorised.

namespace infoflow::network::internal {

// sum weight {phi, phi^2, u phi phi', phi'^2}.
struct MomentSums {
  double mean = 0.0;
  double second_moment = 0.0;
  double gain = 0.0;
  double derivative_square = 0.0;
};

// Adds the sums over these nodes. Spans of equal lengths.
void AddMoments(absl::Span<const double> nodes, absl::Span<const double> weights,
                absl::Span<const double> values, absl::Span<const double> derivatives,
                MomentSums* sums);

// weights_i *= exp(-nodes_i^2 / (2 variance)).
void MultiplyByGaussian(absl::Span<const double> nodes, double variance,
                        absl::Span<double> weights);

// coefficients_k = sum_i values_i table[i * kHermiteBlock + k].
inline constexpr int kHermiteBlock = 32;
void MultiplyTable(absl::Span<const double> values, const double* table, double* coefficients);

}  // namespace infoflow::network::internal

#endif  // INFOFLOW_NETWORK_MEAN_FIELD_MOMENTS_KERNEL_H_
