// How a result came to be: what is read is written so that it reads as the same.

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "infoflow/support/check.h"
#include "paper_figures/harness/provenance.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  using namespace infoflow::paper_figures;
  const auto provenance = ParseProvenance(bytes, "input");
  if (!provenance.ok()) return 0;
  const std::string text = FormatProvenance(*provenance);
  const auto again = ParseProvenance(text, "output");
  INFOFLOW_CHECK(again.ok() && FormatProvenance(*again) == text);
  return 0;
}
