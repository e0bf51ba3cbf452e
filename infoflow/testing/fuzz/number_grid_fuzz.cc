// Tables of numbers, texts and arrays alike.

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "infoflow/support/check.h"
#include "infoflow/support/number_grid.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const infoflow::Header header :
       {infoflow::Header::kAuto, infoflow::Header::kYes, infoflow::Header::kNo}) {
    const auto grid = infoflow::ParseNumberGrid(bytes, "input", header);
    if (!grid.ok()) continue;
    INFOFLOW_CHECK(grid->rows > 0 && grid->columns > 0);
    INFOFLOW_CHECK(grid->values.size() == static_cast<std::size_t>(grid->rows) * grid->columns);
  }
  return 0;
}
