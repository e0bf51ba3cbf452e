#include "paper_figures/reconstruction/column_training.h"

#include <algorithm>
#include <vector>

#include "infoflow/network/layers/network_sizes.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/network/training/training.h"
#include "infoflow/network/training/training_evaluation.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/shared/cascade_column.h"
#include "paper_figures/shared/dense_training.h"

namespace infoflow::paper_figures {

namespace {

absl::StatusOr<std::vector<int>> Sizes(const ColumnTraining& training, int depth,
                                       const datasets::SplitDataset& data) {
  if (training.search == DepthSearch::kFalling && training.hidden_width == 0) {
    return network::NetworkSizes(network::SizeFamily::kShrinkingCeiling,
                                 data.train.images.columns(), data.train.classes, depth);
  }
  ColumnParameters column{};
  column.depth = depth;
  column.hidden_width = training.hidden_width;
  return ColumnSizes(column, data);
}

}  // namespace

absl::StatusOr<TrainingOutcome> TrainNetwork(const ColumnTraining& training, double weight_variance,
                                             int depth, const datasets::SplitDataset& data,
                                             std::uint64_t seed, WorkerPool& workers) {
  DenseTraining dense;
  INFOFLOW_ASSIGN_OR_RETURN(dense.sizes, Sizes(training, depth, data));
  dense.weight_variance = weight_variance;
  dense.bias_variance = training.bias_variance;
  dense.options.loss = network::LossConvention::kDoubleSoftmax;
  dense.options.optimizer.learning_rate = training.learning_rate;
  dense.options.optimizer.momentum = 0.0;
  dense.options.minibatches.batch = training.batch;
  dense.options.seed = seed;
  INFOFLOW_ASSIGN_OR_RETURN(network::Training<float> running,
                            StartTraining(dense, Labelled(data.train)));
  const bool falling = training.search == DepthSearch::kFalling;
  TrainingOutcome outcome;
  for (int epoch = falling ? 1 : training.epochs; epoch <= training.epochs; ++epoch) {
    INFOFLOW_RETURN_IF_ERROR(TrainUntil(epoch, running, workers).status());
    const double accuracy =
        Evaluate(running.network(), Labelled(data.test), dense.options.loss, {}, workers).accuracy;
    outcome = {std::max(outcome.accuracy, accuracy), epoch};
    if (falling && accuracy > kTrained) break;
  }
  return outcome;
}

}  // namespace infoflow::paper_figures
