#ifndef INFOFLOW_LINALG_BLAS_THREADS_H_
#define INFOFLOW_LINALG_BLAS_THREADS_H_

#include <string>

// The number of threads inside one BLAS or LAPACK call is a setting of the whole process, and
// the last digits of a product depend on it. The rule of the house: work items run in parallel
// with BLAS on one thread each; outside a parallel region BLAS may use what it was given.
//
//   SingleThreadedBlas single_threaded_blas;
//   return ParallelFor(count, threads, [&](int i) { ... Gemm(...) ... });
//
// The guard stands around the region also when `threads` is 1: then every item gives the same
// bits for any number of threads.

namespace infoflow::linalg {

// Threads that one BLAS call may use now; 1 while a SingleThreadedBlas lives, and always with
// the builtin kernels.
int BlasThreads();

// Lets BLAS calls use up to `threads` >= 1 threads. While a SingleThreadedBlas lives, the
// setting takes effect when the last of them ends. Not to be called while a BLAS call runs in
// another thread.
void SetBlasThreads(int threads);

// BLAS has one thread as long as one of these lives. They may nest and may live in several
// threads at once: the first one changes the setting, the last one restores it. The first must
// be made, and the last end, when no BLAS call runs outside their scope.
class SingleThreadedBlas {
 public:
  SingleThreadedBlas();
  ~SingleThreadedBlas();
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
