#ifndef INFOFLOW_NETWORK_RELATIVE_ENTROPY_SQUARE_DEVIATION_H_
#define INFOFLOW_NETWORK_RELATIVE_ENTROPY_SQUARE_DEVIATION_H_

#include "absl/types/span.h"

namespace infoflow::network::internal {

// values_i += bias_i; returns sum_i (values_i - mean)^2, summed in double in eight interleaved
// parts: the same bits on every machine. Shapes: equal sizes. Cost: one pass in cache.
double AddBiasAndSumSquares(absl::Span<const double> bias, double mean, absl::Span<double> values);
double AddBiasAndSumSquares(absl::Span<const float> bias, double mean, absl::Span<float> values);

}  // namespace infoflow::network::internal

#endif  // INFOFLOW_NETWORK_RELATIVE_ENTROPY_SQUARE_DEVIATION_H_
