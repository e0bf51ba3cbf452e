#ifndef INFOFLOW_ISING_SAMPLING_CLASS_OBSERVABLES_H_
#define INFOFLOW_ISING_SAMPLING_CLASS_OBSERVABLES_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/ising/sampling/open_correlations.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/numerics/jackknife.h"

namespace infoflow::ising {

// What the samples of one class have in common, a class being, say, the temperature that a
// thermometer has read off each of them.
struct ClassObservables {
  int samples = 0;
  // <|m|>, where there are two samples or more (of a single one without an error).
  numerics::JackknifeEstimate absolute_magnetization;
  // Dimensions of the correlators within the class, where there are kLeastClassSamples.
  std::optional<OpenDimensions> dimensions;
};

// Samples from which on a class's correlators are fitted: two in each of eight bins. (The public
// program named in open_correlations.h takes two samples for the energy and one for spins; such
// fits are noise.)
inline constexpr int kLeastClassSamples = 16;

// Scaling dimensions by the estimators of the program named in open_correlations.h: |m|, and
// two-point functions within each class, the energy relative to its mean over the class.
// Shapes: a class 0 <= classes[k] < number_of_classes per sample; an element of the result per
// class. There are `bins` bins, or as many as give each two samples, and each takes every so
// manieth sample of its class, since classes mix what was sampled at several temperatures.
// Errors: InvalidArgument for another number of classes than samples, a class out of its range,
// fewer than 2 bins, or a side below 3.
absl::StatusOr<std::vector<ClassObservables>> MeasureClasses(const SpinSamples& samples,
                                                             absl::Span<const int> classes,
                                                             int number_of_classes, int bins = 32,
                                                             int threads = 1);

// Delta of the power |m| = A (T_c - T)^Delta that is nearest to the classes' means, whose
// temperatures are T, by unweighted least squares over those with `least` <= T < T_c and at least
// kLeastClassSamples samples: on the infinite lattice Delta_m / (2 - Delta_eps) = 1/8 at T -> T_c.
// nullopt where fewer than two of them are there, or no power fits.
std::optional<double> MagnetizationDimension(const std::vector<ClassObservables>& classes,
                                             absl::Span<const double> temperatures, double least);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_CLASS_OBSERVABLES_H_
