#include "paper_figures/renormalization/ising_square_flow_claims.h"

#include <algorithm>
#include <cmath>

namespace infoflow::paper_figures {

ClaimList SquareMapClaims(const SquareMapRecord& record) {
  const double critical = record.fixed_points[0].fixed_point;
  const MapFixedPointRow& sum = record.fixed_points[1];
  const MapFixedPointRow& wall = record.fixed_points[2];
  // e^{2K*} of the wall map solves y^3 - y^2 - y - 1 = 0.
  const double y = std::exp(2.0 * wall.fixed_point);
  // The two schemes that only ever lose coupling: how close K' comes to K on the grid.
  double largest_ratio = 0.0;
  for (const MapImages& at : record.maps) {
    const double image = std::max(at.images[kDropMap], at.images[kOptimalMap]);
    largest_ratio = std::max(largest_ratio, image / at.coupling);
  }

  ClaimList claims;
  claims
      .Add("sum_transition",
           "Keeping the ground state's energy (sum) puts the transition within 16% of K_c.")
      .Measured("|K*/K_c - 1|", std::abs(sum.fixed_point / critical - 1.0))
      .AtMost(0.16);
  claims.Add("sum_exponent", "Its correlation length exponent is within 7% of the exact nu = 1.")
      .Measured("|nu - 1|", std::abs(sum.correlation_length_exponent - 1.0))
      .AtMost(0.07);
  claims
      .Add("bracket", "Sum and wall bracket the exact critical coupling: K*(wall) < K_c < K*(sum).")
      .Measured("smaller of K_c - K*(wall) and K*(sum) - K_c",
                std::min(critical - wall.fixed_point, sum.fixed_point - critical))
      .Above(0.0);
  claims.Add("tribonacci", "e^{2K*} of wall and mk (b = 2) is the tribonacci constant.")
      .Measured("|y^3 - y^2 - y - 1| at y = e^{2K*}", std::abs(((y - 1.0) * y - 1.0) * y - 1.0))
      .AtMost(1e-13);
  claims
      .Add("no_fixed_point",
           "Dropping the new couplings, or projecting optimally, leaves no fixed point: K' < K at "
           "every K, and every flow ends in disorder.")
      .Inferred()
      .Refines(
          "a truncated decimation has a non-trivial fixed point (its scheme is "
          "not known to us; sum, wall and mk have one)")
      .Measured("largest K'/K on the grid", largest_ratio)
      .Below(1.0);
  claims.Add("unstable", "Flows leave an unstable K* to disorder below it and to order above it.")
      .Measured("starts that end elsewhere", record.strays)
      .DecidedIf(record.starts > 0, "every flow starts at K* itself")
      .AtMost(0.0);
  claims.Add("fixed_points", "Every fixed point is one.")
      .Measured("largest |K'(K*)/K* - 1|", record.worst_residual)
      .AtMost(1e-14);
  return claims;
}

}  // namespace infoflow::paper_figures
