#include "paper_figures/reconstruction/cascade_datasets_claims.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::paper_figures {

namespace {

using numerics::kNaN;

// The farthest that collapse depths of the other data sets are from those of the digits.
struct Spread {
  double largest = kNaN;  // |depth / depth of the digits - 1|
  std::string where;
  int compared = 0;

  Spread(const std::vector<DatasetBoundaryRow>& boundary, double DatasetBoundaryRow::*ratio) {
    for (const DatasetBoundaryRow& row : boundary) {
      if (row.dataset == boundary.front().dataset || std::isnan(row.*ratio)) continue;
      const double distance = std::abs(row.*ratio - 1.0);
      if (compared++ > 0 && distance <= largest) continue;
      largest = distance;
      where = absl::StrFormat("%s at %.3g", row.dataset, row.weight_variance);
    }
  }
};

}  // namespace

void DatasetBoundaryRow::CompareWith(const DatasetBoundaryRow& digits, std::size_t layers,
                                     bool predicted) {
  const auto ratio = [&](double DatasetBoundaryRow::*depth) {
    const double own = this->*depth, other = digits.*depth;
    return std::max(own, other) <= static_cast<double>(layers) ? own / other : kNaN;
  };
  adam_ratio = ratio(&DatasetBoundaryRow::adam_collapse);
  adam_raw_ratio = ratio(&DatasetBoundaryRow::adam_raw_collapse);
  ridge_ratio = ratio(&DatasetBoundaryRow::ridge_collapse);
  if (predicted) predicted_ratio = 1.0 * predicted_collapse / digits.predicted_collapse;
}

ClaimList DatasetClaims(const std::vector<DatasetBoundaryRow>& boundary,
                        const std::vector<std::string>& missing) {
  const std::string& digits = boundary.front().dataset;
  const std::string without = missing.empty() ? "" : "; missing: " + absl::StrJoin(missing, ", ");
  const char* paper_says = "the boundary does not depend on the data set";
  ClaimList claims;
  const auto add = [&](const char* name, const char* sentence, double DatasetBoundaryRow::*ratio) {
    const Spread spread(boundary, ratio);
    return claims.Add(name, sentence)
        .Measured(absl::StrFormat("largest |depth / depth of %s - 1| of %d (%s)%s", digits,
                                  spread.compared, spread.where, without),
                  spread.largest)
        .DecidedIf(spread.compared > 0, "no other data set is there and collapses");
  };
  add("same_boundary", "The depth of collapse does not depend on the data set.",
      &DatasetBoundaryRow::adam_ratio)
      .Inferred()
      .AtMost(kBoundaryAgreement);
  add("mean_field", "In mean field it hardly does.", &DatasetBoundaryRow::predicted_ratio)
      .AtMost(kBoundaryAgreement);
  add("ridge",
      "With ridge decoders, which keep what varies by more than their penalty, data sets agree "
      "within a third only.",
      &DatasetBoundaryRow::ridge_ratio)
      .Inferred()
      .Refines(paper_says)
      .AtMost(1.0 / 3.0);

  double largest_raw_noise = kNaN;
  for (const DatasetBoundaryRow& row : boundary) {
    if (row.dataset != kWhiteNoise || digits == kWhiteNoise) continue;
    largest_raw_noise = std::fmax(largest_raw_noise, row.adam_raw_ratio);
  }
  claims
      .Add("raw_white_noise",
           "The agreement needs the normalisation of reconstructions, their least pixel "
           "subtracted: without it white noise, bright everywhere, collapses earlier.")
      .Inferred()
      .Refines(paper_says)
      .Measured(absl::StrCat("largest depth of white noise / that of ", digits), largest_raw_noise)
      .DecidedIf(!std::isnan(largest_raw_noise), "white noise is not compared or does not collapse")
      .Below(1.0);
  return claims;
}

}  // namespace infoflow::paper_figures
