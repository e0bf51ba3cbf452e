#include "infoflow/support/runfiles.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace infoflow {

std::vector<std::string> RunfilesFolders() {
  std::vector<std::string> folders;
  if (const char* folder = std::getenv("TEST_SRCDIR")) folders.push_back(folder);
  folders.push_back("..");
  std::error_code code;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", code);
  if (!code) folders.push_back(absl::StrCat(program.string(), ".runfiles"));
  return folders;
}

std::optional<std::string> FindRunfile(absl::string_view repository, absl::string_view path) {
  std::error_code code;
  for (const std::string& folder : RunfilesFolders()) {
    std::string candidate = absl::StrCat(folder, "/", repository, "/", path);
    if (std::filesystem::is_regular_file(candidate, code)) return candidate;
  }
  return std::nullopt;
}

}  // namespace infoflow
