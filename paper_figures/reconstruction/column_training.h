#ifndef PAPER_FIGURES_RECONSTRUCTION_COLUMN_TRAINING_H_
#define PAPER_FIGURES_RECONSTRUCTION_COLUMN_TRAINING_H_

#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/datasets/dataset.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/reconstruction/falling_depth_search.h"

namespace infoflow::paper_figures {

// Accuracy above which a network counts as trained, as in the paper's search (CIFAR-10).
inline constexpr double kTrained = 0.4;

// Declares search, depths, depth_step, first_weight_variance, epochs and learning_rate.
void AddTrainingParameters(Parameters& parameters);

// Accuracy on data.test of a network of `depth` layers as ColumnSizes has them, the last ones,
// after all epochs. Plain SGD on the double softmax. On one thread.
absl::StatusOr<double> TrainedAccuracy(const FigureContext& context,
                                       const datasets::SplitDataset& data, double weight_variance,
                                       int depth);

// The paper's search (falling_depth_search.h), from the weight variance nearest to
// first_weight_variance to both ends of the ascending `weight_variances`; the result in their
// order. With hidden_width 0 the networks are the paper's shrinking ones, of depth - 1 linear
// layers; else they have `depth` linear layers of that many units. Both walks start with the same
// networks. Every training is a line of context.points_folder. Of several shards the first one
// walks down, the second up; each then returns ShardFinished.
absl::StatusOr<std::vector<FallingPoint>> SearchColumnDepths(
    const FigureContext& context, const datasets::SplitDataset& data,
    const std::vector<double>& weight_variances);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_COLUMN_TRAINING_H_
