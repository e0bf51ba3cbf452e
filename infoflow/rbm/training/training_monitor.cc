#include "infoflow/rbm/training/training_monitor.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/rbm/machine/exact_sum.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::rbm {

namespace {

double Mean(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

SpinsView First(SpinsView samples, int most) {
  const int rows = most == 0 ? samples.rows() : std::min(most, samples.rows());
  return samples.Block(0, 0, rows, samples.columns());
}

// So many samples at once that fields of large machines take 64 MB; all of them in most cases.
int RowsAtOnce(const Machine& machine) {
  constexpr int kMostFields = 1 << 23;
  return std::max(1, kMostFields / std::max(machine.visible_units(), machine.hidden_units()));
}

// What `values` (PseudoLogLikelihoods, FreeEnergies) has for each of the samples, on average.
template <typename Values>
double MeanOf(const Machine& machine, SpinsView samples, const Values& values) {
  std::vector<double> all;
  const int rows = RowsAtOnce(machine);
  for (int first = 0; first < samples.rows(); first += rows) {
    const std::vector<double> some =
        values(machine,
               samples.Block(first, 0, std::min(rows, samples.rows() - first), samples.columns()));
    all.insert(all.end(), some.begin(), some.end());
  }
  return Mean(all);
}

// Units of samples from number `first_sample` on that come out wrong.
std::int64_t WrongUnits(const Machine& machine, const Machine& exchanged, SpinsView samples,
                        std::uint64_t seed, int first_sample) {
  const linalg::Matrix<double> fields = HiddenFields(machine, samples);
  Spins hidden(samples.rows(), machine.hidden_units());
  for (int k = 0; k < samples.rows(); ++k) {
    random::Stream stream(seed, random::StreamUse::kHiddenUnits, first_sample + k);
    for (int a = 0; a < machine.hidden_units(); ++a) {
      const double up = 1.0 / (1.0 + std::exp(-2.0 * fields(k, a)));
      hidden(k, a) = random::UniformDouble(stream) < up ? 1 : -1;
    }
  }
  const linalg::Matrix<double> back = HiddenFields(exchanged, hidden);
  std::int64_t wrong = 0;
  for (int k = 0; k < samples.rows(); ++k) {
    random::Stream stream(seed, random::StreamUse::kVisibleUnits, first_sample + k);
    for (int i = 0; i < samples.columns(); ++i) {
      const double up = 1.0 / (1.0 + std::exp(-2.0 * back(k, i)));
      const int spin = random::UniformDouble(stream) < up ? 1 : -1;
      if (spin != samples(k, i)) ++wrong;
    }
  }
  return wrong;
}

// One plain step v -> h -> v1 in double precision.
double ReconstructionError(const Machine& machine, SpinsView samples, std::uint64_t seed) {
  const Machine exchanged = ExchangeLayers(machine);
  const int rows = RowsAtOnce(machine);
  std::int64_t wrong = 0;
  for (int first = 0; first < samples.rows(); first += rows) {
    wrong += WrongUnits(
        machine, exchanged,
        samples.Block(first, 0, std::min(rows, samples.rows() - first), samples.columns()), seed,
        first);
  }
  return static_cast<double>(wrong) / (static_cast<double>(samples.rows()) * samples.columns());
}

}  // namespace

absl::StatusOr<TrainingReport> MonitorTraining(const Machine& machine, SpinsView training,
                                               SpinsView held_out, const MonitorOptions& options) {
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(machine));
  INFOFLOW_RETURN_IF_ERROR(CheckSpins(training, machine.visible_units()));
  const SpinsView seen = First(training, options.most_samples);
  TrainingReport report;
  report.reconstruction_error = ReconstructionError(machine, seen, options.seed);
  report.pseudo_log_likelihood = MeanOf(machine, seen, PseudoLogLikelihoods);
  const double free_energy = MeanOf(machine, seen, FreeEnergies);
  report.free_energy_gap = std::numeric_limits<double>::quiet_NaN();
  if (held_out.rows() > 0) {
    INFOFLOW_RETURN_IF_ERROR(CheckSpins(held_out, machine.visible_units()));
    report.free_energy_gap =
        MeanOf(machine, First(held_out, options.most_samples), FreeEnergies) - free_energy;
  }
  double squares = 0.0;
  std::vector<double> participation(machine.hidden_units());
  for (int a = 0; a < machine.hidden_units(); ++a) {
    double square = 0.0;
    double fourth = 0.0;
    for (int i = 0; i < machine.visible_units(); ++i) {
      const double w = machine.weights(i, a);
      report.largest_weight = std::max(report.largest_weight, std::abs(w));
      square += w * w;
      fourth += w * w * w * w;
    }
    squares += square;
    participation[a] = fourth > 0.0 ? square * square / fourth : machine.visible_units();
  }
  report.weight_deviation = std::sqrt(squares / static_cast<double>(machine.weights.size()));
  std::sort(participation.begin(), participation.end());
  const std::size_t half = participation.size() / 2;
  report.median_participation = participation.size() % 2 != 0
                                    ? participation[half]
                                    : 0.5 * (participation[half - 1] + participation[half]);
  report.log_likelihood = std::numeric_limits<double>::quiet_NaN();
  const int summed = std::min(machine.visible_units(), machine.hidden_units());
  const int others = std::max(machine.visible_units(), machine.hidden_units());
  if (summed <= options.largest_summed_layer &&
      std::ldexp(static_cast<double>(others), summed) <= options.most_terms) {
    INFOFLOW_ASSIGN_OR_RETURN(const double log_partition, LogPartition(machine));
    report.log_likelihood = -free_energy - log_partition;
  }
  return report;
}

}  // namespace infoflow::rbm
