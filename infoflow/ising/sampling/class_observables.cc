#include "infoflow/ising/sampling/class_observables.h"

#include <algorithm>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "infoflow/ising/sampling/spin_observables.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/power_law_fit.h"
#include "infoflow/support/check.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

namespace {

// Dimensions that the fit of |m| may find.
constexpr double kLargestDimension = 4.0;

numerics::JackknifeEstimate MeanMagnetization(const SpinSamples& samples, int bins) {
  const int size = samples.count() / bins;
  linalg::Matrix<double> means(bins, 1);
  const std::vector<ConfigurationTotals> totals = MeasureTotals(samples);
  for (int k = 0; k < bins * size; ++k) {
    means(k / size, 0) += std::abs(totals[k].magnetization) / (1.0 * size * samples.sites());
  }
  if (bins == 1) return {means(0, 0), 0.0, 0.0};
  return numerics::Jackknife(means, [](absl::Span<const double> m) { return m[0]; });
}

absl::StatusOr<ClassObservables> MeasureClass(const SpinSamples& samples,
                                              const std::vector<int>& members, int bins) {
  ClassObservables measured;
  measured.samples = static_cast<int>(members.size());
  if (members.empty()) return measured;
  const int filled = std::min(bins, std::max(measured.samples / 2, 1));
  // Bin by bin.
  std::vector<int> binned;
  const int size = measured.samples / filled;
  for (int b = 0; b < filled; ++b) {
    for (int k = 0; k < size; ++k) binned.push_back(members[k * filled + b]);
  }
  const SpinSamples of_class = SelectSamples(samples, binned);
  measured.absolute_magnetization = MeanMagnetization(of_class, filled);
  if (measured.samples < kLeastClassSamples) return measured;
  INFOFLOW_ASSIGN_OR_RETURN(const OpenCorrelations correlations,
                            MeasureOpenCorrelations(of_class, filled));
  INFOFLOW_ASSIGN_OR_RETURN(measured.dimensions, MeasureOpenDimensions(correlations));
  return measured;
}

}  // namespace

absl::StatusOr<std::vector<ClassObservables>> MeasureClasses(const SpinSamples& samples,
                                                             absl::Span<const int> classes,
                                                             int number_of_classes, int bins,
                                                             int threads) {
  if (static_cast<int>(classes.size()) != samples.count()) {
    return absl::InvalidArgumentError(
        absl::StrFormat("there are %d classes for %d samples; each sample needs one",
                        classes.size(), samples.count()));
  }
  if (bins < 2) {
    return absl::InvalidArgumentError(
        absl::StrFormat("there are %d bins; at least 2 are needed", bins));
  }
  std::vector<std::vector<int>> members(std::max(number_of_classes, 0));
  for (int k = 0; k < samples.count(); ++k) {
    if (classes[k] < 0 || classes[k] >= number_of_classes) {
      return absl::InvalidArgumentError(
          absl::StrFormat("sample %d has class %d; there are classes 0 to %d", k, classes[k],
                          number_of_classes - 1));
    }
    members[classes[k]].push_back(k);
  }
  std::vector<ClassObservables> measured(members.size());
  INFOFLOW_RETURN_IF_ERROR(
      ParallelFor(static_cast<int>(members.size()), threads, [&](int c) -> absl::Status {
        INFOFLOW_ASSIGN_OR_RETURN(measured[c], MeasureClass(samples, members[c], bins));
        return absl::OkStatus();
      }));
  return measured;
}

std::optional<double> MagnetizationDimension(const std::vector<ClassObservables>& classes,
                                             absl::Span<const double> temperatures, double least) {
  INFOFLOW_CHECK(classes.size() == temperatures.size());
  std::vector<double> distances, magnetizations;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const double distance = 1.0 / kSquareCriticalCoupling - temperatures[c];
    if (temperatures[c] < least || !(distance > 0.0)) continue;
    if (classes[c].samples < kLeastClassSamples) continue;
    distances.push_back(distance);
    magnetizations.push_back(classes[c].absolute_magnetization.value);
  }
  if (distances.size() < 2) return std::nullopt;
  const numerics::PowerLaw fit =
      numerics::FitPowerLaw(distances, magnetizations, -kLargestDimension, kLargestDimension);
  if (!fit.inside) return std::nullopt;
  return fit.exponent;
}

}  // namespace infoflow::ising
