#include "paper_figures/harness/figure.h"

#include <string>

namespace infoflow::paper_figures {

GoldenTolerance ResultTable::ToleranceOf(absl::string_view column) const {
  const auto found = column_tolerances.find(std::string(column));
  return found != column_tolerances.end() ? found->second : tolerance;
}

}  // namespace infoflow::paper_figures
