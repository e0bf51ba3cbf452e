#ifndef INFOFLOW_LINALG_LAPACK_H_
#define INFOFLOW_LINALG_LAPACK_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"

// Factorizations and eigenvalue problems of dense real matrices, in float and double; over
// OpenBLAS's LAPACK or over plain kernels of our own, as blas.h is.
//
// Shapes that do not fit are a bug of the caller and end the program. Inputs are not changed.
// Errors: InvalidArgument for a NaN or an infinity in the input, FailedPrecondition for a
// matrix that is not positive definite, Internal when an iteration does not converge.
//
// Accuracy: with u = 1e-12 (double) or 1e-5 (float), residuals such as |A v - lambda v| and
// departures from orthogonality are below u |A| (u for orthogonality), |A| the Frobenius norm
// (lapack_test.cc, sizes to 100).

namespace infoflow::linalg {

// A = V^T diag(values) V.
template <typename T>
struct SymmetricEigen {
  std::vector<T> values;  // ascending
  Matrix<T> vectors;      // row i: the unit eigenvector of values[i], sign unspecified
};

// Eigenvalues, ascending, of a symmetric matrix, of which the lower triangle is read.
// Shapes: A is n x n. Cost: about 4/3 n^3 flops.
absl::StatusOr<std::vector<float>> SymmetricEigenvalues(ConstMatrixView<float> a);
absl::StatusOr<std::vector<double>> SymmetricEigenvalues(ConstMatrixView<double> a);

// The same with eigenvectors. Cost: up to about 9 n^3 flops.
absl::StatusOr<SymmetricEigen<float>> DecomposeSymmetric(ConstMatrixView<float> a);
absl::StatusOr<SymmetricEigen<double>> DecomposeSymmetric(ConstMatrixView<double> a);

// Eigenvalues, ascending, of the symmetric tridiagonal matrix with the given diagonal (n) and
// off-diagonal (n - 1). Cost: O(n^2).
absl::StatusOr<std::vector<float>> TridiagonalEigenvalues(absl::Span<const float> diagonal,
                                                          absl::Span<const float> off_diagonal);
absl::StatusOr<std::vector<double>> TridiagonalEigenvalues(absl::Span<const double> diagonal,
                                                           absl::Span<const double> off_diagonal);

// The same with eigenvectors. Cost: O(n^3).
absl::StatusOr<SymmetricEigen<float>> DecomposeTridiagonal(absl::Span<const float> diagonal,
                                                           absl::Span<const float> off_diagonal);
absl::StatusOr<SymmetricEigen<double>> DecomposeTridiagonal(absl::Span<const double> diagonal,
                                                            absl::Span<const double> off_diagonal);

// The lower triangular L with positive diagonal and A = L L^T, for a symmetric positive
// definite A, of which the lower triangle is read; FailedPrecondition names the order of the
// first leading minor that is not positive. Shapes: A, L are n x n. Cost: 1/3 n^3 flops.
absl::StatusOr<Matrix<float>> CholeskyFactor(ConstMatrixView<float> a);
absl::StatusOr<Matrix<double>> CholeskyFactor(ConstMatrixView<double> a);

// B := A^-1 B for A = L L^T. Shapes: L is n x n, B is n x k. Cost: 2 n^2 k flops.
void CholeskySolve(ConstMatrixView<float> factor, MatrixView<float> b);
void CholeskySolve(ConstMatrixView<double> factor, MatrixView<double> b);

// ln det A = 2 sum_i ln L_ii for A = L L^T. Shapes: L is n x n. Cost: O(n).
double CholeskyLogDeterminant(ConstMatrixView<float> factor);
double CholeskyLogDeterminant(ConstMatrixView<double> factor);

// tr A^-1 = |L^-1|^2 for A = L L^T: what an error of 1 in the diagonal of A would make of ln det A.
// Shapes: L is n x n. Cost: 1/3 n^3 flops.
double CholeskyInverseTrace(ConstMatrixView<float> factor);
double CholeskyInverseTrace(ConstMatrixView<double> factor);

// A = Q R with Q^T Q = 1 and R upper triangular, its diagonal of unspecified signs.
template <typename T>
struct Qr {
  Matrix<T> q;  // m x n
  Matrix<T> r;  // n x n, zero below the diagonal
};

// The thin QR factorization. Shapes: A is m x n, m >= n. Cost: about 4 n^2 (m - n / 3) flops.
absl::StatusOr<Qr<float>> ThinQr(ConstMatrixView<float> a);
absl::StatusOr<Qr<double>> ThinQr(ConstMatrixView<double> a);

// Singular values, descending: the roots of the eigenvalues of A^T A, without the loss of
// digits of forming it. Shapes: A is m x n, min(m, n) values. Cost: O(m n min(m, n)).
absl::StatusOr<std::vector<float>> SingularValues(ConstMatrixView<float> a);
absl::StatusOr<std::vector<double>> SingularValues(ConstMatrixView<double> a);

// A = U diag(values) V^T, k = min(m, n).
template <typename T>
struct Svd {
  Matrix<T> u;            // m x k, orthonormal columns
  std::vector<T> values;  // k, descending, >= 0
  Matrix<T> vt;           // k x n, orthonormal rows
};

// The thin singular value decomposition. With the builtin kernels, singular vectors of zero
// singular values on the longer side (columns of U for m >= n, else rows of V^T) are not
// orthonormal and may be zero. Cost: O(m n k), some 10 times that of the values alone.
absl::StatusOr<Svd<float>> ThinSvd(ConstMatrixView<float> a);
absl::StatusOr<Svd<double>> ThinSvd(ConstMatrixView<double> a);

}  // namespace infoflow::linalg

#endif  // INFOFLOW_LINALG_LAPACK_H_
