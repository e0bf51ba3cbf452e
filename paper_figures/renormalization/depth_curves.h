#ifndef PAPER_FIGURES_RENORMALIZATION_DEPTH_CURVES_H_
#define PAPER_FIGURES_RENORMALIZATION_DEPTH_CURVES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/network/relative_entropy.h"
#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

// The relative entropy with depth of one network at one time of its training.
struct DepthCurve {
  int epoch = 0;          // finished epochs
  double accuracy = 0.0;  // on the images to judge by
  std::vector<network::LayerRelativeEntropy> layers;
};

// What one weight variance gives.
struct DepthPoint {
  double weight_variance = 0.0;
  // Before training, after the first epoch (which the paper's authors call "before", since their
  // program stores its first networks then), after the last one; no epoch twice.
  std::vector<DepthCurve> curves;
  // Over untrained networks, of which the trained one is the first: relative entropy of each
  // layer, mean and standard deviation, and the standard deviation of its plateau.
  std::vector<double> random_mean;
  std::vector<double> random_deviation;
  double random_plateau_deviation = 0.0;
};

// Units from the image to the ten classes: `depth` linear layers of which all but the last two
// have `width`, the last but one 400/784 of it: the paper's wide network for `width` = `in` = 784.
std::vector<int> DepthCurveSizes(int in, int out, int width, int depth);

// Mean of the relative entropy over layers `first` to the third last, whose width is that of
// layer 0. Domain: 0 <= first < layers - 2.
double Plateau(const std::vector<network::LayerRelativeEntropy>& layers, int first);
double Plateau(absl::Span<const double> relative_entropies, int first);

// Trains a network for each weight variance and measures it on `input`, one image.
//
// tanh after every layer, the last included, cross-entropy on its outputs, SGD in the images'
// order, full batches only (arXiv:2107.06898, the authors' notebooks). Network k of a weight
// variance has the seed `context.seed` + 2^32 k. Parameters of the figure that are used:
// weight_variances, bias_variance, depth, width, plateau_from, epochs, batch, learning_rate,
// momentum, samples, random_networks. Points are kept and shared out by weight variance
// (harness/figure_points.h). Cost: 6 flops per weight, image and epoch.
absl::StatusOr<std::vector<DepthPoint>> ComputeDepthPoints(const FigureContext& context,
                                                           const datasets::SplitDataset& data,
                                                           absl::Span<const float> input);

// The relative entropies of untrained network `index` of a weight variance.
absl::StatusOr<std::vector<network::LayerRelativeEntropy>> MeasureRandomNetwork(
    const FigureContext& context, const std::vector<int>& sizes, double weight_variance, int index,
    absl::Span<const float> input);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_DEPTH_CURVES_H_
