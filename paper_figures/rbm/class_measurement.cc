#include "paper_figures/rbm/class_measurement.h"

#include <limits>
#include <optional>

#include "infoflow/ising/sampling/class_observables.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/rbm/flow_thermometer.h"
#include "paper_figures/rbm/ising_machines.h"

namespace infoflow::paper_figures {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Bins of the jackknife within a class.
constexpr int kBins = 16;

}  // namespace

numerics::JackknifeEstimate EstimateOf(const ising::OpenDimension& dimension) {
  return dimension.found ? dimension.estimate : numerics::JackknifeEstimate{kNone, kNone};
}

absl::StatusOr<ClassMeasurement> MeasureByClass(const rbm::Spins& spins,
                                                absl::Span<const int> classes, int step,
                                                int threads) {
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples lattice, LatticeOf(spins));
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<ising::ClassObservables> observables,
                            ising::MeasureClasses(lattice, classes, kClasses, kBins, threads));
  const std::vector<double> temperatures = ClassTemperatures();
  ClassMeasurement measured;
  measured.step = step;
  for (int c = 0; c < kClasses; ++c) {
    const ising::ClassObservables& at = observables[c];
    ClassRow row;
    row.temperature = temperatures[c];
    row.samples = at.samples;
    row.magnetization = at.absolute_magnetization;
    if (at.samples == 0) row.magnetization = {kNone, kNone};
    const ising::OpenDimensions dimensions = at.dimensions.value_or(ising::OpenDimensions());
    row.spin = EstimateOf(dimensions.spin);
    row.energy = EstimateOf(dimensions.energy);
    measured.rows.push_back(row);
  }
  measured.magnetization_dimension =
      ising::MagnetizationDimension(observables, temperatures, kLeastMagnetizedClass)
          .value_or(kNone);
  return measured;
}

}  // namespace infoflow::paper_figures
