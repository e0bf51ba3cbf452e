#ifndef INFOFLOW_SUPPORT_FILE_H_
#define INFOFLOW_SUPPORT_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow {

// The whole file. Errors name the path and the system's reason.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Writes `content` to `path` as a whole or not at all: a temporary file beside it is renamed
// over it at the end.
absl::Status WriteFile(absl::string_view content, const std::string& path);

// Makes `path` and the folders above it.
absl::Status MakeFolders(const std::string& path);

// Puts the finished folder `staged` in the place of `path`, which may exist; both must be on
// one file system. A reader sees the old folder or the new one, never a mixture.
absl::Status ReplaceFolder(const std::string& staged, const std::string& path);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_FILE_H_
