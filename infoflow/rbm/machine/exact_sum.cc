// The layer summed over is called outer, the other one inner: for the hidden layer summed over,
// outer means h and c, inner means v and b.
#include "infoflow/rbm/machine/exact_sum.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/rbm/machine/log_two_cosh.h"
#include "infoflow/rbm/machine/unit_means.h"
#include "infoflow/support/check.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::rbm {

namespace {

// States of one block: 2^kBlockBits.
constexpr int kBlockBits = 10;

// Work items of ExactMoments, each with sums of its own.
constexpr int kGroups = 16;

int Spin(std::int64_t state, int unit) { return (state >> unit & 1) != 0 ? 1 : -1; }

// The machine with the smaller layer as its hidden one.
absl::StatusOr<Machine> WithSmallHiddenLayer(const Machine& machine, int largest) {
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(machine));
  const int smaller = std::min(machine.visible_units(), machine.hidden_units());
  if (smaller > largest) {
    return absl::InvalidArgumentError(absl::StrCat(
        "a sum over all states of the smaller layer of ", machine.visible_units(), " x ",
        machine.hidden_units(), " units is too long: it may have at most ", largest, " units"));
  }
  return machine.visible_units() < machine.hidden_units() ? ExchangeLayers(machine) : machine;
}

class OuterSum {
 public:
  explicit OuterSum(const Machine& machine)
      : inner_(machine.visible_units()),
        outer_(machine.hidden_units()),
        block_bits_(std::min(kBlockBits, outer_)),
        inner_bias_(machine.visible_bias),
        outer_bias_(machine.hidden_bias),
        rows_(linalg::Transposed(machine.weights)),
        up_(rows_),
        down_(rows_) {
    for (double& value : up_.values()) value *= 2.0;
    for (double& value : down_.values()) value *= -2.0;
  }

  std::int64_t blocks() const { return std::int64_t{1} << (outer_ - block_bits_); }
  int block_states() const { return 1 << block_bits_; }

  // ln weights of the states block * block_states() + g, in the order of the Gray code; state
  // number k of the code is k ^ (k >> 1).
  void BlockLogWeights(std::int64_t block, absl::Span<double> log_weights,
                       std::vector<double>& fields) const {
    const std::int64_t first = block << block_bits_;
    fields = inner_bias_;
    double own = 0.0;
    for (int a = 0; a < outer_; ++a) {
      linalg::Axpy(Spin(first, a), rows_.row(a), absl::MakeSpan(fields));
      own += Spin(first, a) * outer_bias_[a];
    }
    log_weights[0] = own + SumLogTwoCosh(fields);
    for (int k = 1; k < block_states(); ++k) {
      const int unit = __builtin_ctz(k);
      const bool up = (((k ^ (k >> 1)) >> unit) & 1) != 0;
      own += (up ? 2.0 : -2.0) * outer_bias_[unit];
      log_weights[k] =
          own + StepAndSumLogTwoCosh((up ? up_ : down_).row(unit), absl::MakeSpan(fields));
    }
  }

  const linalg::Matrix<double>& rows() const { return rows_; }
  const std::vector<double>& inner_bias() const { return inner_bias_; }
  int inner() const { return inner_; }
  int outer() const { return outer_; }

 private:
  int inner_;
  int outer_;
  int block_bits_;
  std::vector<double> inner_bias_;
  std::vector<double> outer_bias_;
  linalg::Matrix<double> rows_;  // outer x inner
  linalg::Matrix<double> up_;    // twice the row: what setting a unit from -1 to +1 adds
  linalg::Matrix<double> down_;
};

double LogSumExp(absl::Span<const double> values) {
  const double largest = *std::max_element(values.begin(), values.end());
  double sum = 0.0;
  for (const double value : values) sum += std::exp(value - largest);
  return largest + std::log(sum);
}

absl::StatusOr<double> SumBlocks(const OuterSum& sum, int threads) {
  std::vector<double> of_block(sum.blocks());
  const int items = static_cast<int>(std::min<std::int64_t>(sum.blocks(), 256));
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(items, threads, [&](int item) {
    std::vector<double> fields;
    std::vector<double> log_weights(sum.block_states());
    for (std::int64_t block = item; block < sum.blocks(); block += items) {
      sum.BlockLogWeights(block, absl::MakeSpan(log_weights), fields);
      of_block[block] = LogSumExp(log_weights);
    }
    return absl::OkStatus();
  }));
  const double result = LogSumExp(of_block);
  if (!std::isfinite(result)) {
    return absl::OutOfRangeError("the partition function is beyond the range of double");
  }
  return result;
}

// Weighted sums over some of the blocks.
struct GroupSums {
  std::vector<double> inner;
  std::vector<double> outer;
  linalg::Matrix<double> cross;  // outer x inner
  linalg::Matrix<double> pairs;  // of the visible units
};

// `visible_is_inner`: which layer's pairs are wanted.
GroupSums SumGroup(const OuterSum& sum, double log_partition, int group, bool visible_is_inner) {
  const int states = sum.block_states();
  const int pair_units = visible_is_inner ? sum.inner() : sum.outer();
  GroupSums sums{std::vector<double>(sum.inner(), 0.0), std::vector<double>(sum.outer(), 0.0),
                 linalg::Matrix<double>(sum.outer(), sum.inner()),
                 linalg::Matrix<double>(pair_units, pair_units)};
  std::vector<double> fields;
  std::vector<double> weights(states);
  linalg::Matrix<double> spins(states, sum.outer());
  linalg::Matrix<double> means(states, sum.inner());
  for (std::int64_t block = group; block < sum.blocks(); block += kGroups) {
    sum.BlockLogWeights(block, absl::MakeSpan(weights), fields);
    for (double& weight : weights) weight = std::exp(weight - log_partition);
    for (int k = 0; k < states; ++k) {
      const std::int64_t state = block * states + (k ^ (k >> 1));
      for (int a = 0; a < sum.outer(); ++a) spins(k, a) = Spin(state, a);
      std::copy(sum.inner_bias().begin(), sum.inner_bias().end(), means.row(k).begin());
    }
    linalg::Gemm(linalg::Transpose::kNo, linalg::Transpose::kNo, 1.0, spins, sum.rows(), 1.0,
                 means);
    FieldsToMeans(means.values());
    linalg::Gemv(linalg::Transpose::kYes, 1.0, means, weights, 1.0, absl::MakeSpan(sums.inner));
    linalg::Gemv(linalg::Transpose::kYes, 1.0, spins, weights, 1.0, absl::MakeSpan(sums.outer));
    linalg::Matrix<double>& paired = visible_is_inner ? means : spins;
    linalg::Matrix<double>& other = visible_is_inner ? spins : means;
    // Each side carries the square root of the weight, so that one product gives the pairs.
    for (int k = 0; k < states; ++k) {
      const double root = std::sqrt(weights[k]);
      linalg::Scale(root, paired.row(k));
      linalg::Scale(root, other.row(k));
    }
    linalg::Gemm(linalg::Transpose::kYes, linalg::Transpose::kNo, 1.0, spins, means, 1.0,
                 sums.cross);
    linalg::Syrk(linalg::Transpose::kYes, 1.0, paired, 1.0, sums.pairs);
  }
  return sums;
}

}  // namespace

absl::StatusOr<double> LogPartition(const Machine& machine, int threads) {
  INFOFLOW_ASSIGN_OR_RETURN(const Machine small,
                            WithSmallHiddenLayer(machine, kLargestSummedLayer));
  const linalg::SingleThreadedBlas single_threaded_blas;
  return SumBlocks(OuterSum(small), threads);
}

absl::StatusOr<Moments> ExactMoments(const Machine& machine, int threads) {
  INFOFLOW_ASSIGN_OR_RETURN(const Machine small,
                            WithSmallHiddenLayer(machine, kLargestSummedLayer));
  const bool visible_is_inner = machine.visible_units() >= machine.hidden_units();
  const linalg::SingleThreadedBlas single_threaded_blas;
  const OuterSum sum(small);
  Moments moments;
  INFOFLOW_ASSIGN_OR_RETURN(moments.log_partition, SumBlocks(sum, threads));
  const int groups = static_cast<int>(std::min<std::int64_t>(kGroups, sum.blocks()));
  std::vector<GroupSums> of_group(groups);
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(groups, threads, [&](int group) {
    of_group[group] = SumGroup(sum, moments.log_partition, group, visible_is_inner);
    return absl::OkStatus();
  }));
  GroupSums total = std::move(of_group[0]);
  for (int group = 1; group < groups; ++group) {
    const GroupSums& more = of_group[group];
    linalg::Axpy(1.0, more.inner, absl::MakeSpan(total.inner));
    linalg::Axpy(1.0, more.outer, absl::MakeSpan(total.outer));
    linalg::Axpy(1.0, more.cross.values(), total.cross.values());
    linalg::Axpy(1.0, more.pairs.values(), total.pairs.values());
  }
  moments.visible = visible_is_inner ? total.inner : total.outer;
  moments.hidden = visible_is_inner ? total.outer : total.inner;
  moments.visible_hidden = visible_is_inner ? linalg::Transposed(total.cross) : total.cross;
  moments.visible_visible = std::move(total.pairs);
  // tanh^2 stands on the diagonal of the inner layer's pairs, but v_i^2 = 1.
  for (int i = 0; i < machine.visible_units(); ++i) moments.visible_visible(i, i) = 1.0;
  return moments;
}

absl::StatusOr<std::vector<double>> FreeEnergiesOfAllStates(const Machine& machine) {
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(machine));
  const int units = machine.visible_units();
  if (units > kLargestTabulatedLayer) {
    return absl::InvalidArgumentError(absl::StrCat("a table of all visible states of ", units,
                                                   " units is too long: at most ",
                                                   kLargestTabulatedLayer, " units"));
  }
  const std::int64_t states = std::int64_t{1} << units;
  const int block = static_cast<int>(std::min<std::int64_t>(states, 4096));
  std::vector<double> energies;
  energies.reserve(states);
  Spins spins(block, units);
  for (std::int64_t first = 0; first < states; first += block) {
    for (int k = 0; k < block; ++k) {
      for (int i = 0; i < units; ++i) spins(k, i) = Spin(first + k, i);
    }
    const std::vector<double> part = FreeEnergies(machine, spins);
    energies.insert(energies.end(), part.begin(), part.end());
  }
  return energies;
}

absl::StatusOr<std::vector<double>> VisibleProbabilities(const Machine& machine) {
  INFOFLOW_ASSIGN_OR_RETURN(std::vector<double> values, FreeEnergiesOfAllStates(machine));
  for (double& value : values) value = -value;
  const double log_partition = LogSumExp(values);
  for (double& value : values) value = std::exp(value - log_partition);
  return values;
}

double Entropy(absl::Span<const double> probabilities) {
  double entropy = 0.0;
  for (const double p : probabilities) {
    if (p > 0.0) entropy -= p * std::log(p);
  }
  return entropy;
}

absl::StatusOr<double> MeanLogLikelihood(const Machine& machine, SpinsView samples, int threads) {
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(machine));
  INFOFLOW_RETURN_IF_ERROR(CheckSpins(samples, machine.visible_units()));
  INFOFLOW_ASSIGN_OR_RETURN(const double log_partition, LogPartition(machine, threads));
  double sum = 0.0;
  for (const double energy : FreeEnergies(machine, samples)) sum -= energy;
  return sum / samples.rows() - log_partition;
}

absl::StatusOr<Spins> SampleExactly(const Machine& machine, int count, std::uint64_t seed) {
  if (count < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of samples is ", count, "; it must be at least 1"));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const Machine small,
                            WithSmallHiddenLayer(machine, kLargestTabulatedLayer));
  const bool visible_is_inner = machine.visible_units() >= machine.hidden_units();
  const OuterSum sum(small);
  // ln weights in the Gray order, then the running sum of the probabilities.
  std::vector<double> cumulative(std::int64_t{1} << sum.outer());
  std::vector<double> fields;
  for (std::int64_t block = 0; block < sum.blocks(); ++block) {
    sum.BlockLogWeights(
        block, absl::MakeSpan(cumulative).subspan(block * sum.block_states(), sum.block_states()),
        fields);
  }
  const double log_partition = LogSumExp(cumulative);
  double running = 0.0;
  for (double& value : cumulative) value = running += std::exp(value - log_partition);
  Spins samples(count, machine.visible_units());
  for (int n = 0; n < count; ++n) {
    random::Stream outer_stream(seed, random::StreamUse::kHiddenUnits, n);
    random::Stream inner_stream(seed, random::StreamUse::kVisibleUnits, n);
    const double target = random::UniformDouble(outer_stream) * running;
    const std::int64_t at = std::min<std::int64_t>(
        std::upper_bound(cumulative.begin(), cumulative.end(), target) - cumulative.begin(),
        static_cast<std::int64_t>(cumulative.size()) - 1);
    const std::int64_t within = at % sum.block_states();
    const std::int64_t state = at - within + (within ^ (within >> 1));
    if (!visible_is_inner) {
      for (int a = 0; a < sum.outer(); ++a) samples(n, a) = Spin(state, a);
      continue;
    }
    fields = sum.inner_bias();
    for (int a = 0; a < sum.outer(); ++a) {
      linalg::Axpy(Spin(state, a), sum.rows().row(a), absl::MakeSpan(fields));
    }
    for (int i = 0; i < sum.inner(); ++i) {
      const double up = 1.0 / (1.0 + std::exp(-2.0 * fields[i]));
      samples(n, i) = random::UniformDouble(inner_stream) < up ? 1 : -1;
    }
  }
  return samples;
}

}  // namespace infoflow::rbm
