#ifndef INFOFLOW_CASCADE_COLLAPSE_DEPTH_H_
#define INFOFLOW_CASCADE_COLLAPSE_DEPTH_H_

#include "absl/status/statusor.h"
#include "infoflow/activation/function.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::cascade {

// How a data set's images look to a wide network: mean square of pixels, and mean over pairs of
// different images of their scalar product per pixel relative to it.
struct ImageStatistics {
  double mean_square = 0.1;  // the defaults are MNIST's, rounded
  double correlation = 0.4;
};

// Domain: at least 2 images, not all of them empty. Cost: O(images pixels).
ImageStatistics MeasureImages(linalg::ConstMatrixView<float> images);

// Differential entropy below which an image of the paper's map counts as collapsed
// (arXiv:2406.12916, figure of the phase boundary; the number is our reading of it).
inline constexpr double kCollapsedEntropy = -13.0;

// The relative variance r of pixels that a differential entropy stands for: images with sum 1 and
// `pixels` pixels whose values vary by the standard deviation s have r = (s pixels)^2, and
// entropy = 1/2 ln(2 pi e) + ln s. For -13 and 784 pixels r = 1.84e-7.
double CollapsedVariance(double entropy, int pixels);

struct CollapseDepthOptions {
  ImageStatistics images;
  double resolution = 1.84e-7;  // in (0, 2]; CollapsedVariance(kCollapsedEntropy, 784)
  int max_depth = 10000;        // where the search ends; at least 1
};

struct CollapseDepth {
  // The first layer whose outputs for two different images differ by no more than the
  // resolution; max_depth + 1 when there is none.
  int layer = 0;
  bool collapses = false;
  double correlation_depth = 0.0;  // xi_c
};

// The depth at which the recursion of correlations, started from the images, brings
// 1 - c_l below the resolution:
//
//   q_1 = sigma_w^2 s + sigma_b^2, 1 - c_1 = sigma_w^2 s (1 - k) / q_1,
//
// s the mean square and k the correlation of the images, and from there the mean-field maps.
// Ours: the paper compares with multiples of xi_c. It is what a cascade would show whose decoders
// neither amplify nor damp differences between images; asymptotically xi_c ln(1 / resolution).
// Chaotic networks do not collapse. Domain: as SolveMeanField; statistics with mean_square >= 0
// and finite, correlation in [-1, 1]; otherwise InvalidArgument. Cost: 5 to 30 us a layer.
absl::StatusOr<CollapseDepth> PredictCollapseDepth(const activation::Function& activation,
                                                   double weight_variance, double bias_variance,
                                                   const CollapseDepthOptions& options);

}  // namespace infoflow::cascade

#endif  // INFOFLOW_CASCADE_COLLAPSE_DEPTH_H_
