#include "paper_figures/reconstruction/published_phase_map.h"

#include <limits>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/runfiles.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::paper_figures {

namespace {

const char* FileOf(PublishedMap which) {
  switch (which) {
    case PublishedMap::kDense:
      break;
    case PublishedMap::kConvolutional:
      return "testdata/reference/reconstruction/published_convolutional_map.csv";
    case PublishedMap::kResidual:
      return "testdata/reference/reconstruction/published_residual_map.csv";
  }
  return "testdata/reference/reconstruction/published_phase_map.csv";
}

}  // namespace

double PublishedPhaseMap::CollapseAt(double weight_variance) const {
  for (std::size_t i = 1; i < points.size(); ++i) {
    const Point& left = points[i - 1];
    const Point& right = points[i];
    if (weight_variance < left.weight_variance || weight_variance > right.weight_variance) continue;
    return left.collapse + (right.collapse - left.collapse) *
                               (weight_variance - left.weight_variance) /
                               (right.weight_variance - left.weight_variance);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

Table PublishedPhaseMap::ToTable() const {
  Table table({{"weight_variance", ""}, {"collapse", "layers"}});
  for (const Point& point : points) table.AddRow({point.weight_variance, point.collapse});
  return table;
}

absl::StatusOr<PublishedPhaseMap> ReadPublishedPhaseMap(PublishedMap which) {
  PublishedPhaseMap map;
  const std::optional<std::string> path = FindRunfile("infoflow", FileOf(which));
  if (!path.has_value()) {
    map.warning =
        absl::StrCat("without the published map: ", FileOf(which), " is not beside the program");
    return map;
  }
  INFOFLOW_ASSIGN_OR_RETURN(const Table table, ReadCsvFile(*path));
  for (int row = 0; row < table.num_rows(); ++row) {
    INFOFLOW_ASSIGN_OR_RETURN(const double variance, table.Number(row, "weight_variance"));
    INFOFLOW_ASSIGN_OR_RETURN(const double layer, table.Number(row, "collapse_layer"));
    map.points.push_back({variance, layer});
  }
  return map;
}

}  // namespace infoflow::paper_figures
