// Golden files.

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "paper_figures/harness/golden.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  using namespace infoflow::paper_figures;
  const auto golden = ParseGolden(bytes, "input");
  if (!golden.ok()) return 0;
  ColumnsThatHoldNothing(*golden);
  CompareWithGolden({}, *golden);
  return 0;
}
