#ifndef PAPER_FIGURES_RBM_MACHINE_FLOWS_H_
#define PAPER_FIGURES_RBM_MACHINE_FLOWS_H_

#include <limits>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/rbm/flow/flow.h"
#include "infoflow/rbm/machine/machine.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/run.h"
#include "paper_figures/rbm/machine_recipes.h"
#include "paper_figures/rbm/recipe.h"

// The flows of the machines of fig15, with two thermometers.

namespace infoflow::paper_figures {

// Steps at which the network's histogram is kept; every flow is longer.
inline constexpr int kHistogramSteps[] = {0, 1, 5, 10, kLongestPublishedFlow, 100};
bool IsHistogramStep(int step);

// As rbm::ParseFlowVariant takes it.
const char* NameOf(rbm::FlowVariant variant);

struct FlowReading {
  int step = 0;
  double temperature = 0.0;  // by the energy
  double temperature_error = 0.0;
  // By the network, of each configuration (flow_thermometer.h), where it has read: the most
  // frequent class, and the mean with its standard error.
  double network_class = std::numeric_limits<double>::quiet_NaN();
  double network_mean = std::numeric_limits<double>::quiet_NaN();
  double network_error = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> histogram;  // the share of each class, at kHistogramSteps

  INFOFLOW_FIELDS(step, temperature, temperature_error, network_class, network_mean, network_error,
                  histogram)
};

// Hidden units that repeat one spin: a single site has more than 0.8 of a column's sum W^2.
// Contrastive divergence of one step does not see them, since what is copied is reconstructed,
// and lets their weights grow; in the flow unit and spin hold each other where they are.
int CopyingUnits(const rbm::Machine& machine);

struct FlowOfMachine {
  Recipe recipe = Recipe::kLocal;
  Learned learned = Learned::kAll;
  int hidden_units = 0;
  int epochs = 0;              // of the local recipe
  double learning_rate = 0.0;  // at first
  double deviation = 0.0;      // of the weights at the start of training
  int copying_units = 0;
  rbm::FlowVariant variant = rbm::FlowVariant::kStochastic;
  double start = 0.0;                 // temperature of v^(0)
  std::vector<FlowReading> readings;  // by ascending step

  INFOFLOW_FIELDS(recipe, learned, hidden_units, epochs, learning_rate, deviation, copying_units,
                  variant, start, readings)
};

struct MachineFlows {
  std::vector<FlowOfMachine> figure;  // from every start of every machine, machine by machine
  // For other epochs, learning rates and variants: the last step only, without the network.
  std::vector<FlowOfMachine> study;

  INFOFLOW_FIELDS(figure, study)
};

// Trains what is not kept in run.work_folder, machines side by side on run.threads threads.
absl::StatusOr<MachineFlows> ComputeMachineFlows(const MachineFlowParameters& parameters,
                                                 const Run& run);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_MACHINE_FLOWS_H_
