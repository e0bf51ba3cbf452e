#include "infoflow/replica/spectra/spectrum_singular_values.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/replica/spectra/spectrum_empirical.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::replica {

absl::StatusOr<std::vector<double>> EigenvaluesOfSingularValues(
    absl::Span<const double> singular_values, int inputs, int outputs) {
  if (inputs < 1 || outputs < 1 ||
      singular_values.size() > static_cast<std::size_t>(std::min(inputs, outputs))) {
    return absl::InvalidArgumentError(absl::StrCat(singular_values.size(),
                                                   " singular values do not fit weights with ",
                                                   inputs, " inputs and ", outputs, " outputs"));
  }
  std::vector<double> eigenvalues(inputs);
  for (std::size_t i = 0; i < singular_values.size(); ++i) {
    const double value = singular_values[i];
    if (!std::isfinite(value * value)) {
      return absl::InvalidArgumentError(absl::StrCat("singular value ", i + 1, " is ",
                                                     FormatDouble(value), "; it must be finite"));
    }
    eigenvalues[i] = value * value;
  }
  std::sort(eigenvalues.begin(), eigenvalues.end());
  return eigenvalues;
}

absl::StatusOr<std::shared_ptr<const Spectrum>> SpectrumOfSingularValues(
    absl::Span<const double> singular_values, int inputs, int outputs) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> eigenvalues,
                            EigenvaluesOfSingularValues(singular_values, inputs, outputs));
  return EmpiricalSpectrum(eigenvalues, static_cast<double>(outputs) / inputs);
}

}  // namespace infoflow::replica
