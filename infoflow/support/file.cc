#include "infoflow/support/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {

namespace {

constexpr std::size_t kMostOfAFile = std::size_t{16} << 30;
constexpr std::size_t kMostOfAStream = std::size_t{1} << 30;

absl::Status FileError(absl::string_view what, absl::string_view path, absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat("cannot ", what, " ", path, ": ", reason));
}

// Closes a file when it goes.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  int number() const { return number_; }

 private:
  int number_;
};

int Write(int descriptor, absl::string_view content) {
  while (!content.empty()) {
    const ssize_t count = write(descriptor, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

// `path`, or what it links to.
std::string Target(const std::string& path) {
  std::error_code code;
  if (!std::filesystem::is_symlink(path, code)) return path;
  const std::filesystem::path target = std::filesystem::canonical(path, code);
  return code ? path : target.string();
}

// True for what can be written but not replaced: /dev/null, a pipe.
bool IsStream(const std::string& path) {
  struct stat state;
  return stat(path.c_str(), &state) == 0 && !S_ISREG(state.st_mode) && !S_ISDIR(state.st_mode);
}

// Opens and locks `temporary`, whoever made it; it must be a file of ours with this name only.
// `path` is what errors speak of.
absl::StatusOr<Descriptor> OpenTemporary(const std::string& temporary, const std::string& path) {
  for (;;) {
    Descriptor file(
        open(temporary.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666));
    if (file.number() < 0) {
      return FileError("write", path,
                       errno == ELOOP ? absl::StrCat(temporary, " is a link")
                                      : std::string(std::strerror(errno)));
    }
    struct stat opened;
    if (fstat(file.number(), &opened) != 0) return FileError("write", path, std::strerror(errno));
    if (!S_ISREG(opened.st_mode) || opened.st_nlink > 1 || opened.st_uid != geteuid()) {
      return FileError("write", path, absl::StrCat(temporary, " is there and not ours"));
    }
    // Where files cannot be locked, the last writer wins.
    while (flock(file.number(), LOCK_EX) != 0 && errno == EINTR) {
    }
    // Another writer may have renamed it while this one waited.
    struct stat named;
    if (stat(temporary.c_str(), &named) == 0 && named.st_ino == opened.st_ino &&
        named.st_dev == opened.st_dev) {
      return file;
    }
  }
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat state;
  if (file.number() < 0 || fstat(file.number(), &state) != 0) {
    return FileError("read", path, std::strerror(errno));
  }
  if (S_ISDIR(state.st_mode)) return FileError("read", path, "it is a folder");
  const std::size_t most = S_ISREG(state.st_mode) ? kMostOfAFile : kMostOfAStream;
  std::string content;
  char buffer[1 << 16];
  for (;;) {
    const ssize_t count = read(file.number(), buffer, sizeof(buffer));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FileError("read", path, std::strerror(errno));
    if (count == 0) return content;
    content.append(buffer, static_cast<std::size_t>(count));
    if (content.size() > most) {
      return FileError("read", path, absl::StrCat("it holds more than ", most, " bytes"));
    }
  }
}

absl::Status WriteFile(absl::string_view content, const std::string& path) {
  if (IsStream(path)) {
    const Descriptor stream(open(path.c_str(), O_WRONLY | O_CLOEXEC));
    const int error = stream.number() < 0 ? errno : Write(stream.number(), content);
    return error == 0 ? absl::OkStatus() : FileError("write", path, std::strerror(error));
  }
  const std::string target = Target(path);
  const std::string temporary = absl::StrCat(target, ".tmp");
  INFOFLOW_ASSIGN_OR_RETURN(const Descriptor file, OpenTemporary(temporary, path));
  int error = ftruncate(file.number(), 0) != 0 ? errno : Write(file.number(), content);
  struct stat old;
  if (error == 0 && stat(target.c_str(), &old) == 0 &&
      fchmod(file.number(), old.st_mode & 07777) != 0) {
    error = errno;
  }
  if (error == 0 && fsync(file.number()) != 0 && errno != EINVAL) error = errno;
  if (error == 0 && std::rename(temporary.c_str(), target.c_str()) != 0) error = errno;
  if (error == 0) return absl::OkStatus();
  unlink(temporary.c_str());
  return FileError("write", path, std::strerror(error));
}

absl::Status CheckWritable(const std::string& path) {
  std::error_code code;
  if (std::filesystem::is_directory(path, code)) return FileError("write", path, "it is a folder");
  if (IsStream(path)) {
    if (access(path.c_str(), W_OK) == 0) return absl::OkStatus();
    return FileError("write", path, std::strerror(errno));
  }
  const std::string temporary = absl::StrCat(Target(path), ".tmp");
  INFOFLOW_ASSIGN_OR_RETURN(const Descriptor file, OpenTemporary(temporary, path));
  unlink(temporary.c_str());
  return absl::OkStatus();
}

absl::Status MakeFolders(const std::string& path) {
  std::error_code code;
  std::filesystem::create_directories(path, code);
  if (code) return FileError("make folder", path, code.message());
  return absl::OkStatus();
}

absl::Status ReplaceFolder(const std::string& staged, const std::string& path) {
  std::error_code code;
  if (renameat2(AT_FDCWD, staged.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE) == 0) {
    // What was there stands in the place of `staged` now.
    std::filesystem::remove_all(staged, code);
    return absl::OkStatus();
  }
  if (errno == EINVAL || errno == ENOSYS) std::filesystem::remove_all(path, code);
  if (rename(staged.c_str(), path.c_str()) != 0) {
    return FileError("write", path, std::strerror(errno));
  }
  return absl::OkStatus();
}

}  // namespace infoflow
