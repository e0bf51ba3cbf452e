#ifndef INFOFLOW_SUPPORT_USER_PATH_H_
#define INFOFLOW_SUPPORT_USER_PATH_H_

#include <string>

namespace infoflow {

// The folder where the user stands when `bazel run` has started this program in another one
// (BUILD_WORKING_DIRECTORY); empty when the program was started directly.
std::string UserFolder();

// `path` as the user meant it: a relative one counts from UserFolder(). Empty stays empty.
std::string UserPath(const std::string& path);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_USER_PATH_H_
