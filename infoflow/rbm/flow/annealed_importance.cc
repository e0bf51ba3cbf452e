#include "infoflow/rbm/flow/annealed_importance.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/linalg/sign_product.h"
#include "infoflow/random/stream.h"
#include "infoflow/rbm/flow/flow.h"
#include "infoflow/rbm/machine/log_two_cosh.h"
#include "infoflow/rbm/machine/unit_sampler.h"
#include "infoflow/rbm/training/contrastive_divergence.h"
#include "infoflow/support/memory.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::rbm {

namespace {

using linalg::Transpose;

// Chains of one work item.
constexpr int kBlock = 50;

absl::Status CheckOptions(const Machine& machine, const AnnealingOptions& options) {
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(machine));
  INFOFLOW_RETURN_IF_ERROR(CheckSinglePrecision(machine));
  if (options.chains < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of chains is ", options.chains, "; it must be at least 2"));
  }
  // Weights, with what they are without each chain, and samples.
  INFOFLOW_RETURN_IF_ERROR(CheckMemory((16.0 + machine.visible_units()) * options.chains,
                                       absl::StrCat("annealing ", options.chains, " chains")));
  if (options.steps < 1) {
    return absl::InvalidArgumentError(absl::StrCat("the number of annealing steps is ",
                                                   options.steps, "; it must be at least 1"));
  }
  return absl::OkStatus();
}

// sum_a ln 2 cosh(c_a + beta f_a).
double HiddenPart(absl::Span<const double> bias, absl::Span<const float> fields, double beta,
                  std::vector<double>& work) {
  for (std::size_t a = 0; a < fields.size(); ++a) work[a] = bias[a] + beta * fields[a];
  return SumLogTwoCosh(work);
}

AnnealingEstimate Combine(std::vector<double> log_weights, double base, double sign) {
  AnnealingEstimate estimate;
  const int chains = static_cast<int>(log_weights.size());
  const double largest = *std::max_element(log_weights.begin(), log_weights.end());
  double sum = 0.0;
  double squares = 0.0;
  for (const double log_weight : log_weights) {
    const double w = std::exp(log_weight - largest);
    sum += w;
    squares += w * w;
  }
  const double mean = sum / chains;
  const double variance = std::max(0.0, (squares / chains - mean * mean) * chains / (chains - 1));
  estimate.log_partition = base + sign * (largest + std::log(mean));
  estimate.error = std::sqrt(variance / chains) / mean;
  estimate.effective_sample_size = sum * sum / squares;
  // ln of the mean without each chain in turn.
  std::vector<double> without(chains);
  double mean_without = 0.0;
  for (int k = 0; k < chains; ++k) {
    without[k] = std::log((sum - std::exp(log_weights[k] - largest)) / (chains - 1));
    mean_without += without[k] / chains;
  }
  double spread = 0.0;
  for (const double value : without) spread += (value - mean_without) * (value - mean_without);
  estimate.jackknife_error = std::sqrt(spread * (chains - 1) / chains);
  estimate.log_weights = std::move(log_weights);
  return estimate;
}

// Errors from fewer mean little.
constexpr double kLeastSampleSize = 10.0;
// Of the difference of two independent estimates: 6e-5 for normal ones, some more for logarithms of
// skew weights.
constexpr double kMostErrors = 4.0;
// What ln w of machines with nearly no couplings is summed to.
constexpr double kLeastDifference = 1e-9;
// A rounding that errors of some 0.01 do not hide.
constexpr double kMostRounding = 0.01;

// Of ln w, whose fields are in single precision.
double Rounding(const AnnealingEstimate& estimate) {
  double largest = 0.0;
  for (const double log_weight : estimate.log_weights) {
    largest = std::max(largest, std::fabs(log_weight));
  }
  return largest * std::numeric_limits<float>::epsilon();
}

std::string WhyAlone(const AnnealingEstimate& estimate) {
  if (!std::isfinite(estimate.log_partition)) return "log_partition is not finite";
  std::string why;
  if (!(estimate.effective_sample_size >= kLeastSampleSize)) {
    why = absl::StrFormat("the effective sample size is %.3g, below %g",
                          estimate.effective_sample_size, kLeastSampleSize);
  }
  if (const double rounding = Rounding(estimate); !(rounding <= kMostRounding)) {
    absl::StrAppend(&why, why.empty() ? "" : "; ",
                    absl::StrFormat("single precision rounds it by some %.3g nats", rounding));
  }
  return why;
}

// Some chains, and their fields v W.
struct Chains {
  Chains(int rows, int visible_units, int hidden_units)
      : visible(rows, visible_units),
        hidden(rows, hidden_units),
        visible_fields(rows, visible_units),
        hidden_fields(rows, hidden_units),
        scaled(rows, hidden_units) {}

  Spins visible, hidden;
  linalg::Matrix<float> visible_fields, hidden_fields, scaled;
};

void UpdateHiddenFields(const FloatMachine& machine, Chains& chains) {
  linalg::SignProduct(Transpose::kNo, Transpose::kNo, 1.0f, chains.visible, machine.weights, 0.0f,
                      chains.hidden_fields);
}

// One step v -> h -> v at inverse temperature beta.
void Step(const FloatMachine& machine, float beta, const UnitStreams& hidden,
          const UnitStreams& visible, std::uint64_t draw, Chains& chains) {
  for (std::size_t k = 0; k < chains.scaled.size(); ++k) {
    chains.scaled.values()[k] = beta * chains.hidden_fields.values()[k];
  }
  SampleUnits(hidden, draw, chains.scaled, machine.hidden_bias, chains.hidden);
  linalg::SignProduct(Transpose::kNo, Transpose::kYes, beta, chains.hidden, machine.weights, 0.0f,
                      chains.visible_fields);
  SampleUnits(visible, draw, chains.visible_fields, machine.visible_bias, chains.visible);
  UpdateHiddenFields(machine, chains);
}

// Runs the chains from `start` (or, without samples, from the law of beta = 0).
absl::StatusOr<std::vector<double>> Run(const Machine& machine, const SpinsView* samples,
                                        const AnnealingOptions& options, int chains) {
  const FloatMachine single = ToFloat(machine);
  const bool forward = samples == nullptr;
  std::vector<double> log_weights(chains, 0.0);
  INFOFLOW_RETURN_IF_ERROR(
      ParallelFor((chains + kBlock - 1) / kBlock, options.threads, [&](int block) {
        const int first = block * kBlock;
        const int rows = std::min(kBlock, chains - first);
        const UnitStreams hidden{options.seed, random::StreamUse::kHiddenUnits,
                                 static_cast<std::uint32_t>(first)};
        const UnitStreams visible{options.seed, random::StreamUse::kVisibleUnits,
                                  static_cast<std::uint32_t>(first)};
        Chains annealed(rows, machine.visible_units(), machine.hidden_units());
        std::vector<double> work(machine.hidden_units());
        if (forward) {
          SampleUnits(visible, 0, annealed.visible_fields, single.visible_bias, annealed.visible);
        } else {
          annealed.visible = Spins(samples->Block(first, 0, rows, samples->columns()));
        }
        UpdateHiddenFields(single, annealed);
        const linalg::Matrix<float>& fields = annealed.hidden_fields;
        for (int step = 1; step <= options.steps; ++step) {
          const double before =
              forward ? (step - 1.0) / options.steps : (options.steps - step + 1.0) / options.steps;
          const double after = forward
                                   ? static_cast<double>(step) / options.steps
                                   : (static_cast<double>(options.steps) - step) / options.steps;
          for (int r = 0; r < rows; ++r) {
            log_weights[first + r] += HiddenPart(machine.hidden_bias, fields.row(r), after, work) -
                                      HiddenPart(machine.hidden_bias, fields.row(r), before, work);
          }
          // What follows the last weight is not used.
          if (step == options.steps) break;
          Step(single, static_cast<float>(after), hidden, visible, step, annealed);
        }
        return absl::OkStatus();
      }));
  return log_weights;
}

}  // namespace

absl::StatusOr<AnnealingEstimate> AnnealForward(const Machine& machine,
                                                const AnnealingOptions& options) {
  INFOFLOW_RETURN_IF_ERROR(CheckOptions(machine, options));
  INFOFLOW_ASSIGN_OR_RETURN(std::vector<double> log_weights,
                            Run(machine, nullptr, options, options.chains));
  return Combine(std::move(log_weights), LogPartitionWithoutCouplings(machine), 1.0);
}

absl::StatusOr<AnnealingEstimate> AnnealReverse(const Machine& machine, SpinsView samples,
                                                const AnnealingOptions& options) {
  AnnealingOptions with_samples = options;
  with_samples.chains = samples.rows();
  INFOFLOW_RETURN_IF_ERROR(CheckOptions(machine, with_samples));
  INFOFLOW_RETURN_IF_ERROR(CheckSpins(samples, machine.visible_units()));
  INFOFLOW_ASSIGN_OR_RETURN(std::vector<double> log_weights,
                            Run(machine, &samples, with_samples, samples.rows()));
  return Combine(std::move(log_weights), LogPartitionWithoutCouplings(machine), -1.0);
}

AnnealingVerdict JudgeAnnealing(const AnnealingEstimate& forward,
                                const AnnealingEstimate& reverse) {
  const double errors = std::hypot(std::max(forward.error, forward.jackknife_error),
                                   std::max(reverse.error, reverse.jackknife_error));
  const double difference = std::fabs(forward.log_partition - reverse.log_partition);
  const double rounding = std::max(Rounding(forward), Rounding(reverse));
  AnnealingVerdict verdict;
  verdict.forward = WhyAlone(forward);
  verdict.reverse = WhyAlone(reverse);
  if (!(difference <= kMostErrors * errors + rounding + kLeastDifference)) {
    const std::string why = absl::StrFormat(
        "forward and reverse are %.3g nats apart, more than %g times their errors: chains froze, "
        "or samples miss states",
        difference, kMostErrors);
    for (std::string* direction : {&verdict.forward, &verdict.reverse}) {
      absl::StrAppend(direction, direction->empty() ? "" : "; ", why);
    }
  }
  return verdict;
}

absl::StatusOr<Spins> SampleLongChains(const Machine& machine, int chains, int steps,
                                       std::uint64_t seed, int threads) {
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(machine));
  if (chains < 1 || steps < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("long chains need at least 1 chain and no "
                     "negative number of steps, not ",
                     chains, " and ", steps));
  }
  Spins start(chains, machine.visible_units());
  for (int c = 0; c < chains; ++c) {
    random::Stream stream(seed, random::StreamUse::kInitialState, c);
    for (std::int8_t& spin : start.row(c)) spin = (stream() & 1) != 0 ? 1 : -1;
  }
  INFOFLOW_ASSIGN_OR_RETURN(Flow flow,
                            Flow::Create(machine, start, FlowVariant::kStochastic, seed, threads));
  flow.Advance(steps);
  return flow.Visible();
}

}  // namespace infoflow::rbm
