#ifndef INFOFLOW_LINALG_INTERNAL_LAPACK_KERNELS_H_
#define INFOFLOW_LINALG_INTERNAL_LAPACK_KERNELS_H_

// What an implementation of LAPACK provides: raw pointers, row-major without gaps, sizes
// already checked and at least 1, entries finite. Defined for float and double by
// openblas_lapack.cc or by builtin_*.cc. The results are 0 for success.

namespace infoflow::linalg::internal {

// Symmetric A (n x n, lower triangle read) -> `values` ascending; if `vectors`, row i of A
// becomes the eigenvector of values[i], else A is destroyed. Nonzero: no convergence.
template <typename T>
int SymmetricEigenKernel(bool vectors, int n, T* a, T* values);

// Diagonal (n) becomes the eigenvalues, ascending; off-diagonal (n - 1) is destroyed; row i of
// `vectors` (n x n), unless null, the eigenvector of value i. Nonzero: no convergence.
template <typename T>
int TridiagonalEigenKernel(int n, T* diagonal, T* off_diagonal, T* vectors);

// A (n x n, lower triangle read) becomes L in its lower triangle; the rest is unspecified.
// k > 0: the leading minor of order k is not positive.
template <typename T>
int CholeskyKernel(int n, T* a);

// A (m x n, m >= n) becomes Q; R (n x n) is written with zeros below its diagonal.
template <typename T>
int QrKernel(int m, int n, T* a, T* r);

// A (m x n) is destroyed; `values` (k = min(m, n)) descending. Unless null, `u` (m x k) and
// `vt` (k x n). Nonzero: no convergence.
template <typename T>
int SvdKernel(int m, int n, T* a, T* values, T* u, T* vt);

}  // namespace infoflow::linalg::internal

#endif  // INFOFLOW_LINALG_INTERNAL_LAPACK_KERNELS_H_
