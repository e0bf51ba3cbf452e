// Arrays as MNIST's files hold them.

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "infoflow/datasets/idx.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const int dimensions : {1, 3}) {
    infoflow::datasets::ParseIdx(bytes, dimensions, "input").status().IgnoreError();
  }
  infoflow::datasets::ParseIdxImages(bytes, "input").status().IgnoreError();
  return 0;
}
