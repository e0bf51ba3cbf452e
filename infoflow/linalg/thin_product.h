#ifndef INFOFLOW_LINALG_THIN_PRODUCT_H_
#define INFOFLOW_LINALG_THIN_PRODUCT_H_

#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::linalg {

// C := op(A) B, op(X) = X or X^T, for products in which A or B is used only a few times: B has few
// columns or A few rows (a batch), or the inner dimension is short.
//
// General products copy both factors into another order first, which costs as much as a batch of
// 64 columns gains from it; here A is read number by number and B row by row, where they are. With
// FMA instructions (AVX2, AVX-512) every element is one chain of fused multiply-adds in the order
// of the inner index, the same bits whatever the instruction set, shape or place in C; otherwise
// this is Gemm. Outputs must not overlap inputs. NaN and infinities pass on.
//
// Shapes: op(A) is m x k, B is k x n, C is m x n; k = 0 gives zeros. Speed: that of Gemm for large
// products, or up to 1.4 times that, as long as k rows of 64 numbers of B fit the second-level
// cache (linalg_benchmark.cc). Cost: 2 m n k flops. Accuracy: k rounding errors, as the plain sum.
void ThinProduct(Transpose transpose_a, ConstMatrixView<float> a, ConstMatrixView<float> b,
                 MatrixView<float> c);
void ThinProduct(Transpose transpose_a, ConstMatrixView<double> a, ConstMatrixView<double> b,
                 MatrixView<double> c);

// C := C + op(A) B by the same chains, which go on from the old C: products of blocks of A and B
// one after the other have the bits of the whole.
void AddThinProduct(Transpose transpose_a, ConstMatrixView<float> a, ConstMatrixView<float> b,
                    MatrixView<float> c);
void AddThinProduct(Transpose transpose_a, ConstMatrixView<double> a, ConstMatrixView<double> b,
                    MatrixView<double> c);

}  // namespace infoflow::linalg

#endif  // INFOFLOW_LINALG_THIN_PRODUCT_H_
