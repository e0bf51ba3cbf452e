#ifndef INFOFLOW_SUPPORT_PARALLEL_FOR_H_
#define INFOFLOW_SUPPORT_PARALLEL_FOR_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace infoflow {

// Calls work(i) once for each i in [0, count), on up to `threads` threads (0: one per core).
//
// Items must be independent and write only to their own slots; callers reduce in index order
// afterwards, so results do not depend on the number of threads. When items fail, the error of
// the one with the smallest index is returned, and items above it may not have been started. No
// item is started once a caught signal came (interrupt.h): then the error is Cancelled.
absl::Status ParallelFor(int count, int threads, absl::FunctionRef<absl::Status(int)> work);

// Number of threads that `threads` = 0 stands for.
int NumberOfCores();

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_PARALLEL_FOR_H_
