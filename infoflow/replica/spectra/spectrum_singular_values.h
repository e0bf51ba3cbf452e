#ifndef INFOFLOW_REPLICA_SPECTRA_SPECTRUM_SINGULAR_VALUES_H_
#define INFOFLOW_REPLICA_SPECTRA_SPECTRUM_SINGULAR_VALUES_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/replica/spectra/spectrum.h"

namespace infoflow::replica {

// The `inputs` eigenvalues of W^T W, ascending, of weights with the given singular values, in any
// order and of either sign: their squares, and zeros for what is not given. No eigenvalue problem,
// so zeros are exact. Errors: more than min(inputs, outputs) values, one that is not finite.
absl::StatusOr<std::vector<double>> EigenvaluesOfSingularValues(
    absl::Span<const double> singular_values, int inputs, int outputs);

// Their spectrum, alpha = outputs / inputs. Errors: as above, and values that are all zero.
absl::StatusOr<std::shared_ptr<const Spectrum>> SpectrumOfSingularValues(
    absl::Span<const double> singular_values, int inputs, int outputs);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_SPECTRA_SPECTRUM_SINGULAR_VALUES_H_
