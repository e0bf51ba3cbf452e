#ifndef INFOFLOW_NUMERICS_RANK_CORRELATION_H_
#define INFOFLOW_NUMERICS_RANK_CORRELATION_H_

#include "absl/types/span.h"

namespace infoflow::numerics {

// Spearman's rank correlation: the correlation coefficient of ranks, equal values sharing their
// mean rank. NaN when one side is constant or holds a NaN. Shapes: equal sizes, at least 2.
// Cost: O(n log n).
double RankCorrelation(absl::Span<const double> x, absl::Span<const double> y);

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_RANK_CORRELATION_H_
