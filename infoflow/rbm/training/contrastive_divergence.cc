#include "infoflow/rbm/training/contrastive_divergence.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/sign_product.h"
#include "infoflow/random/stream.h"
#include "infoflow/rbm/machine/unit_sampler.h"
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

// bias_i += rate (sum over the batch - weight times the sum over the chains) of v_i.
void AddToVisibleBias(SpinsView chains, SpinsView batch, float chain_weight, float rate,
                      absl::Span<float> bias) {
  for (int i = 0; i < batch.columns(); ++i) {
    int learned = 0;
    int drawn = 0;
    for (int r = 0; r < batch.rows(); ++r) learned += batch(r, i);
    for (int r = 0; r < chains.rows(); ++r) drawn += chains(r, i);
    bias[i] += rate * (static_cast<float>(learned) - chain_weight * static_cast<float>(drawn));
  }
}

// bias += rate times the sum of the rows.
void AddToHiddenBias(linalg::ConstMatrixView<float> means, float rate, absl::Span<float> bias) {
  for (int a = 0; a < means.columns(); ++a) {
    float sum = 0.0f;
    for (int r = 0; r < means.rows(); ++r) sum += means(r, a);
    bias[a] += rate * sum;
  }
}

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
  hidden_sample_ = Spins(negative, hidden());
  visible_fields_ = linalg::Matrix<float>(negative, visible());
  hidden_fields_ = linalg::Matrix<float>(negative, hidden());
}

void ContrastiveDivergence::Restore(std::uint64_t updates, SpinsView chains) {
  INFOFLOW_CHECK(chains.rows() == chains_ && (chains_ == 0 || chains.columns() == visible()));
  updates_ = updates;
  for (int r = 0; r < chains_; ++r) {
    std::copy_n(chains.row(r).data(), visible(), both_.row(r).data());
  }
}

void ContrastiveDivergence::Update(SpinsView samples, absl::Span<const int> batch,
                                   double learning_rate) {
  const int rows = static_cast<int>(batch.size());
  INFOFLOW_CHECK(rows >= 1 && rows <= largest_batch_ && samples.columns() == visible());
  const int negative = rule_.persistent ? chains_ : rows;
  const linalg::MatrixView<std::int8_t> data = both_.Block(negative, 0, rows, visible());
  const linalg::MatrixView<std::int8_t> chain = both_.Block(0, 0, negative, visible());
  const linalg::MatrixView<float> data_means = means_.Block(negative, 0, rows, hidden());
  const linalg::MatrixView<float> chain_means = means_.Block(0, 0, negative, hidden());
  const linalg::MatrixView<std::int8_t> sample = hidden_sample_.Block(0, 0, negative, hidden());
  const linalg::MatrixView<float> visible_fields = visible_fields_.Block(0, 0, negative, visible());
  const linalg::MatrixView<float> hidden_fields = hidden_fields_.Block(0, 0, negative, hidden());
  linalg::Matrix<float>& weights = machine_.weights;
  const UnitStreams hidden_streams{seed_, random::StreamUse::kHiddenUnits, 0};
  const UnitStreams visible_streams{seed_, random::StreamUse::kVisibleUnits, 0};
  const std::uint64_t first_draw = updates_ * static_cast<std::uint64_t>(rule_.gibbs_steps);

  for (int r = 0; r < rows; ++r) {
    std::copy_n(samples.row(batch[r]).data(), visible(), data.row(r).data());
  }
  linalg::SignProduct(Transpose::kNo, Transpose::kNo, 1.0f, data, weights, 0.0f, data_means);
  if (rule_.persistent) {
    ScaledMeans(machine_.hidden_bias, 1.0f, data_means);
  } else {
    SampleUnitsAndMeans(hidden_streams, first_draw, data_means, machine_.hidden_bias, sample,
                        data_means);
  }
  for (int step = 0; step < rule_.gibbs_steps; ++step) {
    if (rule_.persistent || step > 0) {
      linalg::SignProduct(Transpose::kNo, Transpose::kNo, 1.0f, chain, weights, 0.0f,
                          hidden_fields);
      SampleUnits(hidden_streams, first_draw + step, hidden_fields, machine_.hidden_bias, sample);
    }
    linalg::SignProduct(Transpose::kNo, Transpose::kYes, 1.0f, sample, weights, 0.0f,
                        visible_fields);
    SampleUnits(visible_streams, first_draw + step, visible_fields, machine_.visible_bias, chain);
  }
  linalg::SignProduct(Transpose::kNo, Transpose::kNo, 1.0f, chain, weights, 0.0f, chain_means);
  // A chain counts as much as `rows / negative` samples.
  const float chain_weight = static_cast<float>(rows) / static_cast<float>(negative);
  ScaledMeans(machine_.hidden_bias, -chain_weight, chain_means);

  const float rate = static_cast<float>(learning_rate / rows);
  const linalg::ConstMatrixView<float> all_means = means_.Block(0, 0, negative + rows, hidden());
  linalg::SignProduct(Transpose::kYes, Transpose::kNo, rate,
                      both_.Block(0, 0, negative + rows, visible()), all_means,
                      static_cast<float>(1.0 - learning_rate * rule_.l2), weights);
  if (rule_.l1 > 0.0) {
    RunKernel<ShrinkTowardsZero>(static_cast<float>(learning_rate * rule_.l1), weights.size(),
                                 weights.values().data());
  }
  if (rule_.train_biases) {
    AddToVisibleBias(chain, data, chain_weight, rate, absl::MakeSpan(machine_.visible_bias));
    AddToHiddenBias(all_means, rate, absl::MakeSpan(machine_.hidden_bias));
  }
  ++updates_;
}

}  // namespace infoflow::rbm
