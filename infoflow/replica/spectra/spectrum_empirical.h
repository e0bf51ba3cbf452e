#ifndef INFOFLOW_REPLICA_SPECTRA_SPECTRUM_EMPIRICAL_H_
#define INFOFLOW_REPLICA_SPECTRA_SPECTRUM_EMPIRICAL_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/replica/spectra/spectrum.h"

namespace infoflow::replica {

// The spectrum of weights whose N_{l-1} eigenvalues of W^T W are given, in any order, zeros
// included.
//
// What an eigenvalue solver leaves of zero, up to 4 N 2^-52 times the largest eigenvalue in
// size, counts as zero: the rank is exact. Equal neighbours are kept once with their
// multiplicity. Cost: O(N log N) to create, then one pass over the distinct positive
// eigenvalues per call, about 1 ns per eigenvalue.
// Errors: no eigenvalue, one that is not finite, a negative one beyond rounding, all zero, an
// alpha that is not positive or for which alpha N is not a whole number, more than alpha N
// positive eigenvalues.
absl::StatusOr<std::shared_ptr<const Spectrum>> EmpiricalSpectrum(
    absl::Span<const double> eigenvalues, double aspect_ratio);

// Weights with orthogonal columns (alpha >= 1) or rows (alpha < 1), all singular values equal to
// `singular_value`: a fraction min(1, alpha) of the eigenvalues is singular_value^2, the rest 0.
// Errors: an alpha or a singular value that is not positive and finite.
absl::StatusOr<std::shared_ptr<const Spectrum>> OrthogonalSpectrum(double aspect_ratio,
                                                                   double singular_value);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_SPECTRA_SPECTRUM_EMPIRICAL_H_
