#ifndef INFOFLOW_SUPPORT_RUNFILES_H_
#define INFOFLOW_SUPPORT_RUNFILES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace infoflow {

// Folders that may hold the files that Bazel puts beside this program, one subfolder per
// repository; the first that has a file counts. They are those of a test ($TEST_SRCDIR), of
// `bazel run` (which starts programs in <folder>/infoflow) and of a program that is started
// directly (<program>.runfiles).
std::vector<std::string> RunfilesFolders();

// The path of a file of repository `repository` ("infoflow" for our own), or nothing when it is
// not there: the program was moved without its files, or not built with them.
std::optional<std::string> FindRunfile(absl::string_view repository, absl::string_view path);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_RUNFILES_H_
