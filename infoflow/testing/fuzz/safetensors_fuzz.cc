// Named arrays behind a header of JSON.

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "infoflow/support/check.h"
#include "infoflow/support/safetensors.h"
#include "infoflow/testing/fuzz/scratch_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto file =
      infoflow::SafetensorsFile::Open(infoflow::testing::ScratchFile("weights.safetensors", bytes));
  if (!file.ok()) return 0;
  for (const auto& [name, entry] : file->entries()) {
    const auto numbers = file->Read<float>(name);
    if (!numbers.ok()) continue;
    INFOFLOW_CHECK(numbers->size() == entry.count());
    for (const float number : *numbers) INFOFLOW_CHECK(std::isfinite(number));
  }
  return 0;
}
