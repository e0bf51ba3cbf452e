#ifndef INFOFLOW_ISING_SQUARE_STRIP_ROW_H_
#define INFOFLOW_ISING_SQUARE_STRIP_ROW_H_

#include "absl/types/span.h"

namespace infoflow::ising::internal {

// x := D prod_i (1 + t_i X_i) D x, the sites one after the other, for a row of `flips.size()` sites
// whose last spin is +1 (strip.h): X_i exchanges the entries whose indices differ in bit i, the
// last one those whose indices differ in all bits. Without D where `diagonal` is empty.
//
// Shapes: x has 2^(sites - 1) entries, and the diagonal as many or none; at least 2 sites. Every
// entry becomes a + t b by a multiplication and an addition per site, the same bits for any
// instruction set. Cost: sites * 2^(sites - 1) of these; the vector goes three times
// through the second-level cache up to 16 sites.
void ApplyStripSites(absl::Span<const double> flips, absl::Span<const double> diagonal,
                     absl::Span<double> x);

}  // namespace infoflow::ising::internal

#endif  // INFOFLOW_ISING_SQUARE_STRIP_ROW_H_
