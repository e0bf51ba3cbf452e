// Networks with an input, as tables list them.

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "infoflow/network/relative_entropy/network_problem_file.h"
#include "infoflow/support/table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto table = infoflow::ParseCsv(bytes, "input");
  if (!table.ok()) return 0;
  infoflow::network::ParseNetworkProblem(*table, "input").status().IgnoreError();
  return 0;
}
