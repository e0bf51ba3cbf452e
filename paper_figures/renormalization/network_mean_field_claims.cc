#include "paper_figures/renormalization/network_mean_field_claims.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace infoflow::paper_figures {

namespace {

// In the notebooks' setting. Bounds: half a unit of the last digit that is stated.
void AddNotebookClaims(const MeanFieldRecord& record, ClaimList& claims) {
  claims
      .Add("q_star", "At sigma_w^2 = 1.5, sigma_b^2 = 0.05 the variance settles at q* = 0.418037.")
      .Measured("|q* - 0.418037|", std::abs(record.q_star - 0.418037))
      .AtMost(5e-7);
  claims.Add("inputs_alike", "There any two inputs become alike: rho* = 1.")
      .Measured("1 - rho*", record.decorrelation)
      .AtMost(0.0);
  claims
      .Add("interpolation",
           "Interpolation on a grid of step 0.05, as in the notebooks, shifts q* and xi by less "
           "than 1 %.")
      .Quoted("authors' notebooks")
      .Refines("q* = 0.41748 and xi = 15.890 (computed in the authors' notebooks)")
      .Measured(
          "larger of |q*/0.41748 - 1| and |xi/15.890 - 1|",
          std::max(std::abs(record.q_star / 0.41748 - 1.0), std::abs(record.xi / 15.890 - 1.0)))
      .Below(0.01);
}

void AddCriticalPointClaims(const MeanFieldRecord& record, ClaimList& claims) {
  const MeanFieldDivergenceRow& nearest = record.divergence.back();
  claims.Add("critical_point", "xi peaks at sigma_w^2 = 1.76095463960677 for sigma_b^2 = 0.05.")
      .Measured("|sigma_w^2 of chi_1 = 1 - 1.76095463960677|",
                std::abs(record.critical - 1.76095463960677))
      .AtMost(1e-12);
  claims
      .Add("bisection",
           "A bisection of chi_1 with another quadrature finds the same critical point.")
      .Measured("|difference| in sigma_w^2",
                std::abs(record.critical - record.critical_by_bisection))
      .AtMost(1e-12);
  claims.Add("xi", "xi(1.5) = 15.790994 layers.")
      .Measured("|xi - 15.790994| (layers)", std::abs(record.xi - 15.790994))
      .AtMost(5e-7);
  claims.Add("divergence", "xi diverges at criticality, from both sides.")
      .Measured("xi at |sigma_w^2 - critical| = 1e-6 (layers)",
                std::min(nearest.xi_below, nearest.xi_above))
      .AtLeast(1e5);
  claims.Add("exponent", "It does so with exponent 1 in sigma_w^2.")
      .Measured("largest |exponent - 1| between distances 1e-5 and 1e-3", record.exponent_error)
      .AtMost(0.01);
}

}  // namespace

ClaimList MeanFieldClaims(const MeanFieldRecord& record) {
  double smallest_length = std::numeric_limits<double>::infinity();
  int decreases = 0;  // steps in w at which q* does not grow
  for (std::size_t i = 0; i < record.scales.size(); ++i) {
    const MeanFieldScaleRow& row = record.scales[i];
    smallest_length = std::min({smallest_length, row.xi_q, row.xi_c});
    const bool first = i == 0 || row.weight_variance < record.scales[i - 1].weight_variance;
    decreases += !first && !(row.q_star > record.scales[i - 1].q_star);
  }
  ClaimList claims;
  AddNotebookClaims(record, claims);
  AddCriticalPointClaims(record, claims);
  claims.Add("lengths", "No length is negative.")
      .Measured("smallest length (layers)", smallest_length)
      .AtLeast(0.0);
  claims
      .Add("variance_length",
           "The variance does not notice the transition: its own length is finite there.")
      .Measured("xi_q at the critical point (layers)", record.critical_xi_q)
      .Below(10.0);
  claims.Add("variance_grows", "q* grows with sigma_w^2, through the transition as well.")
      .Measured("steps at which it does not", decreases)
      .AtMost(0.0);
  return claims;
}

}  // namespace infoflow::paper_figures
