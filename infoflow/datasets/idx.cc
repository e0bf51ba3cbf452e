#include "infoflow/datasets/idx.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/support/data_file.h"
#include "infoflow/support/gzip.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::datasets {

namespace {

std::uint32_t BigEndian(absl::string_view content, std::size_t at) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(content[at + i]);
  return value;
}

absl::Status IdxError(absl::string_view source, absl::string_view what) {
  return absl::DataLossError(absl::StrCat(source, ": ", what));
}

// Types of elements, the third byte of a file.
constexpr std::uint32_t kBytes = 0x08;
constexpr std::uint32_t kFloats = 0x0d;

std::uint32_t Magic(std::uint32_t type, int dimensions) {
  return type << 8 | static_cast<std::uint32_t>(dimensions);
}

absl::Status MagicError(std::uint32_t magic, std::uint32_t want, absl::string_view source) {
  constexpr std::uint32_t kNpy = 0x934e554d;
  const std::uint32_t type = magic >> 8;
  return IdxError(
      source,
      absl::StrFormat("has the magic number 0x%08x, 0x%08x was expected: must be an IDX file of "
                      "bytes with %d dimension%s, as MNIST's files are%s",
                      magic, want, want & 0xff, (want & 0xff) == 1 ? "" : "s",
                      magic == kNpy     ? "; this is an .npy file"
                      : type == kFloats ? "; this is one of 32-bit floats"
                      : type == kBytes  ? absl::StrFormat("; this has %d", magic & 0xff)
                                        : ""));
}

// `content`, or what is packed in it, which is kept in `unpacked`.
absl::StatusOr<absl::string_view> Unpacked(absl::string_view content, absl::string_view source,
                                           std::string& unpacked) {
  if (!IsGzip(content)) return content;
  INFOFLOW_ASSIGN_OR_RETURN(unpacked, Gunzip(content, source, MostArrayBytes(content.size())));
  return absl::string_view(unpacked);
}

// Of elements of `element` bytes.
absl::StatusOr<IdxArray> ParseArray(absl::string_view content, std::uint32_t type,
                                    std::size_t element, int dimensions, absl::string_view source) {
  const std::size_t header = 4 * (1 + static_cast<std::size_t>(dimensions));
  if (content.size() < header) {
    return IdxError(source,
                    absl::StrCat("is truncated: ", content.size(), " bytes, not even a header"));
  }
  const std::uint32_t want = Magic(type, dimensions);
  if (const std::uint32_t magic = BigEndian(content, 0); magic != want) {
    return MagicError(magic, want, source);
  }
  IdxArray array;
  std::size_t count = 1;
  for (int d = 0; d < dimensions; ++d) {
    const std::uint32_t size = BigEndian(content, 4 * (d + 1));
    array.sizes.push_back(static_cast<int>(size));
    // No data set comes near; larger products could overflow.
    if (size > 1u << 24 || (count *= size) > std::size_t{1} << 32) {
      return IdxError(source,
                      absl::StrCat("has the size ", size, " in its header, which is too large"));
    }
  }
  const std::size_t promised = header + element * count;
  if (content.size() != promised) {
    return IdxError(source,
                    absl::StrCat(content.size() < promised ? "is truncated" : "is too long", ": ",
                                 content.size(), " bytes, its header says ", promised));
  }
  array.bytes = std::string(content.substr(header));
  return array;
}

}  // namespace

absl::StatusOr<IdxArray> ParseIdx(absl::string_view content, int dimensions,
                                  absl::string_view source) {
  std::string unpacked;
  INFOFLOW_ASSIGN_OR_RETURN(content, Unpacked(content, source, unpacked));
  return ParseArray(content, kBytes, 1, dimensions, source);
}

absl::StatusOr<IdxImages> ParseIdxImages(absl::string_view content, absl::string_view source) {
  constexpr int kDimensions = 3;
  std::string unpacked;
  INFOFLOW_ASSIGN_OR_RETURN(content, Unpacked(content, source, unpacked));
  const bool floats = content.size() >= 4 && BigEndian(content, 0) == Magic(kFloats, kDimensions);
  INFOFLOW_ASSIGN_OR_RETURN(IdxArray array,
                            floats ? ParseArray(content, kFloats, 4, kDimensions, source)
                                   : ParseArray(content, kBytes, 1, kDimensions, source));
  IdxImages images;
  images.sizes = std::move(array.sizes);
  images.pixels.reserve(array.bytes.size() / (floats ? 4 : 1));
  if (!floats) {
    for (const char byte : array.bytes) {
      images.pixels.push_back(static_cast<float>(static_cast<unsigned char>(byte)) / 255.0f);
    }
    return images;
  }
  for (std::size_t at = 0; at < array.bytes.size(); at += 4) {
    const std::uint32_t word = BigEndian(array.bytes, at);
    float pixel;
    std::memcpy(&pixel, &word, sizeof(pixel));
    if (!(pixel >= 0.0f && pixel <= 1.0f)) {
      return IdxError(source, absl::StrCat("pixel ", at / 4, " is ", pixel, ": must be in [0, 1]"));
    }
    images.pixels.push_back(pixel);
  }
  return images;
}

}  // namespace infoflow::datasets
