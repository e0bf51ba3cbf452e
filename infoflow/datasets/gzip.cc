#include "infoflow/datasets/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <cstddef>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace infoflow::datasets {

bool IsGzip(absl::string_view content) { return absl::StartsWith(content, "\x1f\x8b"); }

absl::StatusOr<std::string> Gunzip(absl::string_view content, absl::string_view source,
                                   std::size_t max_size) {
  const auto error = [&](absl::string_view what) {
    return absl::DataLossError(absl::StrCat(source, ": ", what));
  };
  if (!IsGzip(content)) return error("is not a gzip file");
  z_stream stream = {};
  // 16: gzip's header and trailer, not zlib's.
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) return error("zlib cannot start");
  const auto end = absl::MakeCleanup([&] { inflateEnd(&stream); });
  std::string result;
  char buffer[1 << 16];
  std::size_t taken = 0;
  int code = Z_OK;
  while (code != Z_STREAM_END) {
    if (stream.avail_in == 0) {
      // zlib counts in 32 bits.
      const std::size_t piece = std::min<std::size_t>(content.size() - taken, 1 << 30);
      if (piece == 0) return error("is truncated");
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data() + taken));
      stream.avail_in = static_cast<uInt>(piece);
      taken += piece;
    }
    stream.next_out = reinterpret_cast<Bytef*>(buffer);
    stream.avail_out = sizeof(buffer);
    code = inflate(&stream, Z_NO_FLUSH);
    if (code != Z_OK && code != Z_STREAM_END) return error("is damaged");
    result.append(buffer, sizeof(buffer) - stream.avail_out);
    if (result.size() > max_size) {
      return error(absl::StrCat("holds more than ", max_size, " bytes"));
    }
  }
  return result;
}

}  // namespace infoflow::datasets
