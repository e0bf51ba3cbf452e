#include "infoflow/support/user_path.h"

#include <cstdlib>
#include <filesystem>

namespace infoflow {

std::string UserFolder() {
  const char* folder = std::getenv("BUILD_WORKING_DIRECTORY");
  return folder == nullptr ? "" : folder;
}

std::string UserPath(const std::string& path) {
  const std::string folder = UserFolder();
  if (folder.empty() || path.empty() || std::filesystem::path(path).is_absolute()) return path;
  return (std::filesystem::path(folder) / path).lexically_normal().string();
}

}  // namespace infoflow
