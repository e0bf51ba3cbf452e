#include "infoflow/support/staged_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/file.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {

namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kStaged = ".staged";
constexpr int kMostNames = 1000;

absl::Status FolderError(const std::string& path, absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat("cannot write folder ", path, ": ", reason));
}

// The folder `path`, locked; -1 when it is not there, no folder, or locked by another.
int LockFolder(const std::string& path) {
  const int folder = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) return -1;
  struct stat opened;
  struct stat named;
  // Its last owner may have removed it before the lock was there.
  if (flock(folder, LOCK_EX | LOCK_NB) == 0 && fstat(folder, &opened) == 0 &&
      stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
      opened.st_dev == named.st_dev) {
    return folder;
  }
  close(folder);
  return -1;
}

void RemoveAbandoned(const fs::path& parent, const std::string& prefix) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(parent, ignored)) {
    const std::string name = entry.path().filename().string();
    if (!absl::StartsWith(name, prefix) || !absl::EndsWith(name, kStaged)) continue;
    const int lock = LockFolder(entry.path().string());
    if (lock < 0) continue;
    fs::remove_all(entry.path(), ignored);
    close(lock);
  }
}

absl::Status CheckReplaceable(const std::string& path,
                              const std::function<bool(absl::string_view)>& is_ours) {
  std::error_code code;
  const fs::file_status status = fs::symlink_status(path, code);
  if (!fs::exists(status)) return absl::OkStatus();
  if (!fs::is_directory(status)) return FolderError(path, "it is a file or a link");
  fs::directory_iterator entry(path, code);
  if (code) return FolderError(path, code.message());
  for (; entry != fs::directory_iterator(); entry.increment(code)) {
    const std::string name = entry->path().filename().string();
    if (is_ours(name)) continue;
    return FolderError(path, absl::StrCat("it holds '", name,
                                          "', which is not of this program and would be lost; "
                                          "name a new folder"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<StagedFolder> StagedFolder::Create(
    const std::string& path, const std::function<bool(absl::string_view)>& is_ours) {
  fs::path place = fs::path(path).lexically_normal();
  if (place.filename().empty()) place = place.parent_path();
  const std::string name = place.filename().string();
  if (name.empty() || name == "." || name == "..") {
    return FolderError(path, "it must have a name of its own");
  }
  INFOFLOW_RETURN_IF_ERROR(CheckReplaceable(place.string(), is_ours));
  const fs::path parent = place.has_parent_path() ? place.parent_path() : fs::path(".");
  INFOFLOW_RETURN_IF_ERROR(MakeFolders(parent.string()));
  const std::string prefix = absl::StrCat(".", name, ".");
  RemoveAbandoned(parent, prefix);
  for (int k = 0; k < kMostNames; ++k) {
    std::string staged = (parent / absl::StrCat(prefix, k, std::string(kStaged))).string();
    if (mkdir(staged.c_str(), 0777) != 0) {
      if (errno == EEXIST) continue;
      return FolderError(path, std::strerror(errno));
    }
    // Another may take it for abandoned before it is locked; then the next name is tried.
    const int lock = LockFolder(staged);
    if (lock >= 0) return StagedFolder(std::move(staged), place.string(), lock);
  }
  return FolderError(path, "too many programs write there");
}

StagedFolder::StagedFolder(std::string staged, std::string final_path, int lock)
    : staged_(std::move(staged)), final_(std::move(final_path)), lock_(lock) {}

StagedFolder::StagedFolder(StagedFolder&& other) noexcept
    : staged_(std::move(other.staged_)),
      final_(std::move(other.final_)),
      lock_(std::exchange(other.lock_, -1)) {
  other.staged_.clear();
}

StagedFolder::~StagedFolder() {
  std::error_code ignored;
  if (!staged_.empty()) fs::remove_all(staged_, ignored);
  if (lock_ >= 0) close(lock_);
}

absl::Status StagedFolder::Commit() {
  INFOFLOW_RETURN_IF_ERROR(ReplaceFolder(staged_, final_));
  staged_.clear();
  return absl::OkStatus();
}

}  // namespace infoflow
