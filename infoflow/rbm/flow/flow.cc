#include "infoflow/rbm/flow/flow.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/sign_product.h"
#include "infoflow/random/stream.h"
#include "infoflow/rbm/machine/unit_sampler.h"
#include "infoflow/support/check.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::rbm {

namespace {

// Samples of one work item. Fixed, so that BLAS gives the same bits for any number of threads.
constexpr int kBlock = 256;

}  // namespace

absl::StatusOr<FlowVariant> ParseFlowVariant(absl::string_view name) {
  if (name == "stochastic") return FlowVariant::kStochastic;
  if (name == "hmean") return FlowVariant::kHiddenMean;
  if (name == "mean") return FlowVariant::kMean;
  return absl::InvalidArgumentError(absl::StrCat("the variant of the flow is '", name,
                                                 "'; it must be stochastic, hmean or mean"));
}

absl::StatusOr<Flow> Flow::Create(const Machine& machine, SpinsView samples, FlowVariant variant,
                                  std::uint64_t seed, int threads) {
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(machine));
  INFOFLOW_RETURN_IF_ERROR(CheckSinglePrecision(machine));
  INFOFLOW_RETURN_IF_ERROR(CheckSpins(samples, machine.visible_units()));
  Flow flow;
  flow.machine_ = ToFloat(machine);
  flow.variant_ = variant;
  flow.seed_ = seed;
  flow.threads_ = threads;
  flow.visible_ = Spins(samples);
  if (variant == FlowVariant::kMean) {
    flow.visible_means_ = linalg::Matrix<float>(samples.rows(), samples.columns());
    std::copy(flow.visible_.values().begin(), flow.visible_.values().end(),
              flow.visible_means_.values().begin());
  }
  return flow;
}

void Flow::Advance(int steps) {
  INFOFLOW_CHECK(steps >= 0);
  using linalg::Transpose;
  const linalg::SingleThreadedBlas single_threaded_blas;
  if (variant_ == FlowVariant::kMean) return AdvanceMeans(steps);
  const int samples = visible_.rows();
  const int blocks = (samples + kBlock - 1) / kBlock;
  const absl::Status status = ParallelFor(blocks, threads_, [&](int block) {
    const int first = block * kBlock;
    const int rows = std::min(kBlock, samples - first);
    const linalg::MatrixView<std::int8_t> v = visible_.Block(first, 0, rows, visible_.columns());
    linalg::Matrix<float> visible_fields(rows, visible_.columns());
    linalg::Matrix<float> hidden_fields(rows, machine_.weights.columns());
    Spins h(rows, machine_.weights.columns());
    const UnitStreams hidden{seed_, random::StreamUse::kHiddenUnits,
                             static_cast<std::uint32_t>(first)};
    const UnitStreams visible{seed_, random::StreamUse::kVisibleUnits,
                              static_cast<std::uint32_t>(first)};
    for (int step = steps_; step < steps_ + steps; ++step) {
      linalg::SignProduct(Transpose::kNo, Transpose::kNo, 1.0f, v, machine_.weights, 0.0f,
                          hidden_fields);
      if (variant_ == FlowVariant::kStochastic) {
        SampleUnits(hidden, step, hidden_fields, machine_.hidden_bias, h);
        linalg::SignProduct(Transpose::kNo, Transpose::kYes, 1.0f, h, machine_.weights, 0.0f,
                            visible_fields);
      } else {
        ScaledMeans(machine_.hidden_bias, 1.0f, hidden_fields);
        linalg::Gemm(Transpose::kNo, Transpose::kYes, 1.0f, hidden_fields, machine_.weights, 0.0f,
                     visible_fields);
      }
      SampleUnits(visible, step, visible_fields, machine_.visible_bias, v);
    }
    return absl::OkStatus();
  });
  INFOFLOW_CHECK(status.ok());
  steps_ += steps;
}

void Flow::AdvanceMeans(int steps) {
  using linalg::Transpose;
  linalg::Matrix<float> hidden(visible_.rows(), machine_.weights.columns());
  for (int step = 0; step < steps; ++step) {
    linalg::Gemm(Transpose::kNo, Transpose::kNo, 1.0f, visible_means_, machine_.weights, 0.0f,
                 hidden);
    ScaledMeans(machine_.hidden_bias, 1.0f, hidden);
    linalg::Gemm(Transpose::kNo, Transpose::kYes, 1.0f, hidden, machine_.weights, 0.0f,
                 visible_means_);
    ScaledMeans(machine_.visible_bias, 1.0f, visible_means_);
  }
  for (std::size_t k = 0; k < visible_.size(); ++k) {
    visible_.values()[k] = visible_means_.values()[k] >= 0.0f ? 1 : -1;
  }
  steps_ += steps;
}

}  // namespace infoflow::rbm
