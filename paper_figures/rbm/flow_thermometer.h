#ifndef PAPER_FIGURES_RBM_FLOW_THERMOMETER_H_
#define PAPER_FIGURES_RBM_FLOW_THERMOMETER_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/harness/run.h"
#include "paper_figures/rbm/network_thermometer.h"

// The thermometer of flows: sixty classes, asked for each configuration, as the programs of the
// first author of arXiv:1906.05212 do (github.com/ellendmk/DL_and_RG). They do not say how far
// apart its classes are: 0.1 over [0, 6) is inferred.

namespace infoflow::paper_figures {

inline constexpr double kClassWidth = 0.1;
inline constexpr int kClasses = 60;

// 0, 0.1, ..., 5.9.
std::vector<double> ClassTemperatures();

struct ThermometerTraining {
  std::int64_t samples = 0;  // at each temperature
  int epochs = 0;

  INFOFLOW_FIELDS(samples, epochs)

  // Registers thermometer_samples and thermometer_epochs.
  void Register(ParameterSet& set);
};

// Trained on Ising samples of the group kThermometerGroup, on run.threads threads, with run.seed.
absl::StatusOr<NetworkThermometer> TrainThermometer(int side, const ThermometerTraining& training,
                                                    const Run& run);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_FLOW_THERMOMETER_H_
