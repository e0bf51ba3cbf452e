// Checkpoints; the checksum is made right, or nothing behind it would be reached.

#include <zlib.h>

#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "infoflow/support/checkpoint_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  infoflow::ParseCheckpoint(bytes, "input").status().IgnoreError();
  const auto crc = static_cast<std::uint32_t>(crc32(0, data, static_cast<uInt>(size)));
  infoflow::ParseCheckpoint(absl::StrCat(bytes, absl::StrFormat("crc32 %08x\n", crc)), "input")
      .status()
      .IgnoreError();
  return 0;
}
