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
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/rbm/mosaic.h"

namespace infoflow::paper_figures {

namespace {

using numerics::JackknifeEstimate;

constexpr int kBins = 32;
constexpr int kLayers = 2;

// So far above T_c, relatively, that two steps of blocking must lead away from it.
constexpr double kClearlyAbove = 1.05;

// What the machines learn from, and how.
struct StackParameters {
  int side;
  int samples;
  int epochs;
  int second_epochs;
  double learning_rate;
  int decay_epochs;
  double l1;
  double deviation;

  void Register(ParameterSet& set) {
    set.Add("side", &side, "sites along each side of the lattice", {16, 16, 32}, {8, 64});
    set.Add("samples", &samples, "Ising samples at each temperature", {20000, 20000, 20000},
            {100, 10000000});
    set.Add("epochs", &epochs, "passes through the samples of the first machine", {10, 400, 100},
            {1, 100000});
    set.Add("second_epochs", &second_epochs, "and of the second", {10, 100, 200}, {1, 100000});
    set.Add("learning_rate", &learning_rate, "learning rate", {0.01, 0.02, 0.01}, {1e-6, 1.0});
    set.Add("decay_epochs", &decay_epochs,
            "more passes of both at each of 1/2, 1/5 and 1/20 of the learning rate", {0, 30, 0},
            {0, 100000});
    set.Add("l1", &l1, "L1 penalty of the weights", {3e-3, 0.0, 3e-3}, {0.0, 1.0});
    set.Add("deviation", &deviation, "standard deviation of the weights at the start",
            {0.01, 0.01, 0.01}, {0.0, 10.0});
  }
};

struct Parameters {
  StackParameters stack;
  std::vector<double> temperatures;
  int columns;

  void Register(ParameterSet& set) {
    stack.Register(set);
    set.Add("temperatures", &temperatures, {"temperatures besides T_c", "J/k_B"},
            {{2.6}, {2.6}, {2.6}}, {0.5, 10.0});
    set.Add("columns", &columns, "patterns in one row of the picture", {4, 4, 8}, {1, 64});
  }

  // T_c first, each once.
  std::vector<double> AllTemperatures() const {
    std::vector<double> all = {kCriticalTemperature};
    for (const double t : temperatures) {
      if (std::find(all.begin(), all.end(), t) == all.end()) all.push_back(t);
    }
    return all;
  }
};

struct Point {
  double temperature = 0.0;
  StackParameters stack;
  std::uint64_t seed = 0;       // of samples and machines
  std::uint64_t flow_seed = 0;  // of what passes through them

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("temperature", self.temperature, "J/k_B");
    visit("stack", self.stack);
    visit("seed", self.seed);
    visit("flow_seed", self.flow_seed);
  }
};

// Over the patterns <v h> of one layer.
struct Patterns {
  double participation = 0.0;  // median PR of q
  double concentration = 0.0;  // median conc_2
  int cells = 0;               // distinct 2 x 2 cells with a peak
};

struct LayerRow {
  double temperature = 0.0;
  int layer = 0;
  Patterns stack, blocks;  // blocks are averages

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("temperature", self.temperature, "J/k_B");
    visit("layer", self.layer);
    visit("stack_participation", self.stack.participation, "sites");
    visit("block_participation", self.blocks.participation, "sites");
    visit("stack_concentration", self.stack.concentration);
    visit("block_concentration", self.blocks.concentration);
    visit("stack_cells", self.stack.cells);
    visit("block_cells", self.blocks.cells);
  }
};

// After a number of layers, or steps of blocking.
struct FlowRow {
  double temperature = 0.0;
  int layer = 0;
  double stack_magnetization = 0.0;     // <|m|> of gauged units
  double block_magnetization = 0.0;     // <|m|> of majority spins
  JackknifeEstimate reconstructed;      // T of v drawn back from these units
  JackknifeEstimate block_temperature;  // T of majority spins

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("temperature", self.temperature, "J/k_B");
    visit("layer", self.layer);
    visit("stack_magnetization", self.stack_magnetization);
    visit("block_magnetization", self.block_magnetization);
    visit("reconstructed_temperature", self.reconstructed.value, "J/k_B");
    visit("reconstructed_temperature_error", self.reconstructed.error, "J/k_B");
    visit("block_temperature", self.block_temperature.value, "J/k_B");
    visit("block_temperature_error", self.block_temperature.error, "J/k_B");
  }
};

struct Record {
  std::vector<LayerRow> layers;                           // 1 .. kLayers
  std::vector<FlowRow> flow;                              // 0 .. kLayers
  linalg::Matrix<double> stack_patterns, block_patterns;  // of the last layer

  INFOFLOW_FIELDS(layers, flow, stack_patterns, block_patterns)
};

using Stack = FigureOf<Parameters, Point, Record>;

absl::StatusOr<std::vector<Point>> Points(const Parameters& p, const Run& run) {
  if (p.stack.side % 4 != 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "side is ", p.stack.side, "; it must be a multiple of 4, for two steps of blocking"));
  }
  std::vector<Point> points;
  for (const double temperature : p.AllTemperatures()) {
    const std::uint64_t flow_seed = run.seed + 100 * (points.size() + 1);
    points.push_back({temperature, p.stack, run.seed, flow_seed});
  }
  return points;
}

Patterns Describe(linalg::ConstMatrixView<double> patterns, int side) {
  std::vector<double> participation, concentration;
  for (int a = 0; a < patterns.rows(); ++a) {
    participation.push_back(rbm::ParticipationRatio(rbm::MeanSubtracted(patterns.row(a))));
    concentration.push_back(rbm::Concentration(patterns.row(a), side, 2.0));
  }
  return {rbm::Median(participation), rbm::Median(concentration),
          rbm::DistinctCells(rbm::BoxPeaks(patterns, side), side)};
}

// <|m|> with m the mean over a row.
double AbsoluteMagnetization(rbm::SpinsView spins) {
  std::int64_t total = 0;
  for (int k = 0; k < spins.rows(); ++k) {
    int sum = 0;
    for (const std::int8_t spin : spins.row(k)) sum += spin;
    total += std::abs(sum);
  }
  return static_cast<double>(total) / spins.columns() / spins.rows();
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

absl::StatusOr<std::vector<rbm::StackLayer>> TrainLayers(const Point& point,
                                                         const rbm::Spins& samples,
                                                         const Run& run) {
  const StackParameters& p = point.stack;
  std::vector<rbm::TrainingOptions> training(kLayers);
  for (int l = 0; l < kLayers; ++l) {
    training[l].hidden_units = p.side * p.side >> (2 * (l + 1));
    training[l].schedule =
        SettlingSchedule(p.learning_rate, l == 0 ? p.epochs : p.second_epochs, p.decay_epochs);
    training[l].rule.l1 = p.l1;
    training[l].initial_deviation = p.deviation;
    training[l].seed = point.seed;
  }
  return rbm::TrainStack(training, samples, point.seed, MachineCache(run));
}

absl::StatusOr<JackknifeEstimate> ReconstructedTemperature(absl::Span<const rbm::StackLayer> layers,
                                                           const rbm::Spins& top,
                                                           std::uint64_t seed) {
  INFOFLOW_ASSIGN_OR_RETURN(const rbm::Spins visible,
                            rbm::ReconstructThroughStack(layers, top, seed));
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples lattice, LatticeOf(visible));
  return ising::MeasureTemperature(lattice, kBins);
}

absl::StatusOr<linalg::Matrix<double>> StackPatterns(absl::Span<const rbm::StackLayer> layers,
                                                     const rbm::Spins& samples,
                                                     std::uint64_t seed) {
  INFOFLOW_ASSIGN_OR_RETURN(const linalg::Matrix<double> means,
                            rbm::StackMeans(layers, samples, seed));
  INFOFLOW_ASSIGN_OR_RETURN(linalg::Matrix<double> patterns,
                            rbm::VisibleHiddenCorrelator(samples, means));
  rbm::ApplyGauge(rbm::GaugeSigns(patterns), patterns);
  return patterns;
}

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  const int side = point.stack.side;
  // As fig13 samples and trains at T_c, so that the first machine is the same one.
  ising::SamplingOptions sampling;
  sampling.seed = point.seed;
  sampling.threads = run.threads;
  INFOFLOW_ASSIGN_OR_RETURN(
      ising::SpinSamples blocked,
      ising::SampleIsing(side, point.temperature, point.stack.samples, sampling));
  const rbm::Spins samples = SpinsOf(blocked);
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<rbm::StackLayer> layers,
                            TrainLayers(point, samples, run));
  Record record;
  for (int l = 0; l <= kLayers; ++l) {
    const absl::Span<const rbm::StackLayer> part = absl::MakeConstSpan(layers).first(l);
    FlowRow row;
    row.temperature = point.temperature;
    row.layer = l;
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::Spins top,
                              rbm::SampleThroughStack(part, samples, point.flow_seed));
    row.stack_magnetization = AbsoluteMagnetization(top);
    INFOFLOW_ASSIGN_OR_RETURN(row.reconstructed,
                              ReconstructedTemperature(part, top, point.flow_seed + 50));
    if (l > 0) {
      INFOFLOW_ASSIGN_OR_RETURN(
          blocked, ising::BlockSpins(blocked, ising::BlockRule::kMajority, point.flow_seed, l));
      INFOFLOW_ASSIGN_OR_RETURN(record.stack_patterns,
                                StackPatterns(part, samples, point.flow_seed));
      INFOFLOW_ASSIGN_OR_RETURN(
          record.block_patterns,
          rbm::VisibleHiddenCorrelator(samples, RepeatedAverages(samples, side, l)));
      record.layers.push_back({point.temperature, l, Describe(record.stack_patterns, side),
                               Describe(record.block_patterns, side)});
    }
    row.block_magnetization = AbsoluteMagnetization(SpinsOf(blocked));
    INFOFLOW_ASSIGN_OR_RETURN(row.block_temperature, ising::MeasureTemperature(blocked, kBins));
    record.flow.push_back(row);
  }
  return record;
}

std::vector<ResultTable> Tables(const Parameters& p, Stack::Results results) {
  std::vector<LayerRow> layers;
  std::vector<FlowRow> flow;
  for (const auto& [point, record] : results) {
    layers.insert(layers.end(), record.layers.begin(), record.layers.end());
    flow.insert(flow.end(), record.flow.begin(), record.flow.end());
  }
  // Training is the same bits everywhere; patterns end with a product that BLAS sums in its own
  // order.
  const GoldenTolerance exact = {1e-9, 1e-9};
  const Record& critical = results[0].record;
  const auto mosaic = [&](const linalg::Matrix<double>& patterns) {
    return Mosaic(patterns, p.stack.side, patterns.rows(), p.columns);
  };
  std::vector<ResultTable> tables = {
      {"layers", "Medians over the patterns <v h> of each layer, stack and block averages",
       TableOf(layers), exact},
      {"flow",
       "Report: magnetization with depth; temperature of reconstructions and of block spins",
       TableOf(flow), exact},
      {"stack_patterns", "Patterns of the stack's second layer at T_c",
       mosaic(critical.stack_patterns)},
      {"block_patterns", "Patterns of two steps of block averages at T_c",
       mosaic(critical.block_patterns), exact}};
  tables[2].in_golden = false;  // their medians are in `layers`
  return tables;
}

ClaimList Claims(Stack::Results results) {
  double least_growth = INFINITY;
  double least_heating = INFINITY;
  for (const auto& [point, record] : results) {
    const std::vector<FlowRow>& flow = record.flow;
    least_growth =
        std::min(least_growth, flow.back().stack_magnetization - flow.front().stack_magnetization);
    if (point.temperature <= kClearlyAbove * kCriticalTemperature) continue;
    for (int l = 1; l <= kLayers; ++l) {
      least_heating = std::min(
          least_heating, flow[l].block_temperature.value - flow[l - 1].block_temperature.value);
    }
  }
  const LayerRow& critical = results[0].record.layers.back();

  ClaimList claims;
  claims
      .Add("wider_patterns",
           "At T_c patterns of a stack's second layer are wider than those of two steps of the "
           "renormalization group.")
      .Measured("median PR at T_c, stack / block averages",
                critical.stack.participation / critical.blocks.participation)
      .Above(1.3);
  claims
      .Add("magnetization_grows",
           "The magnetization of the stack's last layer is larger than the samples': it goes "
           "towards order.")
      .Measured(
          "smallest change of <|m|> from the samples to the last layer, over the temperatures",
          least_growth)
      .Above(0.0);
  claims
      .Add("blocks_heat", "Above T_c the renormalization group goes to high temperatures instead.")
      .Measured("smallest change of the block spins' T in a step (J/k_B)", least_heating)
      .DecidedIf(std::isfinite(least_heating), "no temperature is 5 % or more above T_c")
      .Above(0.0);
  return claims;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, Stack::Results results) {
  const std::vector<double> temperatures = p.AllTemperatures();
  std::vector<std::string> names;
  for (const std::string& number : NumberNames(temperatures)) {
    names.push_back(names.empty() ? "{/:Italic T}_c" : absl::StrCat("{/:Italic T} = ", number));
  }
  PictureKeys keys;
  keys.Add("temperatures", temperatures);
  keys.Add("temperature_names", names);
  keys.Add("layers", kLayers);
  keys.Add("block_width", 1 << kLayers);
  return Presentation{Tables(p, results), Claims(results), keys};
}

}  // namespace

Figure RbmStack() {
  Stack figure;
  figure.title = "A stack of two machines beside two steps of the renormalization group";
  figure.paper = "arXiv:1906.05212";
  figure.source = "stacked machines compared with repeated blocking";
  figure.description =
      "Patterns <v h> of the second of two stacked machines and of 4 x 4 block averages of the "
      "same samples, with magnetization and temperature along both.";
  figure.oracle =
      "correlators and statistics against testdata/reference/rbm/vh_L*.csv; block spins are "
      "integer arithmetic; the stack's sampling against exact conditionals (flow_statistical_test)";
  figure.width = 1400;
  figure.height = 900;
  figure.keeps_points = true;
  figure.keeps_work = true;
  figure.points = Points;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
