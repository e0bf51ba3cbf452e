#ifndef INFOFLOW_SUPPORT_ZIP_ARCHIVE_H_
#define INFOFLOW_SUPPORT_ZIP_ARCHIVE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Files in a .zip file, stored or deflated, as numpy.savez and numpy.savez_compressed write them.
// Source: APPNOTE.TXT of PKWARE, section 4.3.

namespace infoflow {

struct ZipEntry {
  std::string name;
  std::uint16_t method = 0;  // 0: stored, 8: deflated
  std::uint32_t crc32 = 0;   // of what is unpacked
  std::uint64_t compressed_size = 0;
  std::uint64_t size = 0;
  std::uint64_t offset = 0;  // of the local header
};

// True when `content` starts as .zip files do.
bool IsZip(absl::string_view content);

// What the central directory lists. Errors name `source`: truncated or damaged; several disks,
// encryption and more than 4 GB are not supported.
absl::StatusOr<std::vector<ZipEntry>> ListZip(absl::string_view content, absl::string_view source);

// The file behind `entry`, a member of ListZip(content). Errors name `source` and the entry:
// damaged (the checksum is compared), another method of compression.
absl::StatusOr<std::string> ReadZipEntry(absl::string_view content, const ZipEntry& entry,
                                         absl::string_view source);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_ZIP_ARCHIVE_H_
