// Arguments of figures and of the catalogue, one a line.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "paper_figures/harness/options.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::vector<std::string> arguments = absl::StrSplit(bytes, '\n');
  infoflow::paper_figures::ParseFigureOptions(arguments).status().IgnoreError();
  infoflow::paper_figures::ParseCatalogueOptions(arguments).status().IgnoreError();
  return 0;
}
