// Mean field of wide random networks: maps, fixed points, depth scales and the order-chaos line.
//
// Symbols: w = sigma_w^2 weight variance, b = sigma_b^2 bias variance, q variance and c correlation
// of pre-activations, chi_1 slope of the c map at c = 1, xi depth scales. Mathematics:
// docs/networks.md.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "infoflow/activation/function.h"
#include "infoflow/network/mean_field/critical.h"
#include "infoflow/network/mean_field/mean_field.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/renormalization/network_mean_field_claims.h"
#include "paper_figures/renormalization/tanh_critical_point.h"

namespace infoflow::paper_figures {

namespace {

using network::CriticalPoint;
using network::MeanFieldPoint;

// The setting of the paper's notebooks.
constexpr double kBiasVariance = 0.05;
constexpr double kWeightVariance = 1.5;
// Distances from criticality of which the exponent is measured.
constexpr double kFarDistance = 1e-3;
constexpr double kNearDistance = 1e-5;

struct Parameters {
  int points;
  std::vector<double> map_weight_variances;
  std::vector<double> bias_variances;
  std::vector<std::string> activations;
  int points_per_decade;

  void Register(ParameterSet& set) {
    set.Add("points", &points, "points of an axis", {40, 350, 1400}, {10, 100000});
    set.Add("map_weight_variances", &map_weight_variances, "weight variances whose maps are drawn",
            {{1.0, 1.5, 2.5}, {1.0, 1.5, 2.5}, {1.0, 1.5, 2.5}}, {0.01, 20.0});
    set.Add("bias_variances", &bias_variances, "bias variances of the depth scales",
            {{0.01, 0.05, 0.3}, {0.01, 0.05, 0.1, 0.3}, {0.01, 0.05, 0.1, 0.3}}, {1e-6, 10.0});
    const std::vector<std::string> all = {"tanh", "erf", "hardtanh"};
    set.AddChoice("activations", &activations, "activations of the order-chaos line",
                  {all, all, all}, {{"tanh", "tanh"}, {"erf", "erf"}, {"hardtanh", "hardtanh"}});
    set.Add("points_per_decade", &points_per_decade, "distances from criticality a decade",
            {2, 6, 12}, {2, 100});
  }
};

// Both maps; that of the correlation at q*, where the paper's maps are drawn.
absl::Status AddMaps(const activation::Function& tanh, const Parameters& p,
                     MeanFieldRecord& record) {
  for (const double w : p.map_weight_variances) {
    INFOFLOW_ASSIGN_OR_RETURN(const MeanFieldPoint point,
                              network::SolveMeanField(tanh, w, kBiasVariance));
    for (int i = 0; i <= p.points; ++i) {
      const double q = 2.0 * i / p.points;
      INFOFLOW_ASSIGN_OR_RETURN(const network::VarianceStep variance,
                                network::MapVariance(tanh, w, kBiasVariance, q));
      record.variance_map.push_back({w, q, variance.variance, point.variance});
      const double d = 1.0 - static_cast<double>(i) / p.points;
      INFOFLOW_ASSIGN_OR_RETURN(const network::CorrelationStep step,
                                network::MapCorrelation(tanh, w, kBiasVariance, point.variance, d));
      record.correlation_map.push_back(
          {w, 1.0 - d, step.correlation(), step.slope, point.correlation()});
    }
  }
  return absl::OkStatus();
}

absl::Status AddScales(const activation::Function& tanh, const Parameters& p,
                       MeanFieldRecord& record) {
  for (const double b : p.bias_variances) {
    for (int i = 0; i <= p.points; ++i) {
      const double w = 0.5 + 3.5 * i / p.points;
      INFOFLOW_ASSIGN_OR_RETURN(const MeanFieldPoint point, network::SolveMeanField(tanh, w, b));
      record.scales.push_back({b, w, point.variance, point.correlation(), point.equal_input_slope,
                               point.variance_depth, point.correlation_depth});
    }
  }
  return absl::OkStatus();
}

absl::Status AddCriticalLine(const Parameters& p, MeanFieldRecord& record) {
  const int points = p.points / 2;
  for (const std::string& name : p.activations) {
    INFOFLOW_ASSIGN_OR_RETURN(const activation::Function activation,
                              activation::MakeFunction(name));
    for (int i = 0; i <= points; ++i) {
      // Evenly spaced in sqrt(b): the line leaves b = 0 with a vertical tangent.
      const double root = static_cast<double>(i) / points;
      const double b = 0.5 * root * root;
      INFOFLOW_ASSIGN_OR_RETURN(const CriticalPoint point,
                                network::FindCriticalWeightVariance(activation, b));
      record.line.push_back({name, b, point.weight_variance, point.variance});
    }
  }
  return absl::OkStatus();
}

absl::Status AddDivergence(const activation::Function& tanh, const Parameters& p,
                           MeanFieldRecord& record) {
  const auto length = [&](double w) -> absl::StatusOr<double> {
    INFOFLOW_ASSIGN_OR_RETURN(const MeanFieldPoint point,
                              network::SolveMeanField(tanh, w, kBiasVariance));
    return point.correlation_depth;
  };
  const int first = -p.points_per_decade / 2;
  for (int i = first; i >= -6 * p.points_per_decade; --i) {
    const double distance = std::pow(10.0, static_cast<double>(i) / p.points_per_decade);
    INFOFLOW_ASSIGN_OR_RETURN(const double below, length(record.critical - distance));
    INFOFLOW_ASSIGN_OR_RETURN(const double above, length(record.critical + distance));
    record.divergence.push_back({distance, below, above, record.critical});
  }
  for (const double side : {-1.0, 1.0}) {
    INFOFLOW_ASSIGN_OR_RETURN(const double far, length(record.critical + side * kFarDistance));
    INFOFLOW_ASSIGN_OR_RETURN(const double near, length(record.critical + side * kNearDistance));
    const double exponent = std::log(near / far) / std::log(kFarDistance / kNearDistance);
    record.exponent_error = std::max(record.exponent_error, std::abs(exponent - 1.0));
  }
  return absl::OkStatus();
}

absl::StatusOr<MeanFieldRecord> Compute(const Parameters& p, const Run&) {
  INFOFLOW_ASSIGN_OR_RETURN(const activation::Function tanh, activation::MakeFunction("tanh"));
  INFOFLOW_ASSIGN_OR_RETURN(const CriticalPoint critical,
                            network::FindCriticalWeightVariance(tanh, kBiasVariance));
  INFOFLOW_ASSIGN_OR_RETURN(const MeanFieldPoint at_critical,
                            network::SolveMeanField(tanh, critical.weight_variance, kBiasVariance));
  INFOFLOW_ASSIGN_OR_RETURN(const MeanFieldPoint notebooks,
                            network::SolveMeanField(tanh, kWeightVariance, kBiasVariance));
  MeanFieldRecord record;
  record.q_star = notebooks.variance;
  record.decorrelation = notebooks.decorrelation;
  record.xi = notebooks.correlation_depth;
  record.critical = critical.weight_variance;
  record.critical_by_bisection = TanhCriticalByBisection(kBiasVariance);
  record.critical_xi_q = at_critical.variance_depth;
  INFOFLOW_RETURN_IF_ERROR(AddMaps(tanh, p, record));
  INFOFLOW_RETURN_IF_ERROR(AddScales(tanh, p, record));
  INFOFLOW_RETURN_IF_ERROR(AddCriticalLine(p, record));
  INFOFLOW_RETURN_IF_ERROR(AddDivergence(tanh, p, record));
  return record;
}

std::vector<ResultTable> Tables(const MeanFieldRecord& record) {
  return {{"depth_scales", "tanh: fixed points and depth scales", TableOf(record.scales)},
          {"critical_line", "order-chaos line", TableOf(record.line)},
          {"divergence", "depth scale near criticality", TableOf(record.divergence)},
          {"variance_map", "variance map", TableOf(record.variance_map)},
          {"correlation_map", "correlation map at q*", TableOf(record.correlation_map)}};
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&,
                                     const MeanFieldRecord& record) {
  const std::vector<std::string> names = NumberNames({kBiasVariance, record.critical});
  PictureKeys keys;
  keys.Add("bias_variance_name", names[0]);
  keys.Add("critical", record.critical);
  keys.Add("critical_name", names[1]);
  keys.Add("map_weight_variances", p.map_weight_variances);
  keys.Add("map_names", NumberNames(p.map_weight_variances));
  keys.Add("bias_variances", p.bias_variances);
  keys.Add("bias_names", NumberNames(p.bias_variances));
  keys.Add("activations", p.activations);
  // xi_c times the distance, where both are at hand nearest to the critical point.
  keys.Add("amplitude", record.divergence.back().distance * record.divergence.back().xi_below);
  return Presentation{Tables(record), MeanFieldClaims(record), keys};
}

}  // namespace

Figure NetworkMeanField() {
  SinglePointFigureOf<Parameters, MeanFieldRecord> figure;
  figure.title = "Mean field of wide random networks and the order-chaos line";
  figure.paper = "arXiv:2107.06898";
  figure.source =
      "section on neural networks (maps and depth scales of the notebooks); overlays "
      "of arXiv:2406.12916";
  figure.description =
      "How variance and correlation of pre-activations change in a layer of a wide random tanh "
      "network, where they settle, over how many layers, and where the order-chaos line lies for "
      "several activations.";
  figure.oracle =
      "an independent prototype's trapezoidal rule with 25 digits at the critical points "
      "(testdata/reference/reconstruction/meanfield_tanh.csv, meanfield_tanh_critical_line.csv, "
      "testdata/reference/renormalization/net_qstar_xi.csv)";
  figure.width = 1500;
  figure.height = 900;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
