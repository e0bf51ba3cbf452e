#include "infoflow/rbm/machine/spin_file.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "infoflow/support/npy.h"
#include "infoflow/support/spin_table.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::rbm {

absl::StatusOr<Spins> ReadSpins(const std::string& path, std::string* description) {
  INFOFLOW_ASSIGN_OR_RETURN(const SpinTable table, ReadSpinTable(path));
  constexpr std::int64_t kMost = std::numeric_limits<int>::max();
  if (table.samples > kMost || table.units > kMost) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": ", table.description, ": at most ", kMost, " of each"));
  }
  if (description != nullptr) *description = table.description;
  return Spins(SpinsView(absl::MakeConstSpan(table.values), static_cast<int>(table.samples),
                         static_cast<int>(table.units)));
}

absl::Status WriteSpins(SpinsView spins, const std::string& path) {
  if (absl::EndsWith(path, ".npy")) {
    const Spins copy(spins);
    return WriteNpyFile(MakeNpy(copy.values(), {spins.rows(), spins.columns()}), path);
  }
  std::vector<Column> columns = {{"k", ""}};
  for (int i = 0; i < spins.columns(); ++i) columns.push_back({absl::StrCat("v", i), ""});
  Table table(std::move(columns));
  for (int k = 0; k < spins.rows(); ++k) {
    std::vector<Cell> cells = {k};
    for (int i = 0; i < spins.columns(); ++i) cells.push_back(spins(k, i));
    table.AddRow(std::move(cells));
  }
  return WriteCsvFile(table, path);
}

}  // namespace infoflow::rbm
