// Samples of spins in every form.

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "infoflow/support/check.h"
#include "infoflow/support/spin_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto table = infoflow::ParseSpinTable(bytes, "input");
  if (!table.ok()) return 0;
  INFOFLOW_CHECK(table->values.size() == static_cast<std::size_t>(table->samples * table->units));
  for (const std::int8_t spin : table->values) INFOFLOW_CHECK(spin == 1 || spin == -1);
  return 0;
}
