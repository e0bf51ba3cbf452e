#include "infoflow/cascade/collapse_depth.h"

#include <cmath>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/network/mean_field/mean_field.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::cascade {

ImageStatistics MeasureImages(linalg::ConstMatrixView<float> images) {
  const double n = images.rows();
  INFOFLOW_CHECK(images.rows() >= 2);
  std::vector<double> sums(images.columns());
  double squares = 0.0;
  for (int b = 0; b < images.rows(); ++b) {
    for (int i = 0; i < images.columns(); ++i) {
      const double pixel = images(b, i);
      sums[i] += pixel;
      squares += pixel * pixel;
    }
  }
  INFOFLOW_CHECK(squares > 0.0);
  double square_of_sum = 0.0;
  for (const double sum : sums) square_of_sum += sum * sum;
  ImageStatistics statistics;
  statistics.mean_square = squares / (n * images.columns());
  // sum_{a != b} x_a x_b = |sum_b x_b|^2 - sum_b |x_b|^2.
  statistics.correlation = (square_of_sum - squares) / ((n - 1.0) * squares);
  return statistics;
}

double CollapsedVariance(double entropy, int pixels) {
  using numerics::kHalfLn2PiE;
  const double deviation = pixels * std::exp(entropy - kHalfLn2PiE);
  return deviation * deviation;
}

absl::StatusOr<CollapseDepth> PredictCollapseDepth(const activation::Function& activation,
                                                   double weight_variance, double bias_variance,
                                                   const CollapseDepthOptions& options) {
  const ImageStatistics& images = options.images;
  if (!(std::isfinite(images.mean_square) && images.mean_square >= 0.0)) {
    return absl::InvalidArgumentError(absl::StrCat("input_mean_square=", images.mean_square,
                                                   ": must be a finite number, at least 0"));
  }
  if (!(images.correlation >= -1.0 && images.correlation <= 1.0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("input_correlation=", images.correlation, ": must be from -1 to 1"));
  }
  if (!(options.resolution > 0.0 && options.resolution <= 2.0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("resolution=", options.resolution, ": must be above 0 and at most 2"));
  }
  if (options.max_depth < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_depth=", options.max_depth, ": must be at least 1"));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point,
                            network::SolveMeanField(activation, weight_variance, bias_variance));
  CollapseDepth depth;
  depth.correlation_depth = point.correlation_depth;
  const double signal = weight_variance * images.mean_square;
  double variance = signal + bias_variance;
  double decorrelation = variance > 0.0 ? signal * (1.0 - images.correlation) / variance : 0.0;
  for (int layer = 1; layer <= options.max_depth; ++layer) {
    if (decorrelation <= options.resolution) {
      depth.layer = layer;
      depth.collapses = true;
      return depth;
    }
    // A chaotic network whose correlation has arrived at its fixed point stays there.
    if (point.equal_input_slope > 1.0 && layer > 50 &&
        std::abs(decorrelation - point.decorrelation) <= 1e-12 * point.decorrelation &&
        point.decorrelation > options.resolution) {
      break;
    }
    INFOFLOW_ASSIGN_OR_RETURN(const network::CorrelationStep step,
                              network::MapCorrelation(activation, weight_variance, bias_variance,
                                                      variance, decorrelation));
    variance = step.variance;
    decorrelation = step.decorrelation;
  }
  depth.layer = options.max_depth + 1;
  return depth;
}

}  // namespace infoflow::cascade
