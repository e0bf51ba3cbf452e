#include "paper_figures/renormalization/depth_curve_results.h"

#include <cmath>
#include <cstddef>
#include <limits>

#include "infoflow/network/mean_field/mean_field.h"
#include "infoflow/network/relative_entropy/relative_entropy.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/shared/even_grid.h"

namespace infoflow::paper_figures {

namespace {

using network::LayerRelativeEntropy;
using network::MeanFieldRelativeEntropy;
using numerics::MeanEstimate;

// Weight variances across the order-chaos line, which for a bias variance of 0.05 is at 1.76.
std::vector<double> OrderChaosGrid() { return EvenGrid(1.0, 3.75, 56); }

// What untrained networks give.
struct RandomNetworks {
  std::vector<MeanEstimate> layers;
  MeanEstimate plateau;
};

RandomNetworks Summarize(const std::vector<std::vector<double>>& networks, int plateau_from) {
  std::vector<numerics::MeanAccumulator> layers(networks[0].size());
  numerics::MeanAccumulator plateau;
  for (const std::vector<double>& relative_entropies : networks) {
    for (std::size_t l = 0; l < layers.size(); ++l) layers[l].Add(relative_entropies[l]);
    plateau.Add(Plateau(relative_entropies, plateau_from).mean);
  }
  RandomNetworks summary;
  for (const numerics::MeanAccumulator& layer : layers) summary.layers.push_back(layer.Estimate());
  summary.plateau = plateau.Estimate();
  return summary;
}

}  // namespace

absl::StatusOr<WideLimit> WideLimit::Create(const DepthCurveSettings& settings,
                                            double mean_square) {
  INFOFLOW_ASSIGN_OR_RETURN(activation::Function tanh, activation::MakeFunction("tanh"));
  return WideLimit(std::move(tanh), settings, mean_square);
}

double WideLimit::FirstVariance(double weight_variance) const {
  return network::FirstLayerVariance(weight_variance, settings_.bias_variance, mean_square_);
}

absl::StatusOr<std::vector<MeanFieldRelativeEntropy>> WideLimit::LayersFrom(
    double weight_variance, double first_variance) const {
  return network::RelativeEntropyInMeanField(activation_, weight_variance, settings_.bias_variance,
                                             first_variance, settings_.depth - 1);
}

absl::StatusOr<std::vector<MeanFieldRelativeEntropy>> WideLimit::Layers(
    double weight_variance) const {
  return LayersFrom(weight_variance, FirstVariance(weight_variance));
}

absl::StatusOr<double> WideLimit::Plateau(double weight_variance) const {
  INFOFLOW_ASSIGN_OR_RETURN(
      const double per_neuron,
      network::RelativeEntropyPlateau(activation_, weight_variance, settings_.bias_variance,
                                      FirstVariance(weight_variance)));
  return settings_.width * per_neuron;
}

absl::StatusOr<double> WideLimit::CorrelationDepth(double weight_variance) const {
  INFOFLOW_ASSIGN_OR_RETURN(
      const network::MeanFieldPoint point,
      network::SolveMeanField(activation_, weight_variance, settings_.bias_variance));
  return point.correlation_depth;
}

MeanEstimate Plateau(absl::Span<const double> relative_entropies, int first) {
  const int end = static_cast<int>(relative_entropies.size()) - 2;
  INFOFLOW_CHECK(0 <= first && first < end);
  return numerics::EstimateMean(relative_entropies.subspan(first, end - first));
}

absl::StatusOr<std::vector<StageRows>> MakeStageRows(double weight_variance,
                                                     const DepthCurves& curves,
                                                     const DepthCurveSettings& settings,
                                                     int plateau_from, const WideLimit& limit) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const double normalization = network::NotebookNormalization(settings.width, weight_variance);
  const RandomNetworks random = Summarize(curves.random, plateau_from);
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<MeanFieldRelativeEntropy> wide,
                            limit.Layers(weight_variance));
  INFOFLOW_ASSIGN_OR_RETURN(const double wide_plateau, limit.Plateau(weight_variance));
  std::vector<StageRows> stages;
  for (const DepthCurve& curve : curves.stages) {
    StageRows& stage = stages.emplace_back();
    std::vector<double> relative_entropies;
    for (int l = 0; l < settings.depth; ++l) {
      const LayerRelativeEntropy& layer = curve.layers[l];
      const double neurons = l <= settings.last_wide() ? layer.width : kNone;
      relative_entropies.push_back(layer.relative_entropy);
      stage.layers.push_back(
          {weight_variance, curve.epoch, l, layer.width, layer.mean, layer.variance,
           layer.relative_entropy, layer.relative_entropy / normalization, layer.gaussian_forward,
           layer.gaussian_reverse, random.layers[l].mean, std::sqrt(random.layers[l].variance),
           neurons * wide[l].relative_entropy, neurons * wide[l].gaussian_forward,
           neurons * wide[l].gaussian_reverse});
    }
    const MeanEstimate plateau = Plateau(relative_entropies, plateau_from);
    stage.plateau = {weight_variance,
                     curve.epoch,
                     curve.accuracy,
                     plateau.mean,
                     plateau.mean / normalization,
                     std::sqrt(plateau.variance),
                     random.plateau.mean,
                     std::sqrt(random.plateau.variance),
                     wide_plateau};
  }
  return stages;
}

absl::StatusOr<std::vector<OrderChaosRow>> OrderChaosRows(const WideLimit& limit) {
  std::vector<OrderChaosRow> rows;
  for (const double variance : OrderChaosGrid()) {
    INFOFLOW_ASSIGN_OR_RETURN(const double plateau, limit.Plateau(variance));
    INFOFLOW_ASSIGN_OR_RETURN(const double depth, limit.CorrelationDepth(variance));
    rows.push_back({variance, plateau, depth});
  }
  return rows;
}

absl::StatusOr<std::vector<BrightRow>> BrightRows(const DepthCurveSettings& settings,
                                                  const WideLimit& limit,
                                                  absl::Span<const float> image, int classes,
                                                  std::uint64_t seed) {
  const double mean_square =
      (kBrightFirstVariance - settings.bias_variance) / kBrightWeightVariance;
  const double scale = std::sqrt(mean_square / limit.mean_square());
  std::vector<float> bright;
  for (const float pixel : image) bright.push_back(static_cast<float>(scale * pixel));
  INFOFLOW_ASSIGN_OR_RETURN(
      const std::vector<LayerRelativeEntropy> layers,
      MeasureRandomNetwork(
          settings,
          DepthCurveSizes(static_cast<int>(image.size()), classes, settings.width, settings.depth),
          kBrightWeightVariance, bright, seed));
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<MeanFieldRelativeEntropy> wide,
                            limit.LayersFrom(kBrightWeightVariance, kBrightFirstVariance));
  std::vector<BrightRow> rows;
  for (int l = 0; l <= settings.last_wide(); ++l) {
    rows.push_back({l, layers[l].relative_entropy, settings.width * wide[l].relative_entropy,
                    layers[l].gaussian_forward, layers[l].gaussian_reverse});
  }
  return rows;
}

}  // namespace infoflow::paper_figures
