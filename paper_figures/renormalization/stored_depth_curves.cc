#include "paper_figures/renormalization/stored_depth_curves.h"

#include <optional>

#include "infoflow/support/runfiles.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::paper_figures {

absl::StatusOr<std::vector<StoredLayerRow>> StoredDepthCurves(double least_weight_variance) {
  std::vector<StoredLayerRow> rows;
  const std::optional<std::string> path = FindRunfile("infoflow", kStoredDepthCurves);
  if (!path.has_value()) return rows;
  INFOFLOW_ASSIGN_OR_RETURN(const Table table, ReadCsvFile(*path));
  for (int i = 0; i < table.num_rows(); ++i) {
    StoredLayerRow row;
    INFOFLOW_ASSIGN_OR_RETURN(row.stage, table.Text(i, "tag"));
    INFOFLOW_ASSIGN_OR_RETURN(row.weight_variance, table.Number(i, "sw2"));
    INFOFLOW_ASSIGN_OR_RETURN(row.layer, table.Number(i, "layer"));
    INFOFLOW_ASSIGN_OR_RETURN(row.width, table.Number(i, "width"));
    INFOFLOW_ASSIGN_OR_RETURN(row.relative_entropy, table.Number(i, "D"));
    INFOFLOW_ASSIGN_OR_RETURN(row.normalized, table.Number(i, "D_plotted"));
    if (row.weight_variance >= least_weight_variance) rows.push_back(row);
  }
  return rows;
}

}  // namespace infoflow::paper_figures
