#include <cblas.h>

#include <algorithm>
#include <string>

#include "infoflow/linalg/internal/blas_kernels.h"

namespace infoflow::linalg::internal {

namespace {

CBLAS_TRANSPOSE Flag(bool transpose) { return transpose ? CblasTrans : CblasNoTrans; }

}  // namespace

// One explicit specialization per kernel and precision; PREFIX is the letter of the BLAS name.
#define INFOFLOW_BLAS_KERNELS(T, PREFIX)                                                           \
  template <>                                                                                      \
  void GemmKernel<T>(bool transpose_a, bool transpose_b, int m, int n, int k, T alpha, const T* a, \
                     int lda, const T* b, int ldb, T beta, T* c, int ldc) {                        \
    cblas_##PREFIX##gemm(CblasRowMajor, Flag(transpose_a), Flag(transpose_b), m, n, k, alpha, a,   \
                         lda, b, ldb, beta, c, ldc);                                               \
  }                                                                                                \
  template <>                                                                                      \
  void GemvKernel<T>(bool transpose, int m, int n, T alpha, const T* a, int lda, const T* x,       \
                     T beta, T* y) {                                                               \
    /* With beta = 0 it scales y all the same, which keeps a NaN in some versions. */              \
    if (beta == T(0)) std::fill(y, y + (transpose ? n : m), T(0));                                 \
    cblas_##PREFIX##gemv(CblasRowMajor, Flag(transpose), m, n, alpha, a, lda, x, 1, beta, y, 1);   \
  }                                                                                                \
  template <>                                                                                      \
  void SyrkKernel<T>(bool transpose, int n, int k, T alpha, const T* a, int lda, T beta, T* c,     \
                     int ldc) {                                                                    \
    cblas_##PREFIX##syrk(CblasRowMajor, CblasLower, Flag(transpose), n, k, alpha, a, lda, beta, c, \
                         ldc);                                                                     \
  }                                                                                                \
  template <>                                                                                      \
  void GerKernel<T>(int m, int n, T alpha, const T* x, const T* y, T* a, int lda) {                \
    cblas_##PREFIX##ger(CblasRowMajor, m, n, alpha, x, 1, y, 1, a, lda);                           \
  }                                                                                                \
  template <>                                                                                      \
  T DotKernel<T>(int n, const T* x, const T* y) {                                                  \
    return cblas_##PREFIX##dot(n, x, 1, y, 1);                                                     \
  }                                                                                                \
  template <>                                                                                      \
  void AxpyKernel<T>(int n, T alpha, const T* x, T* y) {                                           \
    cblas_##PREFIX##axpy(n, alpha, x, 1, y, 1);                                                    \
  }                                                                                                \
  template <>                                                                                      \
  void ScaleKernel<T>(int n, T alpha, T* x) {                                                      \
    cblas_##PREFIX##scal(n, alpha, x, 1);                                                          \
  }                                                                                                \
  template <>                                                                                      \
  T Norm2Kernel<T>(int n, const T* x) {                                                            \
    return cblas_##PREFIX##nrm2(n, x, 1);                                                          \
  }                                                                                                \
  template <>                                                                                      \
  void TriangularSolveKernel<T>(bool lower, bool transpose, int n, int columns, const T* a,        \
                                int lda, T* b, int ldb) {                                          \
    cblas_##PREFIX##trsm(CblasRowMajor, CblasLeft, lower ? CblasLower : CblasUpper,                \
                         Flag(transpose), CblasNonUnit, n, columns, T(1), a, lda, b, ldb);         \
  }

INFOFLOW_BLAS_KERNELS(float, s)
INFOFLOW_BLAS_KERNELS(double, d)

#undef INFOFLOW_BLAS_KERNELS

int GetLibraryThreads() { return openblas_get_num_threads(); }
void SetLibraryThreads(int threads) { openblas_set_num_threads(threads); }

std::string LibraryName() { return "OpenBLAS"; }
std::string LibraryKernel() { return openblas_get_corename(); }
std::string LibraryConfiguration() { return openblas_get_config(); }

}  // namespace infoflow::linalg::internal
