#ifndef PAPER_FIGURES_SHARED_COLUMN_THEORY_H_
#define PAPER_FIGURES_SHARED_COLUMN_THEORY_H_

#include <utility>

#include "absl/status/statusor.h"
#include "infoflow/activation/batch.h"
#include "infoflow/activation/function.h"
#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/network/mean_field/critical.h"
#include "infoflow/network/mean_field/mean_field.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

// The nonlinearity of columns, of their networks and of their theory.
inline constexpr activation::Kind kColumnActivation = activation::Kind::kTanh;

// Mean field of random tanh networks with a given bias variance.
class ColumnTheory {
 public:
  static absl::StatusOr<ColumnTheory> Create(double bias_variance);

  absl::StatusOr<network::MeanFieldPoint> MeanField(double weight_variance) const;
  // Where the ordered phase ends. Errors: of FindCriticalWeightVariance.
  absl::StatusOr<network::CriticalPoint> CriticalWeightVariance() const;
  // The layer at which images with these statistics collapse (PredictCollapseDepth) when that is
  // seen at `entropy` (nats per pixel) of `pixels` pixels. Searched up to layer 1000.
  absl::StatusOr<cascade::CollapseDepth> Collapse(double weight_variance,
                                                  const cascade::ImageStatistics& images,
                                                  double entropy, int pixels) const;

 private:
  ColumnTheory(activation::Function activation, double bias_variance)
      : activation_(std::move(activation)), bias_variance_(bias_variance) {}

  activation::Function activation_;
  double bias_variance_;
};

template <>
struct FieldsOf<cascade::ImageStatistics> {
  template <typename Self, typename Visit>
  static void VisitFields(Self& self, Visit& visit) {
    visit("mean_square", self.mean_square);
    visit("correlation", self.correlation);
  }
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_SHARED_COLUMN_THEORY_H_
