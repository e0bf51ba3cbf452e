#ifndef PAPER_FIGURES_RENORMALIZATION_DEPTH_CURVE_RESULTS_H_
#define PAPER_FIGURES_RENORMALIZATION_DEPTH_CURVE_RESULTS_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/activation/function.h"
#include "infoflow/network/relative_entropy/relative_entropy_mean_field.h"
#include "infoflow/numerics/statistics.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/renormalization/depth_curves.h"

namespace infoflow::paper_figures {

// The limit of large width of networks that follow one image (network/relative_entropy_mean_field).
class WideLimit {
 public:
  // `mean_square`: |x|^2/n of the image.
  static absl::StatusOr<WideLimit> Create(const DepthCurveSettings& settings, double mean_square);

  double mean_square() const { return mean_square_; }
  // Of all layers per neuron, from layer 0 of variance `first_variance`, or the image's.
  absl::StatusOr<std::vector<network::MeanFieldRelativeEntropy>> LayersFrom(
      double weight_variance, double first_variance) const;
  absl::StatusOr<std::vector<network::MeanFieldRelativeEntropy>> Layers(
      double weight_variance) const;
  // What D tends to with depth, in nats of a layer of full width.
  absl::StatusOr<double> Plateau(double weight_variance) const;
  // xi_c in layers.
  absl::StatusOr<double> CorrelationDepth(double weight_variance) const;

 private:
  WideLimit(activation::Function activation, const DepthCurveSettings& settings, double mean_square)
      : activation_(std::move(activation)), settings_(settings), mean_square_(mean_square) {}
  double FirstVariance(double weight_variance) const;

  activation::Function activation_;
  DepthCurveSettings settings_;
  double mean_square_;
};

// Mean and variance of D over the layers from `first` to the third last, whose width is that of
// layer 0. Domain: 0 <= first < layers - 2.
numerics::MeanEstimate Plateau(absl::Span<const double> relative_entropies, int first);

// One layer of one network at one time, and of untrained networks.
struct LayerRow {
  double weight_variance = 0.0;
  int epoch = 0, layer = 0, width = 0;
  double mean = 0.0, variance = 0.0;
  double relative_entropy = 0.0;
  double normalized = 0.0;  // by network::NotebookNormalization
  double gaussian_forward = 0.0, gaussian_reverse = 0.0;
  double random_mean = 0.0, random_deviation = 0.0;
  // NaN in layers that are narrower.
  double mean_field = 0.0, mean_field_forward = 0.0, mean_field_reverse = 0.0;

  INFOFLOW_COLUMNS(weight_variance, "", epoch, "", layer, "", width, "neurons", mean, "", variance,
                   "", relative_entropy, "nats", normalized, "", gaussian_forward, "nats",
                   gaussian_reverse, "nats", random_mean, "nats", random_deviation, "nats",
                   mean_field, "nats", mean_field_forward, "nats", mean_field_reverse, "nats")
};

// The plateau of one network at one time, and of untrained networks.
struct PlateauRow {
  double weight_variance = 0.0;
  int epoch = 0;
  double accuracy = 0.0;
  double plateau = 0.0, normalized = 0.0;
  double scatter = 0.0;  // standard deviation over its layers
  double random_mean = 0.0, random_deviation = 0.0, mean_field = 0.0;

  INFOFLOW_COLUMNS(weight_variance, "", epoch, "", accuracy, "", plateau, "nats", normalized, "",
                   scatter, "nats", random_mean, "nats", random_deviation, "nats", mean_field,
                   "nats")
};

struct StageRows {
  PlateauRow plateau;
  std::vector<LayerRow> layers;
};

// The rows of one weight variance, a stage of training each. Domain: plateau_from <
// settings.last_wide().
absl::StatusOr<std::vector<StageRows>> MakeStageRows(double weight_variance,
                                                     const DepthCurves& curves,
                                                     const DepthCurveSettings& settings,
                                                     int plateau_from, const WideLimit& limit);

// The plateau in mean field across the order-chaos line.
struct OrderChaosRow {
  double weight_variance = 0.0, mean_field = 0.0, correlation_depth = 0.0;

  INFOFLOW_COLUMNS(weight_variance, "", mean_field, "nats", correlation_depth, "layers")
};
absl::StatusOr<std::vector<OrderChaosRow>> OrderChaosRows(const WideLimit& limit);

// The negative control: D falls from layer to layer where q_0 is above q*.
inline constexpr double kBrightWeightVariance = 2.0;
inline constexpr double kBrightFirstVariance = 2.5;  // q_0

struct BrightRow {
  int layer = 0;
  double relative_entropy = 0.0, mean_field = 0.0;
  double gaussian_forward = 0.0, gaussian_reverse = 0.0;

  INFOFLOW_COLUMNS(layer, "", relative_entropy, "nats", mean_field, "nats", gaussian_forward,
                   "nats", gaussian_reverse, "nats")
};
// The layers of full width of one random network with `image` made so bright.
absl::StatusOr<std::vector<BrightRow>> BrightRows(const DepthCurveSettings& settings,
                                                  const WideLimit& limit,
                                                  absl::Span<const float> image, int classes,
                                                  std::uint64_t seed);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_DEPTH_CURVE_RESULTS_H_
