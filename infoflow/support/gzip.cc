#include "infoflow/support/gzip.h"

#include <zlib.h>

#include <algorithm>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/check.h"

namespace infoflow {

namespace {

// For inflateInit2: gzip's header and trailer, or neither these nor zlib's.
constexpr int kGzipWindow = 16 + MAX_WBITS;
constexpr int kRawWindow = -MAX_WBITS;

absl::StatusOr<std::string> Inflate(absl::string_view content, int window, absl::string_view source,
                                    std::size_t max_size) {
  const auto error = [&](absl::string_view what) {
    return absl::DataLossError(absl::StrCat(source, ": ", what));
  };
  z_stream stream = {};
  if (inflateInit2(&stream, window) != Z_OK) return error("zlib cannot start");
  const auto end = absl::MakeCleanup([&] { inflateEnd(&stream); });
  std::string result;
  char buffer[1 << 16];
  std::size_t taken = 0;
  for (;;) {
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
    const int code = inflate(&stream, Z_NO_FLUSH);
    if (code != Z_OK && code != Z_STREAM_END) return error("is damaged");
    result.append(buffer, sizeof(buffer) - stream.avail_out);
    if (result.size() > max_size) {
      return error(absl::StrCat("holds more than ", max_size, " bytes, too many to unpack from ",
                                content.size(), "; give it unpacked"));
    }
    if (code != Z_STREAM_END) continue;
    const absl::string_view rest = content.substr(taken - stream.avail_in);
    if (rest.empty()) return result;
    if (window != kGzipWindow || !IsGzip(rest)) return error("has other bytes behind its end");
    inflateReset(&stream);
  }
}

}  // namespace

bool IsGzip(absl::string_view content) { return absl::StartsWith(content, "\x1f\x8b"); }

std::string Gzip(absl::string_view content) {
  z_stream stream = {};
  constexpr int kMemoryLevel = 8;  // zlib's default
  INFOFLOW_CHECK(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemoryLevel,
                              Z_DEFAULT_STRATEGY) == Z_OK);
  const auto end = absl::MakeCleanup([&] { deflateEnd(&stream); });
  std::string result;
  char buffer[1 << 16];
  std::size_t taken = 0;
  int code = Z_OK;
  while (code != Z_STREAM_END) {
    if (stream.avail_in == 0) {
      const std::size_t piece = std::min<std::size_t>(content.size() - taken, 1 << 30);
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data() + taken));
      stream.avail_in = static_cast<uInt>(piece);
      taken += piece;
    }
    stream.next_out = reinterpret_cast<Bytef*>(buffer);
    stream.avail_out = sizeof(buffer);
    code = deflate(&stream, taken == content.size() ? Z_FINISH : Z_NO_FLUSH);
    INFOFLOW_CHECK(code == Z_OK || code == Z_STREAM_END);
    result.append(buffer, sizeof(buffer) - stream.avail_out);
  }
  return result;
}

absl::StatusOr<std::string> Gunzip(absl::string_view content, absl::string_view source,
                                   std::size_t max_size) {
  if (!IsGzip(content)) return absl::DataLossError(absl::StrCat(source, ": is not a gzip file"));
  return Inflate(content, kGzipWindow, source, max_size);
}

std::string GunzipStart(absl::string_view content, std::size_t bytes) {
  z_stream stream = {};
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) return "";
  const auto end = absl::MakeCleanup([&] { inflateEnd(&stream); });
  std::string start(bytes, '\0');
  constexpr std::size_t kEnough = 1 << 16;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(std::min(content.size(), kEnough));
  stream.next_out = reinterpret_cast<Bytef*>(start.data());
  stream.avail_out = static_cast<uInt>(bytes);
  inflate(&stream, Z_NO_FLUSH);
  start.resize(bytes - stream.avail_out);
  return start;
}

absl::StatusOr<std::string> InflateRaw(absl::string_view content, absl::string_view source,
                                       std::size_t max_size) {
  return Inflate(content, kRawWindow, source, max_size);
}

}  // namespace infoflow
