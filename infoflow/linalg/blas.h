#ifndef INFOFLOW_LINALG_BLAS_H_
#define INFOFLOW_LINALG_BLAS_H_

#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"

// Products of dense vectors and matrices, in float and double.
//
// The same interface stands over OpenBLAS and over plain kernels of our own; the build setting
// //infoflow/linalg:blas = openblas | builtin chooses. Shapes that do not fit are a bug of the
// caller and end the program. Outputs must not overlap inputs. Empty shapes are fine. With
// beta = 0 the old content of the output is not read, so it may hold NaN. NaN and infinities
// in the inputs of Gemm, Gemv and Syrk give unspecified non-finite results where they enter.
//
// Accuracy: against the plain sum, 1e-10 (double) and 1e-5 (float) of the root mean square of
// the result (blas_test.cc). The last digits depend on the implementation, the machine and
// with OpenBLAS on the number of BLAS threads (blas_threads.h); the kernels of our own give
// the same bits everywhere.

namespace infoflow::linalg {

enum class Transpose { kNo, kYes };

// C := alpha op(A) op(B) + beta C, with op(X) = X or X^T.
// Shapes: op(A) is m x k, op(B) is k x n, C is m x n. Cost: 2 m n k flops.
void Gemm(Transpose transpose_a, Transpose transpose_b, float alpha, ConstMatrixView<float> a,
          ConstMatrixView<float> b, float beta, MatrixView<float> c);
void Gemm(Transpose transpose_a, Transpose transpose_b, double alpha, ConstMatrixView<double> a,
          ConstMatrixView<double> b, double beta, MatrixView<double> c);

// A B as a new matrix. Shapes: A is m x k, B is k x n. Cost: 2 m n k flops.
Matrix<float> Product(ConstMatrixView<float> a, ConstMatrixView<float> b);
Matrix<double> Product(ConstMatrixView<double> a, ConstMatrixView<double> b);

// y := alpha op(A) x + beta y. Shapes: op(A) is m x n, x has n, y has m. Cost: 2 m n flops.
void Gemv(Transpose transpose, float alpha, ConstMatrixView<float> a, absl::Span<const float> x,
          float beta, absl::Span<float> y);
void Gemv(Transpose transpose, double alpha, ConstMatrixView<double> a, absl::Span<const double> x,
          double beta, absl::Span<double> y);

// C := alpha op(A) op(A)^T + beta C, symmetric; both triangles of C are written, and only its
// lower triangle is read. Shapes: op(A) is n x k, C is n x n. Cost: n (n + 1) k flops.
void Syrk(Transpose transpose, float alpha, ConstMatrixView<float> a, float beta,
          MatrixView<float> c);
void Syrk(Transpose transpose, double alpha, ConstMatrixView<double> a, double beta,
          MatrixView<double> c);

// A := A + alpha x y^T. Shapes: x has m, y has n, A is m x n. Cost: 2 m n flops.
void Ger(float alpha, absl::Span<const float> x, absl::Span<const float> y, MatrixView<float> a);
void Ger(double alpha, absl::Span<const double> x, absl::Span<const double> y,
         MatrixView<double> a);

// sum_i x_i y_i. Shapes: equal lengths. Cost: 2 n flops.
float Dot(absl::Span<const float> x, absl::Span<const float> y);
double Dot(absl::Span<const double> x, absl::Span<const double> y);

// y := y + alpha x. Shapes: equal lengths. Cost: 2 n flops.
void Axpy(float alpha, absl::Span<const float> x, absl::Span<float> y);
void Axpy(double alpha, absl::Span<const double> x, absl::Span<double> y);

// x := alpha x. Cost: n flops.
void Scale(float alpha, absl::Span<float> x);
void Scale(double alpha, absl::Span<double> x);

// sqrt(sum_i x_i^2), without overflow or underflow of the squares. Cost: O(n).
float Norm2(absl::Span<const float> x);
double Norm2(absl::Span<const double> x);

}  // namespace infoflow::linalg

#endif  // INFOFLOW_LINALG_BLAS_H_
