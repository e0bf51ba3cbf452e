// name:key=value,... and lists of them.

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "infoflow/support/named_parameters.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const std::string& part : infoflow::SplitUnquoted(bytes, ';')) {
    infoflow::ParseNameAndTexts(part).status().IgnoreError();
    infoflow::ParseNameAndParameters(part).status().IgnoreError();
  }
  return 0;
}
