#ifndef INFOFLOW_SUPPORT_FILE_H_
#define INFOFLOW_SUPPORT_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow {

// The whole file. Errors name the path and the system's reason; what never ends (a device, a pipe)
// is given up beyond 1 GiB, a file on disk beyond 16.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Writes `content` to `path` as a whole or not at all: PATH.tmp is written, put on disk and
// renamed. It is locked meanwhile, so that writers of one path wait for each other, and one that a
// killed program left is taken over. A link is followed, the permissions of an existing file are
// kept; devices and pipes are written as they are. PATH.tmp itself must be no link.
absl::Status WriteFile(absl::string_view content, const std::string& path);

// OK when WriteFile could write `path`: to be asked before long computations. Leaves nothing
// behind.
absl::Status CheckWritable(const std::string& path);

// Makes `path` and the folders above it.
absl::Status MakeFolders(const std::string& path);

// Puts the finished folder `staged` in the place of `path`, which may exist; both must be on
// one file system. A reader sees the old folder or the new one at any time, never a mixture and
// never none (where the file system can exchange names).
absl::Status ReplaceFolder(const std::string& staged, const std::string& path);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_FILE_H_
