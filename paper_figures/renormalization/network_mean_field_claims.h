#ifndef PAPER_FIGURES_RENORMALIZATION_NETWORK_MEAN_FIELD_CLAIMS_H_
#define PAPER_FIGURES_RENORMALIZATION_NETWORK_MEAN_FIELD_CLAIMS_H_

#include <string>
#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

struct MeanFieldVarianceRow {
  double weight_variance = 0.0, variance = 0.0, next_variance = 0.0, q_star = 0.0;

  INFOFLOW_FIELDS(weight_variance, variance, next_variance, q_star)
};

struct MeanFieldCorrelationRow {
  double weight_variance = 0.0, correlation = 0.0, next_correlation = 0.0;
  double slope = 0.0, c_star = 0.0;

  INFOFLOW_FIELDS(weight_variance, correlation, next_correlation, slope, c_star)
};

struct MeanFieldScaleRow {
  double bias_variance = 0.0, weight_variance = 0.0;
  double q_star = 0.0, c_star = 0.0, chi_1 = 0.0;
  double xi_q = 0.0, xi_c = 0.0;

  INFOFLOW_COLUMNS(bias_variance, "", weight_variance, "", q_star, "", c_star, "", chi_1, "", xi_q,
                   "layers", xi_c, "layers")
};

struct MeanFieldLineRow {
  std::string activation;
  double bias_variance = 0.0, weight_variance = 0.0, q_star = 0.0;

  INFOFLOW_FIELDS(activation, bias_variance, weight_variance, q_star)
};

struct MeanFieldDivergenceRow {
  double distance = 0.0, xi_below = 0.0, xi_above = 0.0, critical_weight_variance = 0.0;

  INFOFLOW_COLUMNS(distance, "", xi_below, "layers", xi_above, "layers", critical_weight_variance,
                   "")
};

struct MeanFieldRecord {
  std::vector<MeanFieldVarianceRow> variance_map;
  std::vector<MeanFieldCorrelationRow> correlation_map;
  std::vector<MeanFieldScaleRow> scales;
  std::vector<MeanFieldLineRow> line;
  std::vector<MeanFieldDivergenceRow> divergence;
  double exponent_error = 0.0;  // largest |measured exponent - 1| of both sides
  // tanh in the notebooks' setting: q*, 1 - c* and xi_c.
  double q_star = 0.0, decorrelation = 0.0, xi = 0.0;
  // Where it becomes critical for the notebooks' sigma_b^2, by two methods, and xi_q there.
  double critical = 0.0, critical_by_bisection = 0.0, critical_xi_q = 0.0;

  INFOFLOW_FIELDS(variance_map, correlation_map, scales, line, divergence, exponent_error, q_star,
                  decorrelation, xi, critical, critical_by_bisection, critical_xi_q)
};

ClaimList MeanFieldClaims(const MeanFieldRecord& record);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_NETWORK_MEAN_FIELD_CLAIMS_H_
