#ifndef INFOFLOW_TESTING_FUZZ_SCRATCH_FILE_H_
#define INFOFLOW_TESTING_FUZZ_SCRATCH_FILE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace infoflow::testing {

// Puts `content` into a file of this name, in place of what was there, for readers that take a
// path; the folder is this program's own and goes with it. Returns the path.
std::string ScratchFile(absl::string_view name, absl::string_view content);

}  // namespace infoflow::testing

#endif  // INFOFLOW_TESTING_FUZZ_SCRATCH_FILE_H_
