#ifndef PAPER_FIGURES_RENORMALIZATION_DEPTH_CURVE_RESULTS_H_
#define PAPER_FIGURES_RENORMALIZATION_DEPTH_CURVE_RESULTS_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "infoflow/network/mean_field_activation.h"
#include "infoflow/network/relative_entropy_mean_field.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/renormalization/depth_curves.h"

namespace infoflow::paper_figures {

// The smallest weight variance that the paper plots: below it D need not grow (claim C14).
inline constexpr double kLeastPlotted = 1.5;

// What all claims and tables are made from.
struct DepthCurveInputs {
  bool as_in_the_paper;  // preset paper
  int random_networks;
  network::MeanFieldActivation activation;
  double bias_variance;
  double mean_square;  // of the image
  int width;
  int depth;
  int plateau_from;
  std::vector<DepthPoint> points;

  // q_0 for the image.
  double FirstVariance(double weight_variance) const;
  // Per neuron, layers 0 to depth - 1, and what they tend to.
  absl::StatusOr<std::vector<network::MeanFieldRelativeEntropy>> MeanField(
      double weight_variance, double first_variance) const;
  absl::StatusOr<double> MeanFieldPlateau(double weight_variance) const;
  // Last layer of full width.
  int last_wide() const { return depth - 3; }
};

// The tables "plateau" and "relative_entropy".
absl::Status AddCurves(const DepthCurveInputs& inputs, FigureResult& result);

// Claims on the layers of each network: C14, C17, C20, G1.
absl::Status AddLayerClaims(const DepthCurveInputs& inputs, FigureResult& result);

// Claims on plateaus over the weight variance: C15, C16, C18.
absl::Status AddPlateauClaims(const DepthCurveInputs& inputs, FigureResult& result);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_DEPTH_CURVE_RESULTS_H_
