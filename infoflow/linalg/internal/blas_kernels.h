#ifndef INFOFLOW_LINALG_INTERNAL_BLAS_KERNELS_H_
#define INFOFLOW_LINALG_INTERNAL_BLAS_KERNELS_H_

#include <string>

// What an implementation of BLAS provides: raw pointers, row-major, sizes already checked and
// at least 1. Defined for float and double by openblas_kernels.cc or by builtin_blas.cc.

namespace infoflow::linalg::internal {

// C (m x n, row stride ldc) := alpha op(A) op(B) + beta C, inner size k.
template <typename T>
void GemmKernel(bool transpose_a, bool transpose_b, int m, int n, int k, T alpha, const T* a,
                int lda, const T* b, int ldb, T beta, T* c, int ldc);

// y := alpha op(A) x + beta y, with A (m x n) as stored.
template <typename T>
void GemvKernel(bool transpose, int m, int n, T alpha, const T* a, int lda, const T* x, T beta,
                T* y);

// Lower triangle of C (n x n) := alpha op(A) op(A)^T + beta C, inner size k.
template <typename T>
void SyrkKernel(bool transpose, int n, int k, T alpha, const T* a, int lda, T beta, T* c, int ldc);

// A (m x n) := A + alpha x y^T.
template <typename T>
void GerKernel(int m, int n, T alpha, const T* x, const T* y, T* a, int lda);

template <typename T>
T DotKernel(int n, const T* x, const T* y);
template <typename T>
void AxpyKernel(int n, T alpha, const T* x, T* y);
template <typename T>
void ScaleKernel(int n, T alpha, T* x);
template <typename T>
T Norm2Kernel(int n, const T* x);

// op(L) X = B or op(U) X = B for a triangle of A (n x n), B (n x columns) replaced by X.
template <typename T>
void TriangularSolveKernel(bool lower, bool transpose, int n, int columns, const T* a, int lda,
                           T* b, int ldb);

// Threads of the library as a whole; a library without threads has one and ignores settings.
int GetLibraryThreads();
void SetLibraryThreads(int threads);

std::string LibraryName();
std::string LibraryKernel();
std::string LibraryConfiguration();

}  // namespace infoflow::linalg::internal

#endif  // INFOFLOW_LINALG_INTERNAL_BLAS_KERNELS_H_
