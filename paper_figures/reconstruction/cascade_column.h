#ifndef PAPER_FIGURES_RECONSTRUCTION_CASCADE_COLUMN_H_
#define PAPER_FIGURES_RECONSTRUCTION_CASCADE_COLUMN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/network/mean_field.h"
#include "infoflow/network/network.h"
#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

// What the figures of cascades share: one random network per weight variance ("column"), and
// decoders of three kinds for it.

enum class DecoderKind { kAdam, kRidge, kUntrained };

// Values per preset of the parameters that all these figures have.
struct ColumnDefaults {
  std::vector<std::int64_t> depth;
  std::vector<std::int64_t> hidden_width;
  std::vector<std::int64_t> batches;
  std::vector<std::int64_t> train_count;
};

// Declares dataset, depth, hidden_width, bias_variance, batches, batch, train_count, images and
// ridge_penalty.
void AddColumnParameters(const ColumnDefaults& defaults, Parameters& parameters);

// The data set's name after "auto" has been decided.
std::string ColumnDatasetName(const FigureContext& context);
// With `test_count` images to judge by; 0: the parameter images.
absl::StatusOr<datasets::SplitDataset> LoadColumnImages(const FigureContext& context,
                                                        int test_count = 0);

// All that decides a column's numbers besides its weight variance, for ComputePoints.
std::string ColumnSettings(const FigureContext& context, const datasets::SplitDataset& data);
// Its two parts: what the parameters say, and which images these are.
std::string ParameterSettings(const FigureContext& context);
std::string ImageSettings(const datasets::SplitDataset& data);

// Sizes of the network: wide as in the paper with hidden_width 0, else that many units in every
// hidden layer.
absl::StatusOr<std::vector<int>> ColumnSizes(const FigureContext& context,
                                             const datasets::SplitDataset& data);

// A random network and its decoders, on one thread.
absl::StatusOr<cascade::Cascade<float>> MakeColumn(const FigureContext& context,
                                                   const datasets::SplitDataset& data,
                                                   double weight_variance, DecoderKind kind);
// The profile of this cascade.
absl::StatusOr<cascade::CascadeProfile> ComputeColumn(const FigureContext& context,
                                                      const datasets::SplitDataset& data,
                                                      double weight_variance, DecoderKind kind);

absl::StatusOr<network::MeanFieldPoint> ColumnMeanField(const FigureContext& context,
                                                        double weight_variance);
absl::StatusOr<cascade::CollapseDepth> ColumnCollapse(const FigureContext& context,
                                                      const datasets::SplitDataset& data,
                                                      double weight_variance);

// Spearman's rank correlation, equal values sharing their mean rank; NaN when one side is
// constant. Shapes: equal sizes, at least 2.
double RankCorrelation(const std::vector<double>& x, const std::vector<double>& y);

// `count` equally spaced numbers, rounded to 1e-6 so that parameters read as they are meant.
std::vector<double> EvenGrid(double first, double last, int count);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_CASCADE_COLUMN_H_
