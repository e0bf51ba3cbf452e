#include "paper_figures/shared/dense_training.h"

#include <filesystem>
#include <limits>
#include <system_error>
#include <utility>

#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/training/training_checkpoint.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

absl::StatusOr<network::Training<float>> StartTraining(
    const DenseTraining& training, const network::LabelledSamples<float>& samples) {
  INFOFLOW_ASSIGN_OR_RETURN(
      network::Network<float> initial,
      network::MakeDenseNetwork<float>(
          training.sizes, activation::Kind::kTanh, training.last_activation,
          {training.weight_variance, training.bias_variance}, training.options.seed));
  return network::Training<float>::Create(std::move(initial), samples, training.options);
}

absl::StatusOr<double> TrainUntil(int epoch, network::Training<float>& training,
                                  WorkerPool& workers) {
  double loss = std::numeric_limits<double>::quiet_NaN();
  while (training.position().epoch < epoch) {
    INFOFLOW_ASSIGN_OR_RETURN(loss, training.RunEpoch(workers));
  }
  return loss;
}

absl::Status TrainKeptUntil(int epoch, const std::string& checkpoint,
                            network::Training<float>& training, WorkerPool& workers) {
  std::vector<network::EpochRecord> history;
  std::error_code code;
  if (!checkpoint.empty() && std::filesystem::exists(checkpoint, code)) {
    INFOFLOW_RETURN_IF_ERROR(RestoreTraining(checkpoint, {}, training, history));
  }
  while (training.position().epoch < epoch) {
    const absl::Status status = training.RunEpoch(workers).status();
    const bool keeps = status.ok() || status.code() == absl::StatusCode::kCancelled;
    if (keeps && !checkpoint.empty()) {
      INFOFLOW_RETURN_IF_ERROR(SaveTraining(training, history, {}, checkpoint));
    }
    INFOFLOW_RETURN_IF_ERROR(status);
  }
  return absl::OkStatus();
}

network::LabelledSamples<float> Labelled(const datasets::Dataset& data) {
  return {data.images, data.labels};
}

std::vector<int> UniformSizes(int in, int width, int out, int depth) {
  std::vector<int> sizes(depth + 1, width);
  sizes.front() = in;
  sizes.back() = out;
  return sizes;
}

}  // namespace infoflow::paper_figures
