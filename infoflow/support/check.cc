#include "infoflow/support/check.h"

#include <cstdio>
#include <cstdlib>

namespace infoflow::internal {

void CheckFailed(const char* file, int line, const char* condition) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, condition);
  std::abort();
}

}  // namespace infoflow::internal
