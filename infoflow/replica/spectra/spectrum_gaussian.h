#ifndef INFOFLOW_REPLICA_SPECTRA_SPECTRUM_GAUSSIAN_H_
#define INFOFLOW_REPLICA_SPECTRA_SPECTRUM_GAUSSIAN_H_

#include <memory>

#include "absl/status/statusor.h"
#include "infoflow/replica/spectra/spectrum.h"

namespace infoflow::replica {

// The Marchenko-Pastur law: weights with independent N(0, weight_variance / N_{l-1}) entries,
// N -> infinity at fixed alpha.
//
//   G = weight_variance g(s) solves x G^2 - t G - 1 = 0,  x = s/weight_variance, t = 1-x-alpha,
//
// evaluated from the form without cancellation on either side of t = 0. Source:
// arXiv:1805.09785, Gaussian case. Domain: 0 < alpha, weight_variance < infinity; s >= 0 in
// SpectralSums (k(0) is infinite at alpha = 1). Accuracy as tested: 1e-12 relative against
// integrals over the density for alpha in [0.1, 10], s / weight_variance in [1e-6, 1e6].
// Errors: an alpha or a variance that is not positive and finite.
absl::StatusOr<std::shared_ptr<const Spectrum>> GaussianSpectrum(double aspect_ratio,
                                                                 double weight_variance);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_SPECTRA_SPECTRUM_GAUSSIAN_H_
