// LAPACK counts columns first: our row-major A is its column-major A^T, with the triangles
// exchanged. So Q R of A is read off L Q of A^T, and U of A is V of A^T.

#include <algorithm>
#include <cstddef>
#include <vector>

#include "infoflow/linalg/internal/lapack_kernels.h"

// Fortran passes everything by address, and the lengths of character arguments at the end.
#define INFOFLOW_DECLARE_LAPACK(T, PREFIX)                                                       \
  extern "C" {                                                                                   \
  void PREFIX##syevd_(const char* jobz, const char* uplo, const int* n, T* a, const int* lda,    \
                      T* w, T* work, const int* lwork, int* iwork, const int* liwork, int* info, \
                      std::size_t, std::size_t);                                                 \
  void PREFIX##stevd_(const char* jobz, const int* n, T* d, T* e, T* z, const int* ldz, T* work, \
                      const int* lwork, int* iwork, const int* liwork, int* info, std::size_t);  \
  void PREFIX##potrf_(const char* uplo, const int* n, T* a, const int* lda, int* info,           \
                      std::size_t);                                                              \
  void PREFIX##gelqf_(const int* m, const int* n, T* a, const int* lda, T* tau, T* work,         \
                      const int* lwork, int* info);                                              \
  void PREFIX##orglq_(const int* m, const int* n, const int* k, T* a, const int* lda,            \
                      const T* tau, T* work, const int* lwork, int* info);                       \
  void PREFIX##gesdd_(const char* jobz, const int* m, const int* n, T* a, const int* lda, T* s,  \
                      T* u, const int* ldu, T* vt, const int* ldvt, T* work, const int* lwork,   \
                      int* iwork, int* info, std::size_t);                                       \
  }
INFOFLOW_DECLARE_LAPACK(float, s)
INFOFLOW_DECLARE_LAPACK(double, d)
#undef INFOFLOW_DECLARE_LAPACK

namespace infoflow::linalg::internal {

namespace {

// LAPACK answers a query for workspace in floating point. In float, sizes beyond 2^24 may have
// been rounded down.
template <typename T>
std::vector<T> Workspace(T answer) {
  return std::vector<T>(static_cast<std::size_t>(static_cast<double>(answer) * (1 + 1e-6)) + 1);
}

// LAPACK's reduction to tridiagonal form is a twentieth faster from what is the upper triangle of
// rows, its "L".
template <typename T>
void FillUpperTriangle(int n, T* a) {
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    for (std::ptrdiff_t j = 0; j < i; ++j) a[j * n + i] = a[i * n + j];
  }
}

}  // namespace

#define INFOFLOW_LAPACK_KERNELS(T, PREFIX)                                                         \
  template <>                                                                                      \
  int SymmetricEigenKernel<T>(bool vectors, int n, T* a, T* values) {                              \
    const char* job = vectors ? "V" : "N";                                                         \
    int info = 0;                                                                                  \
    int size = -1;                                                                                 \
    T work_size = 0;                                                                               \
    int integer_size = 0;                                                                          \
    PREFIX##syevd_(job, "L", &n, a, &n, values, &work_size, &size, &integer_size, &size, &info, 1, \
                   1);                                                                             \
    if (info != 0) return info;                                                                    \
    FillUpperTriangle(n, a);                                                                       \
    std::vector<T> work = Workspace(work_size);                                                    \
    std::vector<int> integers(integer_size);                                                       \
    size = static_cast<int>(work.size());                                                          \
    PREFIX##syevd_(job, "L", &n, a, &n, values, work.data(), &size, integers.data(),               \
                   &integer_size, &info, 1, 1);                                                    \
    return info;                                                                                   \
  }                                                                                                \
  template <>                                                                                      \
  int TridiagonalEigenKernel<T>(int n, T* diagonal, T* off_diagonal, T* vectors) {                 \
    const char* job = vectors != nullptr ? "V" : "N";                                              \
    const int leading = vectors != nullptr ? n : 1;                                                \
    int info = 0;                                                                                  \
    int size = -1;                                                                                 \
    T work_size = 0;                                                                               \
    int integer_size = 0;                                                                          \
    PREFIX##stevd_(job, &n, diagonal, off_diagonal, vectors, &leading, &work_size, &size,          \
                   &integer_size, &size, &info, 1);                                                \
    if (info != 0) return info;                                                                    \
    std::vector<T> work = Workspace(work_size);                                                    \
    std::vector<int> integers(integer_size);                                                       \
    size = static_cast<int>(work.size());                                                          \
    PREFIX##stevd_(job, &n, diagonal, off_diagonal, vectors, &leading, work.data(), &size,         \
                   integers.data(), &integer_size, &info, 1);                                      \
    return info;                                                                                   \
  }                                                                                                \
  template <>                                                                                      \
  int CholeskyKernel<T>(int n, T* a) {                                                             \
    int info = 0;                                                                                  \
    PREFIX##potrf_("U", &n, a, &n, &info, 1);                                                      \
    return info;                                                                                   \
  }                                                                                                \
  template <>                                                                                      \
  int QrKernel<T>(int m, int n, T* a, T* r) {                                                      \
    std::vector<T> tau(n);                                                                         \
    int info = 0;                                                                                  \
    int size = -1;                                                                                 \
    T factor_size = 0;                                                                             \
    T form_size = 0;                                                                               \
    PREFIX##gelqf_(&n, &m, a, &n, tau.data(), &factor_size, &size, &info);                         \
    if (info != 0) return info;                                                                    \
    PREFIX##orglq_(&n, &m, &n, a, &n, tau.data(), &form_size, &size, &info);                       \
    if (info != 0) return info;                                                                    \
    std::vector<T> work = Workspace(std::max(factor_size, form_size));                             \
    size = static_cast<int>(work.size());                                                          \
    PREFIX##gelqf_(&n, &m, a, &n, tau.data(), work.data(), &size, &info);                          \
    if (info != 0) return info;                                                                    \
    for (int i = 0; i < n; ++i) {                                                                  \
      const std::ptrdiff_t row = static_cast<std::ptrdiff_t>(i) * n;                               \
      std::fill(r + row, r + row + i, T(0));                                                       \
      std::copy(a + row + i, a + row + n, r + row + i);                                            \
    }                                                                                              \
    PREFIX##orglq_(&n, &m, &n, a, &n, tau.data(), work.data(), &size, &info);                      \
    return info;                                                                                   \
  }                                                                                                \
  template <>                                                                                      \
  int SvdKernel<T>(int m, int n, T* a, T* values, T* u, T* vt) {                                   \
    const char* job = u != nullptr ? "S" : "N";                                                    \
    const int k = std::min(m, n);                                                                  \
    const int leading_u = u != nullptr ? n : 1;                                                    \
    const int leading_v = u != nullptr ? k : 1;                                                    \
    std::vector<int> integers(static_cast<std::size_t>(8) * k);                                    \
    int info = 0;                                                                                  \
    int size = -1;                                                                                 \
    T work_size = 0;                                                                               \
    PREFIX##gesdd_(job, &n, &m, a, &n, values, vt, &leading_u, u, &leading_v, &work_size, &size,   \
                   integers.data(), &info, 1);                                                     \
    if (info != 0) return info;                                                                    \
    std::vector<T> work = Workspace(work_size);                                                    \
    size = static_cast<int>(work.size());                                                          \
    PREFIX##gesdd_(job, &n, &m, a, &n, values, vt, &leading_u, u, &leading_v, work.data(), &size,  \
                   integers.data(), &info, 1);                                                     \
    return info;                                                                                   \
  }

INFOFLOW_LAPACK_KERNELS(float, s)
INFOFLOW_LAPACK_KERNELS(double, d)

#undef INFOFLOW_LAPACK_KERNELS

}  // namespace infoflow::linalg::internal
