#include "paper_figures/rbm/pattern_comparison.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/ising/sampling/block_spins.h"
#include "infoflow/ising/sampling/ising_sampler.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/patterns/correlator.h"
#include "infoflow/rbm/patterns/pattern_alignment.h"
#include "infoflow/rbm/patterns/pattern_statistics.h"
#include "infoflow/rbm/training/training.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/rbm/ising_machines.h"

namespace infoflow::paper_figures {

namespace {

// A training saves its state every so many epochs.
constexpr int kEpochsBetweenSaves = 10;

// Row X + Y side / 2 holds the weights 1/4 of the block's four sites.
linalg::Matrix<double> BlockWeights(int side) {
  linalg::Matrix<double> weights(side / 2 * (side / 2), side * side);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) weights(y / 2 * (side / 2) + x / 2, y * side + x) = 0.25;
  }
  return weights;
}

absl::StatusOr<PatternSource> SourceOf(std::string name, const rbm::Machine& machine,
                                       rbm::SpinsView samples) {
  PatternSource source;
  source.name = std::move(name);
  INFOFLOW_ASSIGN_OR_RETURN(source.patterns, rbm::MachineCorrelator(machine, samples));
  rbm::ApplyGauge(rbm::GaugeSigns(source.patterns), source.patterns);
  source.weights = linalg::Transposed(machine.weights);
  return source;
}

}  // namespace

void PatternParameters::Register(ParameterSet& set) {
  set.Add("side", &side, "sites along each side of the lattice", {16, 16, 32}, {4, 64});
  set.Add("hidden", &hidden, "hidden units of the machine", {64, 64, 256}, {1, 4096});
  set.Add("temperature", &temperature, {"temperature of the samples", "J/k_B"},
          {kCriticalTemperature, kCriticalTemperature, kCriticalTemperature}, {0.1, 100.0});
  set.Add("samples", &samples, "Ising samples", {20000, 20000, 20000}, {100, 10000000});
  set.Add("epochs", &epochs, "passes through the samples", {20, 400, 100}, {1, 100000});
  training.Register(set, "more passes at each of 1/2, 1/5 and 1/20 of the learning rate",
                    "L1 penalty of the weights, which makes patterns local sooner");
}

absl::StatusOr<PatternComparison> ComparePatterns(const PatternParameters& parameters,
                                                  const Run& run) {
  const int side = parameters.side;
  if (side % 2 != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("side is ", side, "; it must be even, for blocks of 2 x 2 sites"));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples spins,
                            ising::SampleIsing(side, parameters.temperature, parameters.samples,
                                               SamplingOf(run.seed, run.threads)));
  const rbm::Spins samples = SpinsOf(spins);

  const rbm::TrainingOptions training =
      parameters.training.Options(Recipe::kLocal, parameters.hidden, parameters.epochs, run.seed);
  INFOFLOW_ASSIGN_OR_RETURN(const rbm::Machine machine,
                            MachineCache(run).Get(training, samples, kEpochsBetweenSaves));
  PatternComparison comparison;
  INFOFLOW_ASSIGN_OR_RETURN(comparison.machine, SourceOf("machine", machine, samples));

  comparison.blocks.name = "block spins";
  comparison.blocks.weights = BlockWeights(side);
  INFOFLOW_ASSIGN_OR_RETURN(const linalg::Matrix<float> averages, ising::BlockAverages(spins));
  linalg::Matrix<double> blocks(averages.rows(), averages.columns());
  std::copy(averages.values().begin(), averages.values().end(), blocks.values().begin());
  INFOFLOW_ASSIGN_OR_RETURN(comparison.blocks.patterns,
                            rbm::VisibleHiddenCorrelator(samples, blocks));

  double squares = 0.0;
  for (const double weight : machine.weights.values()) squares += weight * weight;
  const double deviation = std::sqrt(squares / static_cast<double>(machine.weights.size()));
  // Another seed than that of the training's start.
  INFOFLOW_ASSIGN_OR_RETURN(
      const rbm::Machine control,
      rbm::RandomMachine(side * side, training.hidden_units, deviation, run.seed + 1));
  INFOFLOW_ASSIGN_OR_RETURN(comparison.random, SourceOf("random weights", control, samples));
  return comparison;
}

PatternMedians MediansOf(const PatternSource& source, int side) {
  std::vector<double> mean, largest, participation, concentration, moran, w_part, w_conc;
  for (int a = 0; a < source.patterns.rows(); ++a) {
    const rbm::PatternStatistics s = rbm::ComputePatternStatistics(source.patterns.row(a), side);
    mean.push_back(s.mean);
    largest.push_back(s.largest);
    participation.push_back(s.participation);
    concentration.push_back(s.concentration);
    moran.push_back(s.moran_index);
    w_part.push_back(rbm::ParticipationRatio(source.weights.row(a)));
    w_conc.push_back(rbm::Concentration(source.weights.row(a), side, 2.0));
  }
  PatternMedians medians;
  medians.source = source.name;
  medians.patterns = source.patterns.rows();
  medians.mean = numerics::Median(mean);
  medians.max = numerics::Median(largest);
  medians.participation = numerics::Median(participation);
  medians.concentration = numerics::Median(concentration);
  medians.moran_index = numerics::Median(moran);
  medians.weight_participation = numerics::Median(w_part);
  medians.weight_concentration = numerics::Median(w_conc);
  medians.coverage =
      static_cast<double>(rbm::DistinctCells(rbm::BoxPeaks(source.patterns, side), side)) /
      source.patterns.rows();
  return medians;
}

}  // namespace infoflow::paper_figures
