#include "infoflow/linalg/lapack.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "infoflow/linalg/internal/blas_kernels.h"
#include "infoflow/linalg/internal/lapack_kernels.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::linalg {

namespace {

template <typename T>
absl::Status CheckFinite(absl::Span<const T> values, absl::string_view what) {
  for (const T value : values) {
    if (!std::isfinite(value)) {
      return absl::InvalidArgumentError(absl::StrCat(what, " holds an entry that is not finite"));
    }
  }
  return absl::OkStatus();
}

absl::Status NotConverged(absl::string_view what, int rows, int columns) {
  return absl::InternalError(
      absl::StrCat(what, " of a ", rows, " x ", columns, " matrix did not converge"));
}

// A copy that the kernels may overwrite, with the lower triangle mirrored: the upper one of
// the input counts neither for the result nor for the check.
template <typename T>
absl::StatusOr<Matrix<T>> SymmetricCopy(ConstMatrixView<T> a) {
  INFOFLOW_CHECK(a.rows() == a.columns());
  Matrix<T> copy(a.rows(), a.rows());
  for (int i = 0; i < a.rows(); ++i) {
    for (int j = 0; j <= i; ++j) copy(i, j) = copy(j, i) = a(i, j);
  }
  INFOFLOW_RETURN_IF_ERROR(CheckFinite<T>(copy.values(), "symmetric matrix"));
  return copy;
}

template <typename T>
absl::StatusOr<SymmetricEigen<T>> SolveSymmetric(ConstMatrixView<T> a, bool vectors) {
  INFOFLOW_ASSIGN_OR_RETURN(Matrix<T> copy, SymmetricCopy(a));
  SymmetricEigen<T> eigen;
  eigen.values.resize(a.rows());
  if (a.rows() > 0 && internal::SymmetricEigenKernel<T>(vectors, a.rows(), copy.values().data(),
                                                        eigen.values.data()) != 0) {
    return NotConverged("symmetric eigenproblem", a.rows(), a.rows());
  }
  if (vectors) eigen.vectors = std::move(copy);
  return eigen;
}

template <typename T>
absl::StatusOr<SymmetricEigen<T>> SolveTridiagonal(absl::Span<const T> diagonal,
                                                   absl::Span<const T> off_diagonal, bool vectors) {
  INFOFLOW_CHECK(off_diagonal.size() + 1 == diagonal.size() ||
                 (diagonal.empty() && off_diagonal.empty()));
  INFOFLOW_RETURN_IF_ERROR(CheckFinite<T>(diagonal, "diagonal"));
  INFOFLOW_RETURN_IF_ERROR(CheckFinite<T>(off_diagonal, "off-diagonal"));
  const int n = static_cast<int>(diagonal.size());
  SymmetricEigen<T> eigen;
  eigen.values.assign(diagonal.begin(), diagonal.end());
  if (vectors) eigen.vectors = Matrix<T>(n, n);
  std::vector<T> off(off_diagonal.begin(), off_diagonal.end());
  off.push_back(T(0));  // so that there is an address also for n = 1
  if (n > 0 &&
      internal::TridiagonalEigenKernel<T>(n, eigen.values.data(), off.data(),
                                          vectors ? eigen.vectors.values().data() : nullptr) != 0) {
    return NotConverged("tridiagonal eigenproblem", n, n);
  }
  return eigen;
}

template <typename T>
absl::StatusOr<std::vector<T>> ValuesOf(absl::StatusOr<SymmetricEigen<T>> eigen) {
  if (!eigen.ok()) return eigen.status();
  return std::move(eigen->values);
}

template <typename T>
absl::StatusOr<Matrix<T>> FactorPositive(ConstMatrixView<T> a) {
  INFOFLOW_ASSIGN_OR_RETURN(Matrix<T> factor, SymmetricCopy(a));
  if (factor.empty()) return factor;
  const int minor = internal::CholeskyKernel<T>(factor.rows(), factor.values().data());
  if (minor != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("matrix is not positive definite: its leading minor of order ", minor, " of ",
                     factor.rows(), " is not positive"));
  }
  for (int i = 0; i < factor.rows(); ++i) {
    for (int j = i + 1; j < factor.rows(); ++j) factor(i, j) = T(0);
  }
  return factor;
}

template <typename T>
void SolveWithFactor(ConstMatrixView<T> factor, MatrixView<T> b) {
  INFOFLOW_CHECK(factor.rows() == factor.columns() && factor.rows() == b.rows());
  if (b.empty()) return;
  for (const bool transpose : {false, true}) {
    internal::TriangularSolveKernel<T>(true, transpose, b.rows(), b.columns(), factor.data(),
                                       static_cast<int>(factor.stride()), b.data(),
                                       static_cast<int>(b.stride()));
  }
}

template <typename T>
double LogDeterminant(ConstMatrixView<T> factor) {
  INFOFLOW_CHECK(factor.rows() == factor.columns());
  double sum = 0.0;
  for (int i = 0; i < factor.rows(); ++i) sum += std::log(static_cast<double>(factor(i, i)));
  return 2.0 * sum;
}

template <typename T>
double InverseTrace(ConstMatrixView<T> factor) {
  INFOFLOW_CHECK(factor.rows() == factor.columns());
  // Columns of L^-1 at a time; what is above their first row is zero.
  constexpr int kColumns = 96;
  const int n = factor.rows();
  double sum = 0.0;
  for (int first = 0; first < n; first += kColumns) {
    const int rows = n - first;
    const int columns = std::min(kColumns, rows);
    Matrix<T> inverse(rows, columns);
    for (int j = 0; j < columns; ++j) inverse(j, j) = T(1);
    internal::TriangularSolveKernel<T>(
        true, false, rows, columns, factor.Block(first, first, rows, rows).data(),
        static_cast<int>(factor.stride()), inverse.values().data(), columns);
    for (int i = 0; i < rows; ++i) {
      double row = 0.0;
      for (const T value : inverse.row(i)) row += static_cast<double>(value) * value;
      sum += row;
    }
  }
  return sum;
}

template <typename T>
absl::StatusOr<Qr<T>> FactorQr(ConstMatrixView<T> a) {
  INFOFLOW_CHECK(a.rows() >= a.columns());
  Qr<T> qr = {Matrix<T>(a), Matrix<T>(a.columns(), a.columns())};
  INFOFLOW_RETURN_IF_ERROR(CheckFinite<T>(qr.q.values(), "matrix"));
  if (qr.q.empty()) return qr;
  INFOFLOW_CHECK(internal::QrKernel<T>(a.rows(), a.columns(), qr.q.values().data(),
                                       qr.r.values().data()) == 0);
  return qr;
}

template <typename T>
absl::StatusOr<Svd<T>> DecomposeSingular(ConstMatrixView<T> a, bool vectors) {
  Matrix<T> copy(a);
  INFOFLOW_RETURN_IF_ERROR(CheckFinite<T>(copy.values(), "matrix"));
  const int k = std::min(a.rows(), a.columns());
  Svd<T> svd;
  svd.values.resize(k);
  if (vectors) {
    svd.u = Matrix<T>(a.rows(), k);
    svd.vt = Matrix<T>(k, a.columns());
  }
  if (k > 0 && internal::SvdKernel<T>(a.rows(), a.columns(), copy.values().data(),
                                      svd.values.data(), vectors ? svd.u.values().data() : nullptr,
                                      vectors ? svd.vt.values().data() : nullptr) != 0) {
    return NotConverged("singular value decomposition", a.rows(), a.columns());
  }
  return svd;
}

template <typename T>
absl::StatusOr<std::vector<T>> ValuesOf(absl::StatusOr<Svd<T>> svd) {
  if (!svd.ok()) return svd.status();
  return std::move(svd->values);
}

}  // namespace

absl::StatusOr<std::vector<float>> SymmetricEigenvalues(ConstMatrixView<float> a) {
  return ValuesOf(SolveSymmetric<float>(a, false));
}
absl::StatusOr<std::vector<double>> SymmetricEigenvalues(ConstMatrixView<double> a) {
  return ValuesOf(SolveSymmetric<double>(a, false));
}
absl::StatusOr<SymmetricEigen<float>> DecomposeSymmetric(ConstMatrixView<float> a) {
  return SolveSymmetric<float>(a, true);
}
absl::StatusOr<SymmetricEigen<double>> DecomposeSymmetric(ConstMatrixView<double> a) {
  return SolveSymmetric<double>(a, true);
}

absl::StatusOr<std::vector<float>> TridiagonalEigenvalues(absl::Span<const float> diagonal,
                                                          absl::Span<const float> off_diagonal) {
  return ValuesOf(SolveTridiagonal<float>(diagonal, off_diagonal, false));
}
absl::StatusOr<std::vector<double>> TridiagonalEigenvalues(absl::Span<const double> diagonal,
                                                           absl::Span<const double> off_diagonal) {
  return ValuesOf(SolveTridiagonal<double>(diagonal, off_diagonal, false));
}
absl::StatusOr<SymmetricEigen<float>> DecomposeTridiagonal(absl::Span<const float> diagonal,
                                                           absl::Span<const float> off_diagonal) {
  return SolveTridiagonal<float>(diagonal, off_diagonal, true);
}
absl::StatusOr<SymmetricEigen<double>> DecomposeTridiagonal(absl::Span<const double> diagonal,
                                                            absl::Span<const double> off_diagonal) {
  return SolveTridiagonal<double>(diagonal, off_diagonal, true);
}

absl::StatusOr<Matrix<float>> CholeskyFactor(ConstMatrixView<float> a) {
  return FactorPositive<float>(a);
}
absl::StatusOr<Matrix<double>> CholeskyFactor(ConstMatrixView<double> a) {
  return FactorPositive<double>(a);
}
void CholeskySolve(ConstMatrixView<float> factor, MatrixView<float> b) {
  SolveWithFactor<float>(factor, b);
}
void CholeskySolve(ConstMatrixView<double> factor, MatrixView<double> b) {
  SolveWithFactor<double>(factor, b);
}
double CholeskyLogDeterminant(ConstMatrixView<float> factor) {
  return LogDeterminant<float>(factor);
}
double CholeskyLogDeterminant(ConstMatrixView<double> factor) {
  return LogDeterminant<double>(factor);
}
double CholeskyInverseTrace(ConstMatrixView<float> factor) { return InverseTrace<float>(factor); }
double CholeskyInverseTrace(ConstMatrixView<double> factor) { return InverseTrace<double>(factor); }

absl::StatusOr<Qr<float>> ThinQr(ConstMatrixView<float> a) { return FactorQr<float>(a); }
absl::StatusOr<Qr<double>> ThinQr(ConstMatrixView<double> a) { return FactorQr<double>(a); }

absl::StatusOr<std::vector<float>> SingularValues(ConstMatrixView<float> a) {
  return ValuesOf(DecomposeSingular<float>(a, false));
}
absl::StatusOr<std::vector<double>> SingularValues(ConstMatrixView<double> a) {
  return ValuesOf(DecomposeSingular<double>(a, false));
}
absl::StatusOr<Svd<float>> ThinSvd(ConstMatrixView<float> a) {
  return DecomposeSingular<float>(a, true);
}
absl::StatusOr<Svd<double>> ThinSvd(ConstMatrixView<double> a) {
  return DecomposeSingular<double>(a, true);
}

}  // namespace infoflow::linalg
