#include "infoflow/linalg/blas_threads.h"

#include <mutex>

#include "infoflow/linalg/internal/blas_kernels.h"
#include "infoflow/support/check.h"

namespace infoflow::linalg {

namespace {

std::mutex setting_mutex;
// Guards alive, and the setting to restore when there are none; both under setting_mutex.
int num_guards = 0;
int threads_outside = 1;

}  // namespace

int BlasThreads() {
  const std::lock_guard<std::mutex> lock(setting_mutex);
  return internal::GetLibraryThreads();
}

void SetBlasThreads(int threads) {
  INFOFLOW_CHECK(threads >= 1);
  const std::lock_guard<std::mutex> lock(setting_mutex);
  if (num_guards > 0) {
    threads_outside = threads;
  } else {
    internal::SetLibraryThreads(threads);
  }
}

SingleThreadedBlas::SingleThreadedBlas() {
  const std::lock_guard<std::mutex> lock(setting_mutex);
  if (num_guards++ > 0) return;
  threads_outside = internal::GetLibraryThreads();
  internal::SetLibraryThreads(1);
}

SingleThreadedBlas::~SingleThreadedBlas() {
  const std::lock_guard<std::mutex> lock(setting_mutex);
  if (--num_guards > 0) return;
  internal::SetLibraryThreads(threads_outside);
}

BlasDescription DescribeBlas() {
  return {internal::LibraryName(), internal::LibraryKernel(), internal::LibraryConfiguration()};
}

}  // namespace infoflow::linalg
