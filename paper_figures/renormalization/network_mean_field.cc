// Mean field of wide random networks: maps, fixed points, depth scales and the order-chaos line.
//
// Symbols: w = sigma_w^2 weight variance, b = sigma_b^2 bias variance, q variance and c correlation
// of pre-activations, chi_1 slope of the c map at c = 1, xi depth scales. Mathematics:
// docs/networks.md.

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/network/mean_field.h"
#include "infoflow/network/mean_field_activation.h"
#include "infoflow/network/mean_field_critical.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

namespace {

using network::CriticalPoint;
using network::MeanFieldActivation;
using network::MeanFieldPoint;

constexpr char kRecipe[] =
#include "paper_figures/renormalization/network_mean_field.gp.inc"
    ;

// The setting of the paper's notebooks.
constexpr double kBiasVariance = 0.05;
constexpr double kWeightVariance = 1.5;
// Distances from criticality of which the exponent is measured.
constexpr double kFarDistance = 1e-3;
constexpr double kNearDistance = 1e-5;

// E f(tanh'(u), tanh(u)) for u ~ N(0, q) by the trapezoidal rule with 64 nodes a deviation on 14
// deviations: another rule than the library's, at a higher resolution.
template <typename Function>
double TrapezoidalMean(double q, const Function& f) {
  constexpr double kStep = 1.0 / 64.0;
  double sum = 0.0;
  for (int i = -14 * 64; i <= 14 * 64; ++i) {
    const double z = kStep * i;
    sum += std::exp(-0.5 * z * z) * f(std::tanh(std::sqrt(q) * z));
  }
  return sum * kStep / std::sqrt(2.0 * M_PI);
}

// The weight variance with chi_1 = 1 by bisection, q* by bisection for each of them: nothing in
// common with the library's parametrization by q.
double CriticalByBisection(double b) {
  const auto bisect = [](double low, double high, const auto& increasing) {
    while (true) {
      const double middle = 0.5 * (low + high);
      if (middle <= low || middle >= high) return middle;
      (increasing(middle) < 0.0 ? low : high) = middle;
    }
  };
  return bisect(1.0, 4.0, [&](double w) {
    const double q = bisect(b, w + b, [&](double x) {
      return x - b - w * TrapezoidalMean(x, [](double t) { return t * t; });
    });
    return w * TrapezoidalMean(q, [](double t) { return (1.0 - t * t) * (1.0 - t * t); }) - 1.0;
  });
}

absl::StatusOr<Table> VarianceMapTable(const MeanFieldActivation& tanh,
                                       const std::vector<double>& weight_variances, int points) {
  Table table({{"weight_variance", ""}, {"variance", ""}, {"next_variance", ""}, {"q_star", ""}});
  for (const double w : weight_variances) {
    INFOFLOW_ASSIGN_OR_RETURN(const MeanFieldPoint point,
                              network::SolveMeanField(tanh, w, kBiasVariance));
    for (int i = 0; i <= points; ++i) {
      const double q = 2.0 * i / points;
      INFOFLOW_ASSIGN_OR_RETURN(const network::VarianceStep step,
                                network::MapVariance(tanh, w, kBiasVariance, q));
      table.AddRow({w, q, step.variance, point.variance});
    }
  }
  return table;
}

// At q*, where the paper's maps are drawn.
absl::StatusOr<Table> CorrelationMapTable(const MeanFieldActivation& tanh,
                                          const std::vector<double>& weight_variances, int points) {
  Table table({{"weight_variance", ""},
               {"correlation", ""},
               {"next_correlation", ""},
               {"slope", ""},
               {"c_star", ""}});
  for (const double w : weight_variances) {
    INFOFLOW_ASSIGN_OR_RETURN(const MeanFieldPoint point,
                              network::SolveMeanField(tanh, w, kBiasVariance));
    for (int i = 0; i <= points; ++i) {
      const double d = 1.0 - static_cast<double>(i) / points;
      INFOFLOW_ASSIGN_OR_RETURN(const network::CorrelationStep step,
                                network::MapCorrelation(tanh, w, kBiasVariance, point.variance, d));
      table.AddRow({w, 1.0 - d, step.correlation(), step.slope, point.correlation()});
    }
  }
  return table;
}

struct Scales {
  Table table;
  double smallest_length = std::numeric_limits<double>::infinity();
  int decreases = 0;  // steps in w at which q* does not grow
};

absl::StatusOr<Scales> DepthScales(const MeanFieldActivation& tanh,
                                   const std::vector<double>& bias_variances, int points) {
  Scales scales{Table({{"bias_variance", ""},
                       {"weight_variance", ""},
                       {"q_star", ""},
                       {"c_star", ""},
                       {"chi_1", ""},
                       {"xi_q", "layers"},
                       {"xi_c", "layers"}})};
  for (const double b : bias_variances) {
    double before = 0.0;
    for (int i = 0; i <= points; ++i) {
      const double w = 0.5 + 3.5 * i / points;
      INFOFLOW_ASSIGN_OR_RETURN(const MeanFieldPoint point, network::SolveMeanField(tanh, w, b));
      scales.smallest_length =
          std::min({scales.smallest_length, point.variance_depth, point.correlation_depth});
      if (!(point.variance > before)) ++scales.decreases;
      before = point.variance;
      scales.table.AddRow({b, w, point.variance, point.correlation(), point.equal_input_slope,
                           point.variance_depth, point.correlation_depth});
    }
  }
  return scales;
}

absl::StatusOr<Table> CriticalLineTable(const std::vector<std::string>& activations, int points) {
  Table table({{"activation", ""}, {"bias_variance", ""}, {"weight_variance", ""}, {"q_star", ""}});
  for (const std::string& name : activations) {
    INFOFLOW_ASSIGN_OR_RETURN(const MeanFieldActivation activation,
                              network::MakeMeanFieldActivation(name));
    for (int i = 0; i <= points; ++i) {
      // Evenly spaced in sqrt(b): the line leaves b = 0 with a vertical tangent.
      const double root = static_cast<double>(i) / points;
      const double b = 0.5 * root * root;
      INFOFLOW_ASSIGN_OR_RETURN(const CriticalPoint point,
                                network::FindCriticalWeightVariance(activation, b));
      table.AddRow({name, FormatDouble(b), FormatDouble(point.weight_variance),
                    FormatDouble(point.variance)});
    }
  }
  return table;
}

struct Divergence {
  Table table;
  double exponent_error = 0.0;  // largest |measured exponent - 1| of both sides
  double shortest = 0.0;        // length at the smallest distance, the smaller of both sides
};

absl::StatusOr<Divergence> MeasureDivergence(const MeanFieldActivation& tanh, double critical,
                                             int points_per_decade) {
  Divergence result{Table({{"distance", ""},
                           {"xi_below", "layers"},
                           {"xi_above", "layers"},
                           {"critical_weight_variance", ""}})};
  const auto length = [&](double w) -> absl::StatusOr<double> {
    INFOFLOW_ASSIGN_OR_RETURN(const MeanFieldPoint point,
                              network::SolveMeanField(tanh, w, kBiasVariance));
    return point.correlation_depth;
  };
  const int first = -points_per_decade / 2;
  for (int i = first; i >= -6 * points_per_decade; --i) {
    const double distance = std::pow(10.0, static_cast<double>(i) / points_per_decade);
    INFOFLOW_ASSIGN_OR_RETURN(const double below, length(critical - distance));
    INFOFLOW_ASSIGN_OR_RETURN(const double above, length(critical + distance));
    result.table.AddRow({distance, below, above, critical});
    result.shortest = std::min(below, above);
  }
  for (const double side : {-1.0, 1.0}) {
    INFOFLOW_ASSIGN_OR_RETURN(const double far, length(critical + side * kFarDistance));
    INFOFLOW_ASSIGN_OR_RETURN(const double near, length(critical + side * kNearDistance));
    const double exponent = std::log(near / far) / std::log(kFarDistance / kNearDistance);
    result.exponent_error = std::max(result.exponent_error, std::abs(exponent - 1.0));
  }
  return result;
}

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  const int points = static_cast<int>(parameters.Integer("points"));
  INFOFLOW_ASSIGN_OR_RETURN(const MeanFieldActivation tanh,
                            network::MakeMeanFieldActivation("tanh"));
  INFOFLOW_ASSIGN_OR_RETURN(const CriticalPoint critical,
                            network::FindCriticalWeightVariance(tanh, kBiasVariance));
  INFOFLOW_ASSIGN_OR_RETURN(const MeanFieldPoint at_critical,
                            network::SolveMeanField(tanh, critical.weight_variance, kBiasVariance));
  INFOFLOW_ASSIGN_OR_RETURN(const MeanFieldPoint paper,
                            network::SolveMeanField(tanh, kWeightVariance, kBiasVariance));
  INFOFLOW_ASSIGN_OR_RETURN(
      Table variance_map,
      VarianceMapTable(tanh, parameters.Numbers("map_weight_variances"), points));
  INFOFLOW_ASSIGN_OR_RETURN(
      Table correlation_map,
      CorrelationMapTable(tanh, parameters.Numbers("map_weight_variances"), points));
  INFOFLOW_ASSIGN_OR_RETURN(Scales scales,
                            DepthScales(tanh, parameters.Numbers("bias_variances"), points));
  INFOFLOW_ASSIGN_OR_RETURN(Table line,
                            CriticalLineTable(parameters.Choices("activations"), points / 2));
  INFOFLOW_ASSIGN_OR_RETURN(
      Divergence divergence,
      MeasureDivergence(tanh, critical.weight_variance,
                        static_cast<int>(parameters.Integer("points_per_decade"))));

  FigureResult result;
  const GoldenTolerance fixed_point = {1e-9, 1e-12};
  // Errors of 1e-15 in chi_1 are divided by its distance from 1.
  const GoldenTolerance near_critical = {1e-7, 1e-12};
  result.tables.push_back({"depth_scales",
                           "tanh: fixed points and depth scales",
                           std::move(scales.table),
                           fixed_point,
                           {{"xi_c", near_critical}}});
  result.tables.push_back({"critical_line", "order-chaos line", std::move(line), fixed_point});
  result.tables.push_back(
      {"divergence", "depth scale near criticality", std::move(divergence.table), near_critical});
  result.tables.push_back({"variance_map", "variance map", std::move(variance_map), fixed_point});
  result.tables.push_back(
      {"correlation_map", "correlation map at q*", std::move(correlation_map), fixed_point});
  using Relation = Claim::Relation;
  // Half a unit of the last digit that is stated.
  result.claims = {
      {"C10", "At sigma_w^2 = 1.5, sigma_b^2 = 0.05 the variance settles at q* = 0.418037.",
       "|q* - 0.418037|", std::abs(paper.variance - 0.418037), Relation::kAtMost, 5e-7},
      {"C10a", "There any two inputs become alike: rho* = 1.", "1 - rho*", paper.decorrelation,
       Relation::kAtMost, 0.0},
      {"C10b",
       "Interpolation on a grid of step 0.05, as in the notebooks, shifts q* and xi by less "
       "than 1 %.",
       "larger of |q*/0.41748 - 1| and |xi/15.890 - 1|",
       std::max(std::abs(paper.variance / 0.41748 - 1.0),
                std::abs(paper.correlation_depth / 15.890 - 1.0)),
       Relation::kLess, 0.01, "q* = 0.41748 and xi = 15.890 (computed in the authors' notebooks)"},
      {"C11", "xi peaks at sigma_w^2 = 1.76095463960677 for sigma_b^2 = 0.05.",
       "|sigma_w^2 of chi_1 = 1 - 1.76095463960677|",
       std::abs(critical.weight_variance - 1.76095463960677), Relation::kAtMost, 1e-12},
      {"C11a", "A bisection of chi_1 with another quadrature finds the same critical point.",
       "|difference| in sigma_w^2",
       std::abs(critical.weight_variance - CriticalByBisection(kBiasVariance)), Relation::kAtMost,
       1e-12},
      {"C11b", "xi(1.5) = 15.790994 layers.", "|xi - 15.790994| (layers)",
       std::abs(paper.correlation_depth - 15.790994), Relation::kAtMost, 5e-7},
      {"C11c", "xi diverges at criticality, from both sides.",
       "xi at |sigma_w^2 - critical| = 1e-6 (layers)", divergence.shortest, Relation::kAtLeast,
       1e5},
      {"C11d", "It does so with exponent 1 in sigma_w^2.",
       "largest |exponent - 1| between distances 1e-5 and 1e-3", divergence.exponent_error,
       Relation::kAtMost, 0.01},
      {"C11e", "No length is negative.", "smallest length (layers)", scales.smallest_length,
       Relation::kAtLeast, 0.0},
      {"M1", "The variance does not notice the transition: its own length is finite there.",
       "xi_q at the critical point (layers)", at_critical.variance_depth, Relation::kLess, 10.0},
      {"M2", "q* grows with sigma_w^2, through the transition as well.",
       "steps at which it does not", static_cast<double>(scales.decreases), Relation::kAtMost,
       0.0}};
  return result;
}

}  // namespace

Figure NetworkMeanField() {
  Figure figure;
  figure.slug = "network_mean_field";
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
  figure.parameters.AddInteger("points", "points of an axis", {40, 350, 1400}, {10, 100000})
      .AddNumbers("map_weight_variances", "weight variances whose maps are drawn",
                  {{1.0, 1.5, 2.5}, {1.0, 1.5, 2.5}, {1.0, 1.5, 2.5}}, {0.01, 20.0})
      .AddNumbers("bias_variances", "bias variances of the depth scales",
                  {{0.01, 0.05, 0.3}, {0.01, 0.05, 0.1, 0.3}, {0.01, 0.05, 0.1, 0.3}}, {1e-6, 10.0})
      .AddChoices(
          "activations", "activations of the order-chaos line",
          {{"tanh", "erf", "hardtanh"}, {"tanh", "erf", "hardtanh"}, {"tanh", "erf", "hardtanh"}},
          {"tanh", "erf", "hardtanh"})
      .AddInteger("points_per_decade", "distances from criticality a decade", {2, 6, 12}, {2, 100});
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
