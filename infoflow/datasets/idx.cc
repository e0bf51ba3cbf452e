#include "infoflow/datasets/idx.h"

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/support/gzip.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::datasets {

namespace {

std::uint32_t BigEndian(absl::string_view content, std::size_t at) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(content[at + i]);
  return value;
}

}  // namespace

absl::StatusOr<IdxArray> ParseIdx(absl::string_view content, int dimensions,
                                  absl::string_view source) {
  const auto error = [&](absl::string_view what) {
    return absl::DataLossError(absl::StrCat(source, ": ", what));
  };
  std::string unpacked;
  if (IsGzip(content)) {
    INFOFLOW_ASSIGN_OR_RETURN(unpacked, Gunzip(content, source));
    content = unpacked;
  }
  const std::size_t header = 4 * (1 + static_cast<std::size_t>(dimensions));
  if (content.size() < header) {
    return error(absl::StrCat("is truncated: ", content.size(), " bytes, not even a header"));
  }
  const std::uint32_t want = 0x800 + static_cast<std::uint32_t>(dimensions);
  if (const std::uint32_t magic = BigEndian(content, 0); magic != want) {
    return error(absl::StrFormat("has the magic number 0x%08x, 0x%08x was expected", magic, want));
  }
  IdxArray array;
  std::size_t count = 1;
  for (int d = 0; d < dimensions; ++d) {
    const std::uint32_t size = BigEndian(content, 4 * (d + 1));
    array.sizes.push_back(static_cast<int>(size));
    // No data set comes near; larger products could overflow.
    if (size > 1u << 24 || (count *= size) > std::size_t{1} << 32) {
      return error(absl::StrCat("has the size ", size, " in its header, which is too large"));
    }
  }
  if (content.size() != header + count) {
    return error(absl::StrCat(content.size() < header + count ? "is truncated" : "is too long",
                              ": ", content.size(), " bytes, its header says ", header + count));
  }
  array.bytes = std::string(content.substr(header));
  return array;
}

}  // namespace infoflow::datasets
