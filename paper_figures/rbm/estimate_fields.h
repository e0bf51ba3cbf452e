#ifndef PAPER_FIGURES_RBM_ESTIMATE_FIELDS_H_
#define PAPER_FIGURES_RBM_ESTIMATE_FIELDS_H_

#include "absl/strings/str_cat.h"
#include "infoflow/numerics/jackknife.h"
#include "paper_figures/harness/fields.h"

// Estimates with their errors as fields (fields.h). The jackknife's bias is not kept.

namespace infoflow::paper_figures {

template <>
struct FieldsOf<numerics::JackknifeEstimate> {
  template <typename Self, typename Visit>
  static void VisitFields(Self& self, Visit& visit) {
    visit("value", self.value);
    visit("error", self.error);
  }
};

// In a row: two columns, `name` and `name`_error.
template <typename Estimate, typename Visit>
void VisitEstimate(const char* name, Estimate& estimate, Visit& visit, const char* unit = "") {
  visit(name, estimate.value, unit);
  visit(absl::StrCat(name, "_error").c_str(), estimate.error, unit);
}

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_ESTIMATE_FIELDS_H_
