#include "infoflow/support/zip_archive.h"

#include <zlib.h>

#include <algorithm>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/data_file.h"
#include "infoflow/support/gzip.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {

namespace {

constexpr absl::string_view kLocalMagic("PK\x03\x04", 4);
constexpr absl::string_view kDirectoryMagic("PK\x01\x02", 4);
constexpr absl::string_view kEndMagic("PK\x05\x06", 4);
constexpr std::size_t kLocalBytes = 30;
constexpr std::size_t kDirectoryBytes = 46;
constexpr std::size_t kEndBytes = 22;
constexpr std::size_t kLongestComment = 65535;
// In the place of a size that stands elsewhere, since it does not fit.
constexpr std::uint32_t kElsewhere = 0xffffffff;

// `bytes` bytes at `at`, least first; the caller has compared the sizes.
std::uint32_t Integer(absl::string_view content, std::size_t at, int bytes) {
  std::uint32_t value = 0;
  for (int k = 0; k < bytes; ++k) {
    value |= static_cast<std::uint32_t>(static_cast<unsigned char>(content[at + k])) << (8 * k);
  }
  return value;
}

absl::Status ZipError(absl::string_view source, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(source, ": the .zip file ", what));
}

}  // namespace

bool IsZip(absl::string_view content) {
  return absl::StartsWith(content, kLocalMagic) || absl::StartsWith(content, kEndMagic);
}

absl::StatusOr<std::vector<ZipEntry>> ListZip(absl::string_view content, absl::string_view source) {
  const std::size_t earliest =
      content.size() - std::min(content.size(), kEndBytes + kLongestComment);
  const std::size_t end = content.rfind(kEndMagic);
  if (end == absl::string_view::npos || end < earliest || content.size() - end < kEndBytes) {
    return ZipError(source, "has no directory: it is truncated");
  }
  const std::uint32_t count = Integer(content, end + 10, 2);
  std::size_t at = Integer(content, end + 16, 4);
  std::vector<ZipEntry> entries;
  for (std::uint32_t k = 0; k < count; ++k) {
    if (at > end || end - at < kDirectoryBytes ||
        !absl::StartsWith(content.substr(at), kDirectoryMagic)) {
      return ZipError(source, "has a damaged directory");
    }
    const std::size_t name_bytes = Integer(content, at + 28, 2);
    const std::size_t more_bytes = Integer(content, at + 30, 2) + Integer(content, at + 32, 2);
    if (end - at - kDirectoryBytes < name_bytes + more_bytes) {
      return ZipError(source, "has a damaged directory");
    }
    ZipEntry entry;
    entry.name = std::string(content.substr(at + kDirectoryBytes, name_bytes));
    entry.method = static_cast<std::uint16_t>(Integer(content, at + 10, 2));
    entry.crc32 = Integer(content, at + 16, 4);
    entry.compressed_size = Integer(content, at + 20, 4);
    entry.size = Integer(content, at + 24, 4);
    entry.offset = Integer(content, at + 42, 4);
    if ((Integer(content, at + 8, 2) & 1) != 0) return ZipError(source, "is encrypted");
    if (entry.compressed_size == kElsewhere || entry.size == kElsewhere ||
        entry.offset == kElsewhere) {
      return ZipError(source, "is larger than 4 GB, which is not supported");
    }
    entries.push_back(std::move(entry));
    at += kDirectoryBytes + name_bytes + more_bytes;
  }
  return entries;
}

absl::StatusOr<std::string> ReadZipEntry(absl::string_view content, const ZipEntry& entry,
                                         absl::string_view source) {
  const std::string name = absl::StrCat(source, ":", entry.name);
  const std::size_t at = entry.offset;
  if (at > content.size() || content.size() - at < kLocalBytes ||
      !absl::StartsWith(content.substr(at), kLocalMagic)) {
    return ZipError(name, "has no entry there: it is damaged");
  }
  const std::size_t header =
      kLocalBytes + Integer(content, at + 26, 2) + Integer(content, at + 28, 2);
  if (content.size() - at < header || content.size() - at - header < entry.compressed_size) {
    return ZipError(name, "is truncated");
  }
  const absl::string_view packed = content.substr(at + header, entry.compressed_size);
  std::string unpacked;
  if (entry.method == 8) {
    const std::size_t most = absl::EndsWith(entry.name, ".npy")
                                 ? MostArrayBytes(packed.size())
                                 : MostUncompressedBytes(packed.size());
    INFOFLOW_ASSIGN_OR_RETURN(unpacked, InflateRaw(packed, name, most));
  } else if (entry.method == 0) {
    unpacked = std::string(packed);
  } else {
    return ZipError(
        name, absl::StrCat("uses compression ", entry.method, "; it must be stored or deflated"));
  }
  // zlib counts in 32 bits, and so do the sizes here.
  const uLong crc =
      crc32(0, reinterpret_cast<const Bytef*>(unpacked.data()), static_cast<uInt>(unpacked.size()));
  if (unpacked.size() != entry.size || crc != entry.crc32) return ZipError(name, "is damaged");
  return unpacked;
}

}  // namespace infoflow
