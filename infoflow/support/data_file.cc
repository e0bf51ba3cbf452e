#include "infoflow/support/data_file.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/file.h"
#include "infoflow/support/gzip.h"
#include "infoflow/support/memory.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {

namespace {

constexpr std::size_t kStartBytes = 6;

// Of .npy, or of IDX: 0, 0, type, dimensions.
bool IsArrayStart(absl::string_view start) {
  if (absl::StartsWith(start, "\x93NUMPY")) return true;
  return start.size() >= 4 && start[0] == 0 && start[1] == 0 && start[2] >= 8 && start[3] >= 1;
}

}  // namespace

std::size_t MostUncompressedBytes(std::size_t compressed) {
  constexpr std::size_t kAlways = std::size_t{24} << 20;
  constexpr std::size_t kRatio = 40;
  return std::max(kAlways, kRatio * compressed);
}

std::size_t MostArrayBytes(std::size_t compressed) {
  constexpr double kShare = 1.0 / 16.0;
  const double share = kShare * std::min(MemoryToHave(), 1e15);
  return std::max(MostUncompressedBytes(compressed), static_cast<std::size_t>(share));
}

absl::StatusOr<std::string> ReadDataFile(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(std::string content, ReadFile(path));
  if (!IsGzip(content)) return content;
  const bool array = IsArrayStart(GunzipStart(content, kStartBytes));
  return Gunzip(content, path,
                array ? MostArrayBytes(content.size()) : MostUncompressedBytes(content.size()));
}

std::string Quoted(absl::string_view text) {
  constexpr std::size_t kLongest = 40;
  if (text.size() <= kLongest) return absl::StrCat("'", text, "'");
  return absl::StrCat("'", text.substr(0, kLongest), "...'");
}

}  // namespace infoflow
