#ifndef BENCHMARKS_GROWTH_EXPONENT_H_
#define BENCHMARKS_GROWTH_EXPONENT_H_

#include "absl/types/span.h"

namespace infoflow::growth {

// The slope of ln seconds over ln size by least squares, over the larger half of the sizes (of an
// odd number the larger of the two halves). Shapes: as many of both, at least 2 sizes, all above 0
// and ascending.
double ExponentOf(absl::Span<const double> sizes, absl::Span<const double> seconds);

}  // namespace infoflow::growth

#endif  // BENCHMARKS_GROWTH_EXPONENT_H_
