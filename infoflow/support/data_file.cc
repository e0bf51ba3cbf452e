#include "infoflow/support/data_file.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "infoflow/support/file.h"
#include "infoflow/support/gzip.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {

std::size_t MostUncompressedBytes(std::size_t compressed) {
  constexpr std::size_t kAlways = std::size_t{24} << 20;
  constexpr std::size_t kRatio = 40;
  return std::max(kAlways, kRatio * compressed);
}

absl::StatusOr<std::string> ReadDataFile(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(std::string content, ReadFile(path));
  if (!IsGzip(content)) return content;
  return Gunzip(content, path, MostUncompressedBytes(content.size()));
}

std::string Quoted(absl::string_view text) {
  constexpr std::size_t kLongest = 40;
  if (text.size() <= kLongest) return absl::StrCat("'", text, "'");
  return absl::StrCat("'", text.substr(0, kLongest), "...'");
}

}  // namespace infoflow
