#ifndef PAPER_FIGURES_RECONSTRUCTION_COLUMN_TRAINING_H_
#define PAPER_FIGURES_RECONSTRUCTION_COLUMN_TRAINING_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

// Accuracy above which a network counts as trained, as in the paper's search (CIFAR-10).
inline constexpr double kTrained = 0.4;

// Which networks are trained to find the depth that can be.
enum class DepthSearch {
  kGrid,     // of given depths, those of the columns (ColumnSizes), for all passes
  kFalling,  // falling_depth_search.h: until the accuracy after a pass is above kTrained
};

// What decides the training of a network besides its weight variance, depth, images and seed.
struct ColumnTraining {
  DepthSearch search;
  int hidden_width;  // 0: the paper's wide networks on a grid, its shrinking ones in a search
  double bias_variance;
  int batch;
  int epochs;  // at most
  double learning_rate;

  INFOFLOW_FIELDS(search, hidden_width, bias_variance, batch, epochs, learning_rate)
};

struct TrainingOutcome {
  double accuracy = 0.0;  // at best, of the passes after which it was looked at
  int epochs = 0;         // passes over the images

  INFOFLOW_FIELDS(accuracy, epochs)
};

// Trains on data.train by plain SGD on the double softmax and judges by data.test. A network of
// `depth` has as many linear layers, a shrinking one depth - 1. Errors: sizes, batches and rates
// out of range; losses that are not finite.
absl::StatusOr<TrainingOutcome> TrainNetwork(const ColumnTraining& training, double weight_variance,
                                             int depth, const datasets::SplitDataset& data,
                                             std::uint64_t seed, WorkerPool& workers);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_COLUMN_TRAINING_H_
