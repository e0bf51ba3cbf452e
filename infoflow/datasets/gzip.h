#ifndef INFOFLOW_DATASETS_GZIP_H_
#define INFOFLOW_DATASETS_GZIP_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow::datasets {

// True when `content` starts as files of gzip do.
bool IsGzip(absl::string_view content);

// What was compressed. Errors name `source`: truncated, damaged (zlib checks length and CRC-32),
// or more than `max_size` bytes.
absl::StatusOr<std::string> Gunzip(absl::string_view content, absl::string_view source,
                                   std::size_t max_size = std::size_t{1} << 30);

}  // namespace infoflow::datasets

#endif  // INFOFLOW_DATASETS_GZIP_H_
