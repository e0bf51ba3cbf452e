// Two machines, the second trained on the hidden units of the first, beside two steps of the
// renormalization group on the same Ising samples. Mathematics and defaults: docs/rbm.md.
//
// Symbols: T temperature (J/k_B), h^(l) hidden units of layer l, L side, PR participation ratio.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "infoflow/ising/block_spins.h"
#include "infoflow/ising/ising_sampler.h"
#include "infoflow/ising/spin_samples.h"
#include "infoflow/ising/torus_thermometer.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/jackknife.h"
#include "infoflow/rbm/correlator.h"
#include "infoflow/rbm/machine.h"
#include "infoflow/rbm/pattern_alignment.h"
#include "infoflow/rbm/pattern_statistics.h"
#include "infoflow/rbm/stack.h"
#include "infoflow/rbm/training.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/rbm/mosaic.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kRecipe[] =
#include "paper_figures/rbm/rbm_stack.gp.inc"
    ;

constexpr int kBins = 32;
constexpr int kLayers = 2;

// Medians and such over the patterns <v h> of one layer.
struct LayerPatterns {
  linalg::Matrix<double> patterns;
  double participation = 0.0;  // median PR of q
  double concentration = 0.0;  // median conc_2
  int cells = 0;               // distinct 2 x 2 cells with a peak
};

LayerPatterns Describe(linalg::Matrix<double> patterns, int side) {
  LayerPatterns layer;
  std::vector<double> participation, concentration;
  for (int a = 0; a < patterns.rows(); ++a) {
    participation.push_back(rbm::ParticipationRatio(rbm::MeanSubtracted(patterns.row(a))));
    concentration.push_back(rbm::Concentration(patterns.row(a), side, 2.0));
  }
  layer.participation = rbm::Median(participation);
  layer.concentration = rbm::Median(concentration);
  layer.cells = rbm::DistinctCells(rbm::BoxPeaks(patterns, side), side);
  layer.patterns = std::move(patterns);
  return layer;
}

// Everything at one temperature; index l of a vector is after l layers or steps.
struct Comparison {
  double temperature = 0.0;
  std::vector<double> stack_magnetization;                     // <|m|> of gauged units
  std::vector<double> block_magnetization;                     // <|m|> of majority spins
  std::vector<numerics::JackknifeEstimate> reconstructed;      // T of v from the top of l layers
  std::vector<numerics::JackknifeEstimate> block_temperature;  // T of majority spins
  std::vector<LayerPatterns> stack;                            // l = 1, 2
  std::vector<LayerPatterns> blocks;                           // block averages, l = 1, 2
};

// <|m|> with m the mean over a row.
double AbsoluteMagnetization(rbm::SpinsView spins) {
  double total = 0.0;
  for (int k = 0; k < spins.rows(); ++k) {
    int sum = 0;
    for (const std::int8_t spin : spins.row(k)) sum += spin;
    total += std::abs(sum) / static_cast<double>(spins.columns());
  }
  return total / spins.rows();
}

// Averages over blocks of 2^l x 2^l sites, l steps of averaging: row per sample.
linalg::Matrix<double> RepeatedAverages(rbm::SpinsView spins, int side, int steps) {
  const int width = 1 << steps;
  const int half = side / width;
  linalg::Matrix<double> averages(spins.rows(), half * half);
  for (int k = 0; k < spins.rows(); ++k) {
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        averages(k, y / width * half + x / width) +=
            static_cast<double>(spins(k, y * side + x)) / (width * width);
      }
    }
  }
  return averages;
}

absl::StatusOr<Comparison> Compare(double temperature, std::size_t index,
                                   const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  const int side = static_cast<int>(parameters.Integer("side"));
  Comparison result;
  result.temperature = temperature;
  // As fig13 samples and trains at T_c, so that the first machine is the same one.
  ising::SamplingOptions sampling;
  sampling.seed = context.seed;
  sampling.threads = context.threads;
  INFOFLOW_ASSIGN_OR_RETURN(
      const ising::SpinSamples lattice,
      ising::SampleIsing(side, temperature, parameters.Integer("samples"), sampling));
  const rbm::Spins samples = SpinsOf(lattice);

  std::vector<rbm::TrainingOptions> training(kLayers);
  for (int l = 0; l < kLayers; ++l) {
    training[l].hidden_units = side * side >> (2 * (l + 1));
    const char* epochs = l == 0 ? "epochs" : "second_epochs";
    training[l].schedule = SettlingSchedule(parameters.Number("learning_rate"),
                                            static_cast<int>(parameters.Integer(epochs)),
                                            static_cast<int>(parameters.Integer("decay_epochs")));
    training[l].rule.l1 = parameters.Number("l1");
    training[l].initial_deviation = parameters.Number("deviation");
    training[l].seed = context.seed;
  }
  INFOFLOW_ASSIGN_OR_RETURN(
      const std::vector<rbm::StackLayer> layers,
      rbm::TrainStack(training, samples, context.seed, MachineCache(parameters)));

  const std::uint64_t flow_seed = context.seed + 100 * (index + 1);
  for (int l = 0; l <= kLayers; ++l) {
    const absl::Span<const rbm::StackLayer> part = absl::MakeConstSpan(layers).first(l);
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::Spins top,
                              rbm::SampleThroughStack(part, samples, flow_seed));
    result.stack_magnetization.push_back(AbsoluteMagnetization(top));
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::Spins visible,
                              rbm::ReconstructThroughStack(part, top, flow_seed + 50));
    INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples reconstructed, LatticeOf(visible));
    INFOFLOW_ASSIGN_OR_RETURN(const numerics::JackknifeEstimate read,
                              ising::MeasureTemperature(reconstructed, kBins));
    result.reconstructed.push_back(read);
    if (l == 0) continue;
    INFOFLOW_ASSIGN_OR_RETURN(const linalg::Matrix<double> means,
                              rbm::StackMeans(part, samples, flow_seed));
    INFOFLOW_ASSIGN_OR_RETURN(linalg::Matrix<double> patterns,
                              rbm::VisibleHiddenCorrelator(samples, means));
    rbm::ApplyGauge(rbm::GaugeSigns(patterns), patterns);
    result.stack.push_back(Describe(std::move(patterns), side));
    INFOFLOW_ASSIGN_OR_RETURN(
        patterns, rbm::VisibleHiddenCorrelator(samples, RepeatedAverages(samples, side, l)));
    result.blocks.push_back(Describe(std::move(patterns), side));
  }

  ising::SpinSamples blocked = lattice;
  for (int l = 0; l <= kLayers; ++l) {
    if (l > 0) {
      INFOFLOW_ASSIGN_OR_RETURN(
          blocked, ising::BlockSpins(blocked, ising::BlockRule::kMajority, flow_seed, l));
    }
    result.block_magnetization.push_back(AbsoluteMagnetization(SpinsOf(blocked)));
    INFOFLOW_ASSIGN_OR_RETURN(const numerics::JackknifeEstimate read,
                              ising::MeasureTemperature(blocked, kBins));
    result.block_temperature.push_back(read);
  }
  return result;
}

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  const int side = static_cast<int>(parameters.Integer("side"));
  if (side % 4 != 0 || side < 8) {
    return absl::InvalidArgumentError(
        absl::StrCat("side is ", side,
                     "; it must be a multiple of 4 and at least 8, for two steps of blocking"));
  }
  std::vector<double> temperatures = {kCriticalTemperature};
  for (const double temperature : parameters.Numbers("temperatures")) {
    temperatures.push_back(temperature);
  }
  std::vector<Comparison> comparisons(temperatures.size());
  FigureContext one_thread = context;
  one_thread.threads = 1;
  INFOFLOW_RETURN_IF_ERROR(
      ParallelFor(static_cast<int>(temperatures.size()), context.threads, [&](int t) {
        absl::StatusOr<Comparison> comparison = Compare(temperatures[t], t, one_thread);
        if (comparison.ok()) comparisons[t] = *std::move(comparison);
        return comparison.status();
      }));

  Table layers({{"temperature", "J/k_B"},
                {"layer", ""},
                {"stack_participation", "sites"},
                {"block_participation", "sites"},
                {"stack_concentration", ""},
                {"block_concentration", ""},
                {"stack_cells", ""},
                {"block_cells", ""}});
  Table flow({{"temperature", "J/k_B"},
              {"layer", ""},
              {"stack_magnetization", ""},
              {"block_magnetization", ""},
              {"reconstructed_temperature", "J/k_B"},
              {"reconstructed_temperature_error", "J/k_B"},
              {"block_temperature", "J/k_B"},
              {"block_temperature_error", "J/k_B"}});
  double least_growth = INFINITY;
  double least_heating = INFINITY;
  for (const Comparison& c : comparisons) {
    for (int l = 0; l <= kLayers; ++l) {
      flow.AddRow({c.temperature, static_cast<double>(l), c.stack_magnetization[l],
                   c.block_magnetization[l], c.reconstructed[l].value, c.reconstructed[l].error,
                   c.block_temperature[l].value, c.block_temperature[l].error});
      if (l == 0) continue;
      const LayerPatterns& stack = c.stack[l - 1];
      const LayerPatterns& blocks = c.blocks[l - 1];
      layers.AddRow({c.temperature, static_cast<double>(l), stack.participation,
                     blocks.participation, stack.concentration, blocks.concentration,
                     static_cast<double>(stack.cells), static_cast<double>(blocks.cells)});
      if (c.temperature > 1.05 * kCriticalTemperature) {
        least_heating = std::min(least_heating,
                                 c.block_temperature[l].value - c.block_temperature[l - 1].value);
      }
    }
    const std::vector<double>& m = c.stack_magnetization;
    for (int l = 0; l < kLayers; ++l) least_growth = std::min(least_growth, m[l + 1] - m[l]);
  }

  // Training is the same bits everywhere; patterns end with a product that BLAS sums in its own
  // order.
  const GoldenTolerance exact = {1e-9, 1e-9};
  FigureResult result;
  result.tables = {
      {"layers", "Medians over the patterns <v h> of each layer, stack and block averages", layers,
       exact},
      {"flow",
       "Report: magnetization with depth; temperature of reconstructions and of block spins", flow,
       exact}};
  const int columns = static_cast<int>(parameters.Integer("columns"));
  const Comparison& critical = comparisons.front();
  const int count = critical.stack[1].patterns.rows();
  result.tables.push_back({"stack_patterns", "Patterns of the stack's second layer at T_c",
                           Mosaic(critical.stack[1].patterns, side, count, columns)});
  // Its medians are in `layers`.
  result.tables.back().in_golden = false;
  result.tables.push_back({"block_patterns", "Patterns of two steps of block averages at T_c",
                           Mosaic(critical.blocks[1].patterns, side, count, columns), exact});

  using Relation = Claim::Relation;
  result.claims = {
      {"F9a",
       "At T_c patterns of a stack's second layer are wider than those of two steps of the "
       "renormalization group.",
       "median PR at T_c, stack / block averages",
       critical.stack[1].participation / critical.blocks[1].participation, Relation::kGreater, 1.3},
      {"F9b", "The magnetization grows with every layer of the stack, towards order.",
       "smallest change of <|m|> from a layer to the next, over the temperatures", least_growth,
       Relation::kGreater, 0.0},
      {"F9c", "Above T_c the renormalization group goes to high temperatures instead.",
       "smallest change of the block spins' T in a step (J/k_B)", least_heating, Relation::kGreater,
       0.0}};
  return result;
}

}  // namespace

Figure RbmStack() {
  Figure figure;
  figure.slug = "rbm_stack";
  figure.title = "A stack of two machines beside two steps of the renormalization group";
  figure.paper = "arXiv:1906.05212";
  figure.source = "stacked machines compared with repeated blocking";
  figure.description =
      "Patterns <v h> of the second of two stacked machines and of 4 x 4 block averages of the "
      "same samples, with magnetization and temperature along both.";
  figure.oracle =
      "correlators and statistics against testdata/reference/rbm/vh_L*.csv; block spins are "
      "integer arithmetic; the stack's sampling against exact conditionals (flow_statistical_test)";
  figure.parameters
      .AddInteger("side", "sites along each side of the lattice", {16, 16, 32}, {8, 64})
      .AddNumbers("temperatures", "temperatures besides T_c (J/k_B)", {{2.6}, {2.6}, {2.6}},
                  {0.5, 10.0})
      .AddInteger("samples", "Ising samples at each temperature", {20000, 20000, 20000},
                  {100, 10000000})
      .AddInteger("epochs", "passes through the samples of the first machine", {10, 400, 100},
                  {1, 100000})
      .AddInteger("second_epochs", "and of the second", {10, 100, 200}, {1, 100000})
      .AddNumber("learning_rate", "learning rate", {0.01, 0.02, 0.01}, {1e-6, 1.0})
      .AddInteger("decay_epochs",
                  "more passes of both at each of 1/2, 1/5 and 1/20 of the learning rate",
                  {0, 30, 0}, {0, 100000})
      .AddNumber("l1", "L1 penalty of the weights", {3e-3, 0.0, 3e-3}, {0.0, 1.0})
      .AddNumber("deviation", "standard deviation of the weights at the start", {0.01, 0.01, 0.01},
                 {0.0, 10.0})
      .AddInteger("columns", "patterns in one row of the picture", {4, 4, 8}, {1, 64});
  AddCacheParameter(figure.parameters);
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
