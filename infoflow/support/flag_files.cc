#include "infoflow/support/flag_files.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {

namespace {

namespace fs = std::filesystem;

// What can be written and read at once.
bool IsStream(const fs::path& path) {
  std::error_code code;
  const fs::file_status status = fs::status(path, code);
  return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

// Without links, dots and a slash at the end.
fs::path Resolved(const std::string& path) {
  std::error_code code;
  fs::path resolved = fs::weakly_canonical(fs::absolute(path, code), code);
  if (code) resolved = path;
  return resolved.has_filename() ? resolved : resolved.parent_path();
}

bool IsWithin(const fs::path& path, const fs::path& folder) {
  const auto [end, place] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return end == folder.end() && place != path.end();
}

// Whether writing `written` would replace `other`.
bool Replaces(const std::string& written, const std::string& other) {
  if (written.empty() || other.empty() || IsStream(written)) return false;
  const fs::path to = Resolved(written), from = Resolved(other);
  std::error_code code;
  return to == from || fs::equivalent(to, from, code) || IsWithin(from, to) ||
         fs::path(to.string() + ".tmp") == from;
}

absl::Status CheckApart(const FlagFiles& written, const FlagFiles& other, const char* verb) {
  for (const std::string& path : written.paths) {
    for (const std::string& place : other.paths) {
      if (!Replaces(path, place)) continue;
      return absl::InvalidArgumentError(absl::StrCat("--", written.flag, "=", written.value,
                                                     ": must not replace ", place, ", which --",
                                                     other.flag, "=", other.value, " ", verb));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckFilesApart(absl::Span<const FlagFiles> read,
                             absl::Span<const FlagFiles> written) {
  for (std::size_t i = 0; i < written.size(); ++i) {
    for (const FlagFiles& other : read) {
      INFOFLOW_RETURN_IF_ERROR(CheckApart(written[i], other, "reads"));
    }
    for (std::size_t k = 0; k < written.size(); ++k) {
      if (k == i) continue;
      INFOFLOW_RETURN_IF_ERROR(CheckApart(written[i], written[k], "writes"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckParentFolders(absl::Span<const FlagFiles> written) {
  for (const FlagFiles& files : written) {
    for (const std::string& path : files.paths) {
      fs::path place = path;
      if (!place.has_filename()) place = place.parent_path();
      const fs::path parent = place.parent_path();
      std::error_code code;
      if (parent.empty() || fs::is_directory(parent, code)) continue;
      return absl::InvalidArgumentError(absl::StrCat("--", files.flag, "=", files.value,
                                                     ": there is no folder ", parent.string()));
    }
  }
  return absl::OkStatus();
}

}  // namespace infoflow
