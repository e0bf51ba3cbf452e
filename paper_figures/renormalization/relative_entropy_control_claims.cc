#include "paper_figures/renormalization/relative_entropy_control_claims.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "paper_figures/shared/extremes.h"

namespace infoflow::paper_figures {

namespace {

// Distance from the order-chaos line that counts as near, in weight variance.
constexpr double kNearCritical = 0.15;

}  // namespace

void AddOrderChaosClaims(const std::vector<OrderChaosRow>& rows, ClaimList& claims) {
  const auto longest = std::max_element(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.correlation_depth < b.correlation_depth;
  });
  double near = 0.0, elsewhere = 0.0;
  for (std::size_t i = 0; i + 3 < rows.size(); ++i) {
    const double third = std::fabs(rows[i + 3].mean_field - 3.0 * rows[i + 2].mean_field +
                                   3.0 * rows[i + 1].mean_field - rows[i].mean_field);
    const double middle = 0.5 * (rows[i + 1].weight_variance + rows[i + 2].weight_variance);
    double& largest =
        std::fabs(middle - longest->weight_variance) <= kNearCritical ? near : elsewhere;
    largest = std::max(largest, third);
  }
  const bool inside = longest != rows.begin() && longest != rows.end() - 1;
  const char* outside = "the order-chaos line is outside of the weight variances examined";
  claims.Add("no_feature", "The plateau has no feature at the order-chaos line.")
      .Quoted("abstract")
      .Measured(
          absl::StrFormat("largest third difference per step %g within %g of weight variance %.4g, "
                          "relative to the largest elsewhere, mean field",
                          rows[1].weight_variance - rows[0].weight_variance, kNearCritical,
                          longest->weight_variance),
          near / elsewhere)
      .DecidedIf(inside, outside)
      .Below(1.0);
  claims.Add("depth_scale_diverges", "There the depth scale of correlations diverges.")
      .Measured("its largest value on that grid (layers)", longest->correlation_depth)
      .DecidedIf(inside, outside)
      .Above(100.0);
}

void AddBrightClaims(const std::vector<BrightRow>& rows, ClaimList& claims) {
  Extremes relative_entropy, gaussian;
  for (const BrightRow& row : absl::MakeSpan(rows).subspan(1)) {
    relative_entropy.Add(row.relative_entropy);
    gaussian.Add(std::min(row.gaussian_forward, row.gaussian_reverse));
  }
  claims
      .Add("negative_when_bright",
           absl::StrFormat(
               "D is a cross entropy at one layer minus an entropy at another, no divergence: it "
               "is negative where variances shrink (sigma_w^2 = %g, q_0 = %g).",
               kBrightWeightVariance, kBrightFirstVariance))
      .Quoted("authors' notebooks")
      .Refines("D is called a KL divergence")
      .Measured("largest D of the layers of full width above layer 0 (nats)",
                relative_entropy.greatest)
      .DecidedIf(rows.back().mean_field < 0.0, "the bias variance is so large that they grow")
      .Below(0.0);
  claims
      .Add("gaussian_when_bright", "The Gaussian laws' relative entropies are positive there too.")
      .Measured("smallest of these layers, both ways (nats)", gaussian.least)
      .Above(0.0);
}

}  // namespace infoflow::paper_figures
