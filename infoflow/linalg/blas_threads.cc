#include "infoflow/linalg/blas_threads.h"

#include "infoflow/linalg/internal/blas_kernels.h"

namespace infoflow::linalg {

int BlasThreads() { return internal::GetLibraryThreads(); }

SingleThreadedBlas::SingleThreadedBlas() {
  static const bool single = [] {
    if (internal::GetLibraryThreads() != 1) internal::SetLibraryThreads(1);
    return true;
  }();
  static_cast<void>(single);
}

BlasDescription DescribeBlas() {
  return {internal::LibraryName(), internal::LibraryKernel(), internal::LibraryConfiguration()};
}

}  // namespace infoflow::linalg
