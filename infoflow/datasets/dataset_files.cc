#include "infoflow/datasets/dataset_files.h"

#include <filesystem>
#include <system_error>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "infoflow/support/file.h"
#include "infoflow/support/runfiles.h"
#include "infoflow/support/sha256.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::datasets {

namespace {

bool IsFile(const std::string& path) {
  std::error_code code;
  return std::filesystem::is_regular_file(path, code);
}

// Every place to look at, in order.
std::vector<std::string> Candidates(const PublishedFile& file, const std::string& data_dir) {
  if (!data_dir.empty()) {
    const std::string path = absl::StrCat(data_dir, "/", file.name);
    const std::string unpacked(absl::StripSuffix(path, ".gz"));
    return unpacked == path ? std::vector<std::string>{path}
                            : std::vector<std::string>{path, unpacked};
  }
  std::vector<std::string> candidates;
  for (const std::string& folder : RunfilesFolders()) {
    candidates.push_back(absl::StrCat(folder, "/", file.repository, "/", file.path));
  }
  return candidates;
}

}  // namespace

bool PublishedFileExists(const PublishedFile& file, const std::string& data_dir) {
  for (const std::string& path : Candidates(file, data_dir)) {
    if (IsFile(path)) return true;
  }
  return false;
}

absl::StatusOr<FoundFile> FindPublishedFile(absl::string_view dataset, const PublishedFile& file,
                                            const std::string& data_dir) {
  for (const std::string& path : Candidates(file, data_dir)) {
    if (!IsFile(path)) continue;
    FoundFile found;
    INFOFLOW_ASSIGN_OR_RETURN(found.content, ReadFile(path));
    found.origin = {std::filesystem::path(path).filename().string(), Sha256(found.content)};
    if (found.origin.source == file.name && !file.sha256.empty() &&
        found.origin.sha256 != file.sha256) {
      return absl::DataLossError(absl::StrCat(path, ": has the SHA-256 checksum ",
                                              found.origin.sha256, ", the file of ", dataset,
                                              " has ", file.sha256));
    }
    return found;
  }
  if (!data_dir.empty()) {
    return absl::NotFoundError(absl::StrCat("--data_dir=", data_dir, ": has no file ", file.name,
                                            ", which the data set ", dataset, " needs"));
  }
  return absl::NotFoundError(absl::StrCat("data set ", dataset, ": file ", file.name,
                                          " is not there; give --data_dir=FOLDER, or "
                                          "build with --//infoflow/datasets:real_data=",
                                          dataset));
}

}  // namespace infoflow::datasets
