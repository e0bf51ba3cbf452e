#ifndef PAPER_FIGURES_RBM_CLASS_MEASUREMENT_H_
#define PAPER_FIGURES_RBM_CLASS_MEASUREMENT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/ising/sampling/open_correlations.h"
#include "infoflow/numerics/jackknife.h"
#include "infoflow/rbm/machine/machine.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/rbm/estimate_fields.h"

// The authors' estimators of scaling dimensions (infoflow/ising/sampling/class_observables.h) on
// configurations that a thermometer of 60 classes (flow_thermometer.h) has sorted.

namespace infoflow::paper_figures {

// The class that T_c is in: its temperature is the nearest one.
inline constexpr int kCriticalClass = 23;

// Classes from here to T_c enter the fit of |m|: five.
inline constexpr double kLeastMagnetizedClass = 1.75;

// NaN where the library finds none.
numerics::JackknifeEstimate EstimateOf(const ising::OpenDimension& dimension);

struct ClassRow {
  double temperature = 0.0;  // of the class
  int samples = 0;
  numerics::JackknifeEstimate magnetization;  // <|m|>
  numerics::JackknifeEstimate spin, energy;  // dimensions within the class, NaN where there is none

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("class", self.temperature, "J/k_B");
    visit("samples", self.samples);
    VisitEstimate("magnetization", self.magnetization, visit);
    VisitEstimate("spin_dimension", self.spin, visit);
    VisitEstimate("energy_dimension", self.energy, visit);
  }
};

struct ClassMeasurement {
  int step = 0;
  std::vector<ClassRow> rows;            // a row per class
  double magnetization_dimension = 0.0;  // Delta of |m|, NaN where there is none

  INFOFLOW_FIELDS(step, rows, magnetization_dimension)
};

// Shapes: a class per configuration. Errors: of ising::MeasureClasses.
absl::StatusOr<ClassMeasurement> MeasureByClass(const rbm::Spins& spins,
                                                absl::Span<const int> classes, int step,
                                                int threads);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_CLASS_MEASUREMENT_H_
