#ifndef INFOFLOW_SUPPORT_FLAG_FILES_H_
#define INFOFLOW_SUPPORT_FLAG_FILES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace infoflow {

// The files, or folders of files, that a program reads or writes for one of its flags.
struct FlagFiles {
  std::string flag;   // "out"
  std::string value;  // as it was given
  std::vector<std::string> paths;
};

// OK when nothing that is written takes the place of something that is read, or of something else
// that is written: the same file by any path (links, hard links, other spellings), PATH.tmp, which
// WriteFile (file.h) takes, or a file within a folder that is written. Devices and pipes may be
// both. Errors name both flags: "--out=a.npy: must not replace
// a.npy, which --in=a.npy reads".
absl::Status CheckFilesApart(absl::Span<const FlagFiles> read, absl::Span<const FlagFiles> written);

// OK when the folders that `written` would be in exist: a misspelt path should not make them.
absl::Status CheckParentFolders(absl::Span<const FlagFiles> written);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_FLAG_FILES_H_
