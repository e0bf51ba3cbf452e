#include "paper_figures/rbm/stack_comparison.h"

#include <cmath>
#include <cstdlib>
#include <numeric>
#include <tuple>

#include "absl/types/span.h"
#include "infoflow/ising/sampling/block_spins.h"
#include "infoflow/ising/sampling/ising_sampler.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/ising/sampling/torus_thermometer.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/rbm/flow/stack.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/patterns/correlator.h"
#include "infoflow/rbm/patterns/pattern_alignment.h"
#include "infoflow/rbm/patterns/pattern_statistics.h"
#include "infoflow/rbm/training/training.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/rbm/ising_machines.h"

namespace infoflow::paper_figures {

namespace {

using numerics::JackknifeEstimate;

// Bins of the jackknife.
constexpr int kBins = 32;

// Median PR of q, median conc_2, and the number of distinct 2 x 2 cells with a peak.
std::tuple<double, double, int> Describe(linalg::ConstMatrixView<double> patterns, int side) {
  std::vector<double> participation, concentration;
  for (int a = 0; a < patterns.rows(); ++a) {
    const auto statistics = rbm::ComputePatternStatistics(patterns.row(a), side);
    participation.push_back(statistics.participation);
    concentration.push_back(statistics.concentration);
  }
  return {numerics::Median(participation), numerics::Median(concentration),
          rbm::DistinctCells(rbm::BoxPeaks(patterns, side), side)};
}

// The patterns of the layer that `at` stands after.
StackLayerRow DescribeLayer(const StackComparison& comparison, const StackFlowRow& at, int side) {
  StackLayerRow layer;
  layer.temperature = at.temperature;
  layer.recipe = at.recipe;
  layer.layer = at.layer;
  std::tie(layer.stack_participation, layer.stack_concentration, layer.stack_cells) =
      Describe(comparison.stack_patterns, side);
  std::tie(layer.block_participation, layer.block_concentration, layer.block_cells) =
      Describe(comparison.block_patterns, side);
  return layer;
}

// <|m|> with m the mean over a row.
double AbsoluteMagnetization(rbm::SpinsView spins) {
  std::int64_t total = 0;
  for (int k = 0; k < spins.rows(); ++k) {
    const absl::Span<const std::int8_t> row = spins.row(k);
    total += std::abs(std::accumulate(row.begin(), row.end(), 0));
  }
  return static_cast<double>(total) / spins.columns() / spins.rows();
}

linalg::Matrix<double> AsFields(rbm::SpinsView spins) {
  linalg::Matrix<double> fields(spins.rows(), spins.columns());
  for (int k = 0; k < spins.rows(); ++k) {
    for (int i = 0; i < spins.columns(); ++i) fields(k, i) = spins(k, i);
  }
  return fields;
}

// <|m|> of fields, and the mean of their squares.
void DescribeFields(const linalg::Matrix<double>& fields, StackFlowRow& row) {
  double magnetization = 0.0;
  double square = 0.0;
  for (int k = 0; k < fields.rows(); ++k) {
    double sum = 0.0;
    for (const double field : fields.row(k)) {
      sum += field;
      square += field * field;
    }
    magnetization += std::abs(sum);
  }
  row.average_magnetization = magnetization / static_cast<double>(fields.size());
  row.average_square = square / static_cast<double>(fields.size());
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

}  // namespace

void StackParameters::Register(ParameterSet& set) {
  set.Add("side", &side, "sites along each side of the lattice", {16, 16, 64}, {8, 256});
  set.Add("layers", &layers, "machines in the stack, each of a quarter of the units below it",
          {2, 2, 3}, {1, 6});
  set.Add("samples", &samples, "Ising samples at each temperature", {20000, 20000, 20000},
          {100, 10000000});
  set.Add("epochs", &epochs, "passes through the samples of the first machine, local recipe",
          {10, 400, 100}, {1, 100000});
  set.Add("second_epochs", &second_epochs, "and of each further one", {10, 100, 200}, {1, 100000});
  training.Register(set,
                    "more passes of each machine at each of 1/2, 1/5 and 1/20 of the learning rate",
                    "L1 penalty of the weights");
}

absl::StatusOr<StackComparison> CompareStack(const StackParameters& parameters, double temperature,
                                             Recipe recipe, std::uint64_t seed,
                                             std::uint64_t flow_seed, const Run& run) {
  const int side = parameters.side;
  INFOFLOW_ASSIGN_OR_RETURN(
      ising::SpinSamples blocked,
      ising::SampleIsing(side, temperature, parameters.samples, SamplingOf(seed, run.threads)));
  const rbm::Spins samples = SpinsOf(blocked);
  std::vector<rbm::TrainingOptions> training;
  for (int l = 0; l < parameters.layers; ++l) {
    training.push_back(
        parameters.training.Options(recipe, side * side >> (2 * (l + 1)),
                                    l == 0 ? parameters.epochs : parameters.second_epochs, seed));
  }
  const rbm::StackOutput output =
      recipe == Recipe::kAuthors ? rbm::StackOutput::kAfterStep : rbm::StackOutput::kHidden;
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<rbm::StackLayer> layers,
                            rbm::TrainStack(training, samples, seed, MachineCache(run), output));
  linalg::Matrix<double> averages = AsFields(samples);
  StackComparison comparison;
  for (int l = 0; l <= parameters.layers; ++l) {
    const absl::Span<const rbm::StackLayer> part = absl::MakeConstSpan(layers).first(l);
    StackFlowRow row;
    row.temperature = temperature;
    row.recipe = NameOf(recipe);
    row.layer = l;
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::Spins top,
                              rbm::SampleThroughStack(part, samples, flow_seed));
    row.stack_magnetization = AbsoluteMagnetization(top);
    INFOFLOW_ASSIGN_OR_RETURN(row.reconstructed,
                              ReconstructedTemperature(part, top, flow_seed + 50));
    if (l > 0) {
      INFOFLOW_ASSIGN_OR_RETURN(averages, ising::AverageBlocks(averages));
      INFOFLOW_ASSIGN_OR_RETURN(
          blocked, ising::BlockSpins(blocked, ising::BlockRule::kMajority, flow_seed, l));
      INFOFLOW_ASSIGN_OR_RETURN(comparison.stack_patterns, StackPatterns(part, samples, flow_seed));
      INFOFLOW_ASSIGN_OR_RETURN(comparison.block_patterns,
                                rbm::VisibleHiddenCorrelator(samples, averages));
      comparison.layers.push_back(DescribeLayer(comparison, row, side));
    }
    DescribeFields(averages, row);
    row.block_magnetization = AbsoluteMagnetization(SpinsOf(blocked));
    INFOFLOW_ASSIGN_OR_RETURN(row.block_temperature, ising::MeasureTemperature(blocked, kBins));
    comparison.flow.push_back(row);
  }
  return comparison;
}

}  // namespace infoflow::paper_figures
