#ifndef INFOFLOW_SUPPORT_PARALLEL_FOR_H_
#define INFOFLOW_SUPPORT_PARALLEL_FOR_H_

#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace infoflow {

// Calls work(i) once for each i in [0, count), on up to `threads` threads (0: one per core).
//
// Items must be independent and write only to their own slots; callers reduce in index order
// afterwards, so results do not depend on the number of threads. When items fail, the error of
// the one with the smallest index is returned, and items above it may not have been started. No
// item is started once a caught signal came (interrupt.h): then the error is Cancelled. Where an
// item cannot have its memory, that is OutOfMemoryError (memory.h). Where the system refuses
// threads, fewer do the work.
absl::Status ParallelFor(int count, int threads, absl::FunctionRef<absl::Status(int)> work);

// Number of threads that `threads` = 0 stands for.
int NumberOfCores();

// More are not started, whatever is asked for.
inline constexpr int kMostThreads = 1024;

// Starts up to `count` threads that call run() once, fewer where the system refuses one. `run` must
// live until they have ended.
std::vector<std::thread> StartThreads(int count, absl::FunctionRef<void()> run);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_PARALLEL_FOR_H_
