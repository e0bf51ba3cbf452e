#include "paper_figures/rbm/flow_thermometer.h"

#include <algorithm>

#include "infoflow/rbm/machine/machine.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/rbm/ising_machines.h"

namespace infoflow::paper_figures {

std::vector<double> ClassTemperatures() {
  std::vector<double> temperatures;
  for (int c = 0; c < kClasses; ++c) temperatures.push_back(c / 10.0);
  return temperatures;
}

void ThermometerTraining::Register(ParameterSet& set) {
  set.Add("thermometer_samples", &samples,
          "samples at each of 60 temperatures for the network thermometer", {1000, 1000, 2000},
          {10, 100000});
  set.Add("thermometer_epochs", &epochs, "its epochs", {20, 20, 60}, {1, 10000});
}

absl::StatusOr<NetworkThermometer> TrainThermometer(int side, const ThermometerTraining& training,
                                                    const Run& run) {
  const std::vector<double> classes = ClassTemperatures();
  std::vector<double> sampled = classes;
  for (double& temperature : sampled) temperature = std::max(temperature, kZeroTemperature);
  INFOFLOW_ASSIGN_OR_RETURN(
      const rbm::Spins labelled,
      SampleTemperatures(side, sampled, training.samples, kThermometerGroup, run));
  NetworkThermometerOptions options;
  options.epochs = training.epochs;
  options.seed = run.seed;
  return NetworkThermometer::Train(labelled, classes, options);
}

}  // namespace infoflow::paper_figures
