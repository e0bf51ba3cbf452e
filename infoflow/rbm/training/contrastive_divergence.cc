#include "infoflow/rbm/training/contrastive_divergence.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/sign_product.h"
#include "infoflow/random/stream.h"
#include "infoflow/rbm/machine/unit_sampler.h"
#include "infoflow/rbm/training/adam.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::rbm {

namespace {

using linalg::Transpose;

INFOFLOW_KERNEL void ShrinkTowardsZero(float step, std::size_t count, float* __restrict__ weights) {
  for (std::size_t k = 0; k < count; ++k) {
    const float sign = (weights[k] > 0.0f ? 1.0f : 0.0f) - (weights[k] < 0.0f ? 1.0f : 0.0f);
    weights[k] -= step * sign;
  }
}

// sums := the batch's v, summed over the rows, minus `chain_weight` times the chains'.
void SumVisible(SpinsView chains, SpinsView batch, float chain_weight, absl::Span<float> sums) {
  std::vector<int> learned(sums.size()), drawn(sums.size());
  const auto add = [](SpinsView rows, std::vector<int>& sum) {
    for (int r = 0; r < rows.rows(); ++r) {
      const std::int8_t* const row = rows.row(r).data();
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += row[i];
    }
  };
  add(batch, learned);
  add(chains, drawn);
  for (std::size_t i = 0; i < sums.size(); ++i) {
    sums[i] = static_cast<float>(learned[i]) - chain_weight * static_cast<float>(drawn[i]);
  }
}

// sums := the sum of the rows.
void SumRows(linalg::ConstMatrixView<float> rows, absl::Span<float> sums) {
  std::fill(sums.begin(), sums.end(), 0.0f);
  for (int r = 0; r < rows.rows(); ++r) {
    const float* const row = rows.row(r).data();
    for (std::size_t a = 0; a < sums.size(); ++a) sums[a] += row[a];
  }
}

void AddScaled(float scale, absl::Span<const float> from, absl::Span<float> to) {
  for (std::size_t k = 0; k < to.size(); ++k) to[k] += scale * from[k];
}

// to := scale times the units.
void ScaledUnits(SpinsView units, float scale, linalg::MatrixView<float> to) {
  for (int r = 0; r < units.rows(); ++r) {
    const std::int8_t* const from = units.row(r).data();
    float* const row = to.row(r).data();
    for (int a = 0; a < units.columns(); ++a) row[a] = scale * static_cast<float>(from[a]);
  }
}

FloatMachine Zeros(int visible, int hidden) { return ToFloat(Machine(visible, hidden)); }

bool HasShape(const FloatMachine& machine, int visible, int hidden) {
  return machine.weights.rows() == visible && machine.weights.columns() == hidden &&
         machine.visible_bias.size() == static_cast<std::size_t>(visible) &&
         machine.hidden_bias.size() == static_cast<std::size_t>(hidden);
}

// Rows of W whose gradient is made and climbed at a time: a block of SignProduct's, which stays in
// the second-level cache.
constexpr int kGradientRows = 256;

}  // namespace

FloatMachine ToFloat(const Machine& machine) {
  FloatMachine result;
  result.weights = linalg::Matrix<float>(machine.visible_units(), machine.hidden_units());
  std::copy(machine.weights.values().begin(), machine.weights.values().end(),
            result.weights.values().begin());
  result.visible_bias.assign(machine.visible_bias.begin(), machine.visible_bias.end());
  result.hidden_bias.assign(machine.hidden_bias.begin(), machine.hidden_bias.end());
  return result;
}

absl::Status CheckSinglePrecision(const Machine& machine) {
  constexpr double kMost = 1e37;  // the largest number is 3.4e38
  std::vector<double> visible(machine.visible_units()), hidden(machine.hidden_units());
  for (int i = 0; i < machine.visible_units(); ++i) {
    visible[i] = std::fabs(machine.visible_bias[i]);
    for (int a = 0; a < machine.hidden_units(); ++a) {
      visible[i] += std::fabs(machine.weights(i, a));
      hidden[a] += std::fabs(machine.weights(i, a));
    }
  }
  for (int a = 0; a < machine.hidden_units(); ++a) hidden[a] += std::fabs(machine.hidden_bias[a]);
  for (const auto& [layer, sums] :
       {std::pair<const char*, const std::vector<double>&>{"visible", visible},
        {"hidden", hidden}}) {
    for (std::size_t k = 0; k < sums.size(); ++k) {
      if (sums[k] <= kMost) continue;
      return absl::InvalidArgumentError(absl::StrCat(
          "the weights and the bias of ", layer, " unit ", k, " add up to ", sums[k],
          " in size; must be at most ", kMost, ", to be computed with in single precision"));
    }
  }
  return absl::OkStatus();
}

Machine ToDouble(const FloatMachine& machine) {
  Machine result(machine.weights.rows(), machine.weights.columns());
  std::copy(machine.weights.values().begin(), machine.weights.values().end(),
            result.weights.values().begin());
  result.visible_bias.assign(machine.visible_bias.begin(), machine.visible_bias.end());
  result.hidden_bias.assign(machine.hidden_bias.begin(), machine.hidden_bias.end());
  return result;
}

ContrastiveDivergence::ContrastiveDivergence(FloatMachine machine, const UpdateRule& rule,
                                             int largest_batch, int chains, std::uint64_t seed)
    : machine_(std::move(machine)),
      rule_(rule),
      largest_batch_(largest_batch),
      chains_(rule.persistent ? chains : 0),
      seed_(seed) {
  INFOFLOW_CHECK(largest_batch >= 1 && rule.gibbs_steps >= 1);
  INFOFLOW_CHECK(!rule.persistent || chains >= 1);
  const int negative = rule.persistent ? chains : largest_batch;
  both_ = Spins(negative + largest_batch, visible());
  means_ = linalg::Matrix<float>(negative + largest_batch, hidden());
  // With persistent sampled chains the batch below them is sampled in the same go.
  hidden_sample_ = Spins(negative + (rule.persistent && sampled() ? largest_batch : 0), hidden());
  visible_fields_ = linalg::Matrix<float>(negative, visible());
  visible_gradient_.resize(visible());
  hidden_gradient_.resize(hidden());
  if (rule.optimizer == Optimizer::kAdam) {
    gradient_ = linalg::Matrix<float>(std::min(kGradientRows, visible()), hidden());
    moments_ = {Zeros(visible(), hidden()), Zeros(visible(), hidden())};
  }
}

UpdateState ContrastiveDivergence::state() const {
  UpdateState state;
  state.updates = updates_;
  const Spins& standing = sampled() ? hidden_sample_ : both_;
  if (chains_ > 0) state.chains = Spins(standing.Block(0, 0, chains_, standing.columns()));
  state.moments = moments_;
  return state;
}

void ContrastiveDivergence::Restore(const UpdateState& state) {
  Spins& standing = sampled() ? hidden_sample_ : both_;
  INFOFLOW_CHECK(state.chains.rows() == chains_ &&
                 (chains_ == 0 || state.chains.columns() == standing.columns()));
  updates_ = state.updates;
  for (int r = 0; r < chains_; ++r) {
    std::copy_n(state.chains.row(r).data(), standing.columns(), standing.row(r).data());
  }
  if (rule_.optimizer != Optimizer::kAdam) return;
  INFOFLOW_CHECK(HasShape(state.moments.first, visible(), hidden()) &&
                 HasShape(state.moments.second, visible(), hidden()));
  moments_ = state.moments;
}

linalg::MatrixView<std::int8_t> ContrastiveDivergence::Visible(int first, int rows) {
  return both_.Block(first, 0, rows, visible());
}

linalg::MatrixView<float> ContrastiveDivergence::Means(int first, int rows) {
  return means_.Block(first, 0, rows, hidden());
}

linalg::MatrixView<std::int8_t> ContrastiveDivergence::Hidden(int rows) {
  return hidden_sample_.Block(0, 0, rows, hidden());
}

void ContrastiveDivergence::SampleHidden(int rows, std::uint64_t draw) {
  linalg::SignProduct(Transpose::kNo, Transpose::kNo, 1.0f, Visible(0, rows), machine_.weights,
                      0.0f, Means(0, rows));
  SampleUnits({seed_, random::StreamUse::kHiddenUnits, 0}, draw, Means(0, rows),
              machine_.hidden_bias, Hidden(rows));
}

void ContrastiveDivergence::SampleVisible(int rows, std::uint64_t draw) {
  const linalg::MatrixView<float> fields = visible_fields_.Block(0, 0, rows, visible());
  linalg::SignProduct(Transpose::kNo, Transpose::kYes, 1.0f, Hidden(rows), machine_.weights, 0.0f,
                      fields);
  SampleUnits({seed_, random::StreamUse::kVisibleUnits, 0}, draw, fields, machine_.visible_bias,
              Visible(0, rows));
}

// A chain counts as much as `rows / negative` samples.
float ContrastiveDivergence::ChainWeight(int rows) const {
  return static_cast<float>(rows) / static_cast<float>(negative(rows));
}

void ContrastiveDivergence::ChainMeans(int rows) {
  const int chains = negative(rows);
  linalg::SignProduct(Transpose::kNo, Transpose::kNo, 1.0f, Visible(0, chains), machine_.weights,
                      0.0f, Means(0, chains));
  ScaledMeans(machine_.hidden_bias, -ChainWeight(rows), Means(0, chains));
}

void ContrastiveDivergence::RunFromData(int rows) {
  const UnitStreams streams{seed_, random::StreamUse::kHiddenUnits, 0};
  const int steps = rule_.gibbs_steps;
  const std::uint64_t draw = updates_ * static_cast<std::uint64_t>(sampled() ? steps + 1 : steps);
  const linalg::MatrixView<float> data_means = Means(rows, rows);
  linalg::SignProduct(Transpose::kNo, Transpose::kNo, 1.0f, Visible(rows, rows), machine_.weights,
                      0.0f, data_means);
  if (sampled()) {
    SampleUnits(streams, draw, data_means, machine_.hidden_bias, Hidden(rows));
    ScaledUnits(Hidden(rows), 1.0f, data_means);
  } else {
    SampleUnitsAndMeans(streams, draw, data_means, machine_.hidden_bias, Hidden(rows), data_means);
  }
  SampleVisible(rows, draw);
  for (int step = 1; step < steps; ++step) {
    SampleHidden(rows, draw + step);
    SampleVisible(rows, draw + step);
  }
  if (!sampled()) return ChainMeans(rows);
  SampleHidden(rows, draw + steps);
  ScaledUnits(Hidden(rows), -1.0f, Means(0, rows));
}

void ContrastiveDivergence::RunPersistent(int rows) {
  const std::uint64_t draw = updates_ * static_cast<std::uint64_t>(rule_.gibbs_steps);
  const linalg::MatrixView<float> data_means = Means(chains_, rows);
  linalg::SignProduct(Transpose::kNo, Transpose::kNo, 1.0f, Visible(chains_, rows),
                      machine_.weights, 0.0f, data_means);
  ScaledMeans(machine_.hidden_bias, 1.0f, data_means);
  for (int step = 0; step < rule_.gibbs_steps; ++step) {
    SampleHidden(chains_, draw + step);
    SampleVisible(chains_, draw + step);
  }
  ChainMeans(rows);
}

void ContrastiveDivergence::RunPersistentSampled(int rows) {
  const std::uint64_t draw = updates_ * static_cast<std::uint64_t>(rule_.gibbs_steps);
  for (int step = 0; step < rule_.gibbs_steps; ++step) {
    SampleVisible(chains_, draw + step);
    // The last time with the batch, as one product.
    const bool last = step + 1 == rule_.gibbs_steps;
    SampleHidden(last ? chains_ + rows : chains_, draw + step);
  }
  ScaledUnits(Hidden(chains_), -ChainWeight(rows), Means(0, chains_));
  ScaledUnits(hidden_sample_.Block(chains_, 0, rows, hidden()), 1.0f, Means(chains_, rows));
}

void ContrastiveDivergence::SumBiasGradients(int rows) {
  const int chains = negative(rows);
  SumVisible(Visible(0, chains), Visible(chains, rows), ChainWeight(rows),
             absl::MakeSpan(visible_gradient_));
  SumRows(Means(0, chains + rows), absl::MakeSpan(hidden_gradient_));
}

void ContrastiveDivergence::Climb(int rows, double learning_rate) {
  const int all = negative(rows) + rows;
  const float rate = static_cast<float>(learning_rate / rows);
  linalg::SignProduct(Transpose::kYes, Transpose::kNo, rate, Visible(0, all), Means(0, all),
                      static_cast<float>(1.0 - learning_rate * rule_.l2), machine_.weights);
  if (!rule_.train_biases) return;
  SumBiasGradients(rows);
  AddScaled(rate, visible_gradient_, absl::MakeSpan(machine_.visible_bias));
  AddScaled(rate, hidden_gradient_, absl::MakeSpan(machine_.hidden_bias));
}

void ContrastiveDivergence::ClimbByAdam(int rows, double learning_rate) {
  const int all = negative(rows) + rows;
  const float mean = 1.0f / static_cast<float>(rows);
  const double rate = AdamRate(learning_rate, updates_ + 1);
  const float kept = static_cast<float>(1.0 - learning_rate * rule_.l2);
  const auto part = [this](FloatMachine& machine, int first, int count) {
    const std::size_t row = hidden();
    return machine.weights.values().subspan(first * row, count * row);
  };
  for (int first = 0; first < visible(); first += kGradientRows) {
    const int count = std::min(kGradientRows, visible() - first);
    linalg::SignProduct(Transpose::kYes, Transpose::kNo, mean, both_.Block(0, first, all, count),
                        Means(0, all), 0.0f, gradient_.Block(0, 0, count, hidden()));
    const absl::Span<float> weights = part(machine_, first, count);
    if (rule_.l2 > 0.0) {
      for (float& weight : weights) weight *= kept;
    }
    AdamStep(rate, rule_.epsilon, gradient_.values().subspan(0, weights.size()),
             part(moments_.first, first, count), part(moments_.second, first, count), weights);
  }
  if (!rule_.train_biases) return;
  SumBiasGradients(rows);
  for (float& sum : visible_gradient_) sum *= mean;
  for (float& sum : hidden_gradient_) sum *= mean;
  AdamStep(rate, rule_.epsilon, visible_gradient_, absl::MakeSpan(moments_.first.visible_bias),
           absl::MakeSpan(moments_.second.visible_bias), absl::MakeSpan(machine_.visible_bias));
  AdamStep(rate, rule_.epsilon, hidden_gradient_, absl::MakeSpan(moments_.first.hidden_bias),
           absl::MakeSpan(moments_.second.hidden_bias), absl::MakeSpan(machine_.hidden_bias));
}

void ContrastiveDivergence::Update(SpinsView samples, absl::Span<const int> batch,
                                   double learning_rate) {
  const int rows = static_cast<int>(batch.size());
  INFOFLOW_CHECK(rows >= 1 && rows <= largest_batch_ && samples.columns() == visible());
  for (int r = 0; r < rows; ++r) {
    std::copy_n(samples.row(batch[r]).data(), visible(), both_.row(negative(rows) + r).data());
  }
  if (!rule_.persistent) {
    RunFromData(rows);
  } else if (sampled()) {
    RunPersistentSampled(rows);
  } else {
    RunPersistent(rows);
  }
  if (rule_.optimizer == Optimizer::kAdam) {
    ClimbByAdam(rows, learning_rate);
  } else {
    Climb(rows, learning_rate);
  }
  if (rule_.l1 > 0.0) {
    RunKernel<ShrinkTowardsZero>(static_cast<float>(learning_rate * rule_.l1),
                                 machine_.weights.size(), machine_.weights.values().data());
  }
  ++updates_;
}

}  // namespace infoflow::rbm
