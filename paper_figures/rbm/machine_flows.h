#ifndef PAPER_FIGURES_RBM_MACHINE_FLOWS_H_
#define PAPER_FIGURES_RBM_MACHINE_FLOWS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/rbm/flow.h"
#include "infoflow/rbm/machine.h"
#include "infoflow/rbm/training.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/rbm/network_thermometer.h"

// The machines of fig15 and their flows with two thermometers.

namespace infoflow::paper_figures {

// The network thermometer has classes T = 0, 0.25, ..., 6.
inline constexpr double kClassWidth = 0.25;
inline constexpr int kClasses = 25;

// Steps at which the network's histogram is kept, as far as the flow goes.
inline constexpr int kHistogramSteps[] = {0, 1, 5, 10, 26, 100};
bool IsHistogramStep(int step);

// What one machine learned from and how, and which flows it gets.
struct MachineRecipe {
  std::string learned;  // "all" classes, "cold" (T = 0), "hot" (T >= 4) or "critical" (T_c)
  rbm::TrainingOptions training;
  std::vector<double> starts;  // temperatures of v^(0)
  rbm::FlowVariant variant = rbm::FlowVariant::kStochastic;
  std::string variant_name = "stochastic";
};

struct FlowReading {
  int step = 0;
  double temperature = 0.0;  // by the energy
  double error = 0.0;
  NetworkReading network;
};

// Hidden units that repeat one spin: a single site has more than 0.8 of a column's sum W^2.
// Contrastive divergence of one step does not see them, since what is copied is reconstructed,
// and lets their weights grow; in the flow unit and spin hold each other where they are.
int CopyingUnits(const rbm::Machine& machine);

struct FlowOfMachine {
  std::string learned;  // as in MachineRecipe
  int hidden_units = 0;
  int epochs = 0;
  double learning_rate = 0.0;  // at first
  double deviation = 0.0;      // of the weights at the start of training
  std::string variant;
  int copying_units = 0;
  double start = 0.0;                 // temperature of v^(0)
  std::vector<FlowReading> readings;  // by ascending step
};

struct MachineFlows {
  std::vector<FlowOfMachine> figure;  // from every start of every machine, machine by machine
  // For other epochs, learning rates and variants: the last step only, without the network.
  std::vector<FlowOfMachine> study;
};

// Trains what is not in the cache, machines side by side on context.threads threads.
absl::StatusOr<MachineFlows> ComputeMachineFlows(const FigureContext& context);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_MACHINE_FLOWS_H_
