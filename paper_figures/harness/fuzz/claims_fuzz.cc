// Tables of claims.

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "infoflow/support/check.h"
#include "infoflow/support/table.h"
#include "paper_figures/harness/claim.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto table = infoflow::ParseCsv(bytes, "input");
  if (!table.ok()) return 0;
  const auto claims = infoflow::paper_figures::ParseClaimsTable(*table);
  if (!claims.ok()) return 0;
  const auto again = infoflow::paper_figures::ParseClaimsTable(ClaimsTable(*claims));
  INFOFLOW_CHECK(again.ok() && again->size() == claims->size());
  return 0;
}
