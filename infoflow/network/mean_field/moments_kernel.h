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

// One panel of the integrals of kinks.h, x = middle + half rule_i: adds
//
//   sum_i half weight_i e {1, end_square - sin^2 x},  e = exp(-low / sin^2 x - high / cos^2 x).
//
// Domain: half <= 1/4; low and high >= 0; x not beyond [0, pi/2].
struct KinkPanel {
  double middle;
  double half;
  double low;
  double high;
  double end_square;
};
struct KinkSums {
  double derivative = 0.0;
  double difference = 0.0;
};
void AddKinkPanel(absl::Span<const double> rule, absl::Span<const double> weights,
                  const KinkPanel& panel, KinkSums* sums);

// coefficients_k = sum_i values_i table[i * kHermiteBlock + k].
inline constexpr int kHermiteBlock = 32;
void MultiplyTable(absl::Span<const double> values, const double* table, double* coefficients);

}  // namespace infoflow::network::internal

#endif  // INFOFLOW_NETWORK_MEAN_FIELD_MOMENTS_KERNEL_H_
