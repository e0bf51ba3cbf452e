#include "infoflow/rbm/flow.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/random/stream.h"
#include "infoflow/rbm/unit_sampler.h"
#include "infoflow/support/check.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::rbm {

namespace {

// Samples of one work item. Fixed, so that BLAS gives the same bits for any number of threads.
constexpr int kBlock = 128;

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
  INFOFLOW_RETURN_IF_ERROR(ValidateMachine(machine));
  INFOFLOW_RETURN_IF_ERROR(ValidateSpins(samples, machine.visible_units()));
  Flow flow;
  flow.machine_ = ToFloat(machine);
  flow.variant_ = variant;
  flow.seed_ = seed;
  flow.threads_ = threads;
  flow.visible_ = linalg::Matrix<float>(samples.rows(), samples.columns());
  for (int k = 0; k < samples.rows(); ++k) {
    for (int i = 0; i < samples.columns(); ++i) flow.visible_(k, i) = samples(k, i);
  }
  return flow;
}

void Flow::Advance(int steps) {
  INFOFLOW_CHECK(steps >= 0);
  using linalg::Transpose;
  const linalg::SingleThreadedBlas single_threaded_blas;
  const int samples = visible_.rows();
  const int blocks = (samples + kBlock - 1) / kBlock;
  const absl::Status status = ParallelFor(blocks, threads_, [&](int block) {
    const int first = block * kBlock;
    const int rows = std::min(kBlock, samples - first);
    const linalg::MatrixView<float> v = visible_.Block(first, 0, rows, visible_.columns());
    linalg::Matrix<float> h(rows, machine_.weights.columns());
    const UnitStreams hidden{seed_, random::StreamUse::kHiddenUnits,
                             static_cast<std::uint32_t>(first)};
    const UnitStreams visible{seed_, random::StreamUse::kVisibleUnits,
                              static_cast<std::uint32_t>(first)};
    for (int step = steps_; step < steps_ + steps; ++step) {
      linalg::Gemm(Transpose::kNo, Transpose::kNo, 1.0f, v, machine_.weights, 0.0f, h);
      if (variant_ == FlowVariant::kStochastic) {
        SampleUnits(hidden, step, h, machine_.hidden_bias, h);
      } else {
        ScaledMeans(machine_.hidden_bias, 1.0f, h);
      }
      linalg::Gemm(Transpose::kNo, Transpose::kYes, 1.0f, h, machine_.weights, 0.0f, v);
      if (variant_ == FlowVariant::kMean) {
        ScaledMeans(machine_.visible_bias, 1.0f, v);
      } else {
        SampleUnits(visible, step, v, machine_.visible_bias, v);
      }
    }
    return absl::OkStatus();
  });
  INFOFLOW_CHECK(status.ok());
  steps_ += steps;
}

linalg::Matrix<std::int8_t> Flow::Visible() const {
  linalg::Matrix<std::int8_t> spins(visible_.rows(), visible_.columns());
  for (std::size_t k = 0; k < spins.size(); ++k) {
    spins.values()[k] = visible_.values()[k] >= 0.0f ? 1 : -1;
  }
  return spins;
}

}  // namespace infoflow::rbm
