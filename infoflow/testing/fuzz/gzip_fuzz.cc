// Packed files.

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "infoflow/support/gzip.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  constexpr std::size_t kMost = std::size_t{1} << 20;
  infoflow::Gunzip(bytes, "input", kMost).status().IgnoreError();
  infoflow::InflateRaw(bytes, "input", kMost).status().IgnoreError();
  return 0;
}
