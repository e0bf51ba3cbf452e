#include "infoflow/support/file.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace infoflow {

namespace {

absl::Status FileError(absl::string_view what, absl::string_view path, absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat("cannot ", what, " ", path, ": ", reason));
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::error_code code;
  if (std::filesystem::is_directory(path, code)) return FileError("read", path, "it is a folder");
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return FileError("read", path, std::strerror(errno));
  std::string content;
  char buffer[1 << 16];
  std::size_t count;
  while ((count = std::fread(buffer, 1, sizeof(buffer), file)) > 0) content.append(buffer, count);
  const bool failed = std::ferror(file) != 0;
  std::fclose(file);
  if (failed) return FileError("read", path, "input error");
  return content;
}

absl::Status WriteFile(absl::string_view content, const std::string& path) {
  // Unique among processes and threads.
  static std::atomic<int> counter{0};
  const std::string temporary = absl::StrCat(path, ".", getpid(), ".", counter++, ".tmp");
  std::FILE* file = std::fopen(temporary.c_str(), "wb");
  if (file == nullptr) return FileError("write", path, std::strerror(errno));
  int error = 0;
  if (std::fwrite(content.data(), 1, content.size(), file) != content.size()) error = errno;
  if (std::fclose(file) != 0 && error == 0) error = errno;
  if (error == 0 && std::rename(temporary.c_str(), path.c_str()) != 0) error = errno;
  if (error == 0) return absl::OkStatus();
  std::remove(temporary.c_str());
  return FileError("write", path, std::strerror(error));
}

absl::Status MakeFolders(const std::string& path) {
  std::error_code code;
  std::filesystem::create_directories(path, code);
  if (code) return FileError("make folder", path, code.message());
  return absl::OkStatus();
}

absl::Status ReplaceFolder(const std::string& staged, const std::string& path) {
  const std::string old = absl::StrCat(path, ".", getpid(), ".old");
  std::error_code code;
  const bool existed = std::filesystem::exists(path, code);
  if (existed) {
    std::filesystem::rename(path, old, code);
    if (code) return FileError("replace", path, code.message());
  }
  std::filesystem::rename(staged, path, code);
  if (code) {
    const std::string reason = code.message();
    if (existed) std::filesystem::rename(old, path, code);
    return FileError("write", path, reason);
  }
  std::filesystem::remove_all(old, code);
  return absl::OkStatus();
}

}  // namespace infoflow
