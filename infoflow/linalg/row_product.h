#ifndef INFOFLOW_LINALG_ROW_PRODUCT_H_
#define INFOFLOW_LINALG_ROW_PRODUCT_H_

#include "infoflow/linalg/matrix.h"

namespace infoflow::linalg {

// C := A B^T, the inner products of the rows of A with those of B, where either has few rows (a
// batch), as thin_product.h for the other orders: nothing is copied.
//
// With FMA instructions (AVX2, AVX-512) an inner product of k numbers is taken in lanes, 16 in
// float and 8 in double: lane l is one chain of fused multiply-adds over the indices l (for l < r),
// r + l, r + lanes + l, ..., where r is what is left of k by whole lanes (all of them if nothing
// is), and the halves of the lanes are added until one is left. The same bits whatever the
// instruction set, shape or place in C; otherwise this is Gemm. Outputs must not overlap inputs.
// NaN and infinities pass on.
//
// Shapes: A is m x k, B is n x k, C is m x n; k = 0 gives zeros. Cost: 2 m n k flops, and some 15 m
// n for the lanes. Accuracy: k / lanes + 4 rounding errors.
void RowProduct(ConstMatrixView<float> a, ConstMatrixView<float> b, MatrixView<float> c);
void RowProduct(ConstMatrixView<double> a, ConstMatrixView<double> b, MatrixView<double> c);

}  // namespace infoflow::linalg

#endif  // INFOFLOW_LINALG_ROW_PRODUCT_H_
