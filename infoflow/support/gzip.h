#ifndef INFOFLOW_SUPPORT_GZIP_H_
#define INFOFLOW_SUPPORT_GZIP_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow {

// True when `content` starts as files of gzip do.
bool IsGzip(absl::string_view content);

// `content` as gzip compresses it, without name or time: the same bytes for the same zlib. Cost: 20
// ms a megabyte.
std::string Gzip(absl::string_view content);

// What was compressed, of all members when several files were put behind each other. Errors name
// `source`: truncated, damaged (zlib checks length and CRC-32), other bytes behind the end, or
// more than `max_size` bytes.
absl::StatusOr<std::string> Gunzip(absl::string_view content, absl::string_view source,
                                   std::size_t max_size = std::size_t{1} << 30);

// At most `bytes` bytes of its beginning; fewer where it holds fewer or is damaged.
std::string GunzipStart(absl::string_view content, std::size_t bytes);

// What the whole of `content` holds, deflated without header or checksum, as .zip files hold it.
absl::StatusOr<std::string> InflateRaw(absl::string_view content, absl::string_view source,
                                       std::size_t max_size);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_GZIP_H_
