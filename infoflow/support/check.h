#ifndef INFOFLOW_SUPPORT_CHECK_H_
#define INFOFLOW_SUPPORT_CHECK_H_

// INFOFLOW_CHECK(condition) ends the program with file, line and condition when a bug of ours
// makes `condition` false. What a user can cause is an absl::Status instead.

namespace infoflow::internal {

[[noreturn]] void CheckFailed(const char* file, int line, const char* condition);

}  // namespace infoflow::internal

#define INFOFLOW_CHECK(condition)                                        \
  do {                                                                   \
    if (!(condition)) {                                                  \
      ::infoflow::internal::CheckFailed(__FILE__, __LINE__, #condition); \
    }                                                                    \
  } while (false)

#endif  // INFOFLOW_SUPPORT_CHECK_H_
