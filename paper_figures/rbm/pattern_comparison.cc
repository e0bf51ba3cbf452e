#include "paper_figures/rbm/pattern_comparison.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/ising/sampling/block_spins.h"
#include "infoflow/ising/sampling/ising_sampler.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/patterns/correlator.h"
#include "infoflow/rbm/patterns/pattern_alignment.h"
#include "infoflow/rbm/patterns/pattern_statistics.h"
#include "infoflow/rbm/training/training.h"
#include "infoflow/support/parallel_for.h"
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
  source.signs = rbm::GaugeSigns(source.patterns);
  rbm::ApplyGauge(source.signs, source.patterns);
  source.weights = linalg::Transposed(machine.weights);
  return source;
}

absl::StatusOr<PatternSource> BlockSource(const ising::SpinSamples& spins, rbm::SpinsView samples) {
  PatternSource source;
  source.name = "block spins";
  source.weights = BlockWeights(spins.side());
  INFOFLOW_ASSIGN_OR_RETURN(const linalg::Matrix<float> averages, ising::BlockAverages(spins));
  linalg::Matrix<double> blocks(averages.rows(), averages.columns());
  std::copy(averages.values().begin(), averages.values().end(), blocks.values().begin());
  INFOFLOW_ASSIGN_OR_RETURN(source.patterns, rbm::VisibleHiddenCorrelator(samples, blocks));
  source.signs.assign(source.patterns.rows(), 1);
  return source;
}

// Of another seed than that of the training's start.
absl::StatusOr<PatternSource> ControlOf(const PatternSource& machine, rbm::SpinsView samples,
                                        std::uint64_t seed) {
  double squares = 0.0;
  for (const double weight : machine.weights.values()) squares += weight * weight;
  const double deviation = std::sqrt(squares / static_cast<double>(machine.weights.size()));
  INFOFLOW_ASSIGN_OR_RETURN(
      const rbm::Machine control,
      rbm::RandomMachine(samples.columns(), machine.weights.rows(), deviation, seed + 1));
  return SourceOf(absl::StrCat("random (", machine.name, ")"), control, samples);
}

double AbsoluteMagnetization(rbm::SpinsView samples) {
  std::int64_t sum = 0;
  for (int k = 0; k < samples.rows(); ++k) {
    int total = 0;
    for (const std::int8_t spin : samples.row(k)) total += spin;
    sum += std::abs(total);
  }
  return static_cast<double>(sum) / (static_cast<double>(samples.rows()) * samples.columns());
}

}  // namespace

linalg::Matrix<double> PatternSource::Raw(int count) const {
  const int shown = std::min(count, patterns.rows());
  linalg::Matrix<double> raw(patterns.view().Block(0, 0, shown, patterns.columns()));
  rbm::ApplyGauge(absl::MakeConstSpan(signs).first(shown), raw);
  return raw;
}

void PatternParameters::Register(ParameterSet& set) {
  const std::vector<Recipe> both = {Recipe::kAuthors, Recipe::kLocal};
  set.AddChoice("recipes", &recipes, "whose ways of training machines", {both, both, both},
                RecipeChoices());
  set.Add("side", &side, "sites along each side of the lattice", {16, 16, 32}, {4, 64});
  set.Add("hidden", &hidden, "hidden units of the machines", {64, 64, 256}, {1, 4096});
  set.Add("temperature", &temperature, {"temperature of the samples", "J/k_B"},
          {kCriticalTemperature, kCriticalTemperature, kCriticalTemperature}, {0.1, 100.0});
  set.Add("samples", &samples, "Ising samples", {20000, 20000, 20000}, {100, 10000000});
  set.Add("epochs", &epochs, "passes through the samples by the local recipe", {20, 400, 100},
          {1, 100000});
  training.Register(set, "more passes at each of 1/2, 1/5 and 1/20 of the learning rate",
                    "L1 penalty of the weights, which makes patterns local sooner");
}

absl::StatusOr<ising::SpinSamples> SampleForPatterns(const PatternParameters& parameters,
                                                     const Run& run) {
  return ising::SampleIsing(parameters.side, parameters.temperature, parameters.samples,
                            SamplingOf(run.seed, run.threads));
}

absl::StatusOr<PatternSource> TrainedPatterns(const PatternParameters& parameters, Recipe recipe,
                                              rbm::SpinsView samples, std::uint64_t seed,
                                              const Run& run) {
  const rbm::TrainingOptions training =
      parameters.training.Options(recipe, parameters.hidden, parameters.epochs, seed);
  INFOFLOW_ASSIGN_OR_RETURN(const rbm::Machine machine,
                            MachineCache(run).Get(training, samples, kEpochsBetweenSaves));
  return SourceOf(NameOf(recipe), machine, samples);
}

absl::StatusOr<PatternComparison> ComparePatterns(const PatternParameters& parameters,
                                                  const Run& run) {
  if (parameters.side % 2 != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("side is ", parameters.side, "; it must be even, for blocks of 2 x 2 sites"));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples spins, SampleForPatterns(parameters, run));
  const rbm::Spins samples = SpinsOf(spins);
  PatternComparison comparison;
  comparison.magnetization = AbsoluteMagnetization(samples);
  INFOFLOW_ASSIGN_OR_RETURN(comparison.blocks, BlockSource(spins, samples));
  comparison.machines.resize(parameters.recipes.size());
  // One machine is trained by one thread.
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(
      static_cast<int>(parameters.recipes.size()), run.threads, [&](int k) -> absl::Status {
        const linalg::SingleThreadedBlas single_threaded_blas;
        MachinePatterns& patterns = comparison.machines[k];
        patterns.recipe = parameters.recipes[k];
        INFOFLOW_ASSIGN_OR_RETURN(
            patterns.machine, TrainedPatterns(parameters, patterns.recipe, samples, run.seed, run));
        INFOFLOW_ASSIGN_OR_RETURN(patterns.random, ControlOf(patterns.machine, samples, run.seed));
        return absl::OkStatus();
      }));
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
