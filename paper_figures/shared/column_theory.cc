#include "paper_figures/shared/column_theory.h"

#include <utility>

#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

// Where the search for a predicted collapse ends.
constexpr int kMostPredicted = 1000;

}  // namespace

absl::StatusOr<ColumnTheory> ColumnTheory::Create(double bias_variance) {
  INFOFLOW_ASSIGN_OR_RETURN(activation::Function activation,
                            activation::MakeFunction(activation::KindName(kColumnActivation)));
  return ColumnTheory(std::move(activation), bias_variance);
}

absl::StatusOr<network::MeanFieldPoint> ColumnTheory::MeanField(double weight_variance) const {
  return network::SolveMeanField(activation_, weight_variance, bias_variance_);
}

absl::StatusOr<network::CriticalPoint> ColumnTheory::CriticalWeightVariance() const {
  return network::FindCriticalWeightVariance(activation_, bias_variance_);
}

absl::StatusOr<cascade::CollapseDepth> ColumnTheory::Collapse(
    double weight_variance, const cascade::ImageStatistics& images, double entropy,
    int pixels) const {
  cascade::CollapseDepthOptions options;
  options.images = images;
  options.resolution = cascade::CollapsedVariance(entropy, pixels);
  options.max_depth = kMostPredicted;
  return cascade::PredictCollapseDepth(activation_, weight_variance, bias_variance_, options);
}

}  // namespace infoflow::paper_figures
