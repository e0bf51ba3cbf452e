#ifndef INFOFLOW_LINALG_BLAS_THREADS_H_
#define INFOFLOW_LINALG_BLAS_THREADS_H_

#include <string>

// BLAS and LAPACK calls run on one thread: the last digits of a product depend on the number of
// threads, and work items run in parallel instead.
//
//   SingleThreadedBlas single_threaded_blas;
//   return ParallelFor(count, threads, [&](int i) { ... Gemm(...) ... });
//
// OpenBLAS is kept from starting threads when it is loaded (internal/openblas_limits.cc). The guard
// says so where it matters, and sets it for a library that does not listen.

namespace infoflow::linalg {

// Threads that one BLAS call may use now.
int BlasThreads();

// BLAS has one thread from the first of these on.
class SingleThreadedBlas {
 public:
  SingleThreadedBlas();
  SingleThreadedBlas(const SingleThreadedBlas&) = delete;
  SingleThreadedBlas& operator=(const SingleThreadedBlas&) = delete;
};

// Which BLAS computed, as provenance files record it.
struct BlasDescription {
  std::string name;           // "OpenBLAS" or "builtin"
  std::string kernel;         // the machine's kernel that it chose: "SkylakeX", "Haswell", "plain"
  std::string configuration;  // its own words about version and build
};
BlasDescription DescribeBlas();

}  // namespace infoflow::linalg

#endif  // INFOFLOW_LINALG_BLAS_THREADS_H_
