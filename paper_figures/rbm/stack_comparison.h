#ifndef PAPER_FIGURES_RBM_STACK_COMPARISON_H_
#define PAPER_FIGURES_RBM_STACK_COMPARISON_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/jackknife.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/harness/run.h"
#include "paper_figures/rbm/estimate_fields.h"
#include "paper_figures/rbm/pattern_training.h"
#include "paper_figures/rbm/recipe.h"

namespace infoflow::paper_figures {

// What the machines learn from, and how.
struct StackParameters {
  int side;
  int layers;  // machines in the stack, and steps of blocking
  int samples;
  int epochs;
  int second_epochs;
  PatternTraining training;

  void Register(ParameterSet& set);
};

// Over the patterns <v h> of one layer, by the stack and by averages over blocks.
struct StackLayerRow {
  double temperature = 0.0;
  std::string recipe;
  int layer = 0;
  double stack_participation = 0.0, block_participation = 0.0;  // median PR of q
  double stack_concentration = 0.0, block_concentration = 0.0;  // median conc_2
  int stack_cells = 0, block_cells = 0;                         // distinct 2 x 2 cells with a peak

  INFOFLOW_COLUMNS(temperature, "J/k_B", recipe, "", layer, "", stack_participation, "sites",
                   block_participation, "sites", stack_concentration, "", block_concentration, "",
                   stack_cells, "", block_cells, "")
};

// After a number of layers, or steps of blocking.
struct StackFlowRow {
  double temperature = 0.0;
  std::string recipe;
  int layer = 0;
  double stack_magnetization = 0.0;               // <|m|> of gauged units
  double average_magnetization = 0.0;             // <|m|> of averages of averages, which are fields
  double average_square = 0.0;                    // and the mean of their squares
  double block_magnetization = 0.0;               // <|m|> of majority spins
  numerics::JackknifeEstimate reconstructed;      // T of v drawn back from the stack's units
  numerics::JackknifeEstimate block_temperature;  // T of majority spins

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("temperature", self.temperature, "J/k_B");
    visit("recipe", self.recipe);
    visit("layer", self.layer);
    visit("stack_magnetization", self.stack_magnetization);
    visit("average_magnetization", self.average_magnetization);
    visit("average_square", self.average_square);
    visit("block_magnetization", self.block_magnetization);
    VisitEstimate("reconstructed_temperature", self.reconstructed, visit, "J/k_B");
    VisitEstimate("block_temperature", self.block_temperature, visit, "J/k_B");
  }
};

struct StackComparison {
  std::vector<StackLayerRow> layers;                      // 1 .. parameters.layers
  std::vector<StackFlowRow> flow;                         // 0 .. parameters.layers
  linalg::Matrix<double> stack_patterns, block_patterns;  // of the last layer, one per row

  INFOFLOW_FIELDS(layers, flow, stack_patterns, block_patterns)
};

// Trains a stack on Ising samples at this temperature by `recipe`, and blocks the same samples: by
// averages, of which averages are taken again, and by majorities, which are spins. As in the
// authors' programs a layer of their recipe hands on h of one step v -> h -> v' -> h'; one of the
// local recipe h of v. `seed` is that of samples and machines, `flow_seed` that of what passes
// through them. Machines are kept in run.work_folder. Errors: a side that cannot be halved that
// often.
absl::StatusOr<StackComparison> CompareStack(const StackParameters& parameters, double temperature,
                                             Recipe recipe, std::uint64_t seed,
                                             std::uint64_t flow_seed, const Run& run);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_STACK_COMPARISON_H_
