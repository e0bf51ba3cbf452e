#ifndef INFOFLOW_LINALG_SIGN_PRODUCT_H_
#define INFOFLOW_LINALG_SIGN_PRODUCT_H_

#include <cstdint>

#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::linalg {

// C := alpha op(S) op(B) + beta C for a matrix S of signs: an element below zero counts as -1, any
// other as +1.
//
// Four signs choose one of 16 sums of four rows of op(B), which are made once and then looked up by
// every row of op(S): one addition for four multiplications and additions. Every element is
//
//   sum_g t_g in the order of g,   t_g = (s b + s b) + (s b + s b) of the inner indices 4g .. 4g+3,
//
// rounded after each addition: the same bits on every machine, for any instruction set, shape and
// place in C, and changing all signs of a row of op(S) or of a column of op(B) changes that of the
// result exactly. C must not overlap B. With beta = 0 the old C is not read. Up to four rows of
// op(S) do without the 16 sums and have the same bits.
//
// Shapes: op(S) is m x k, op(B) is k x n, C is m x n; k = 0 gives beta C. Cost: m n k / 4 additions
// and 4 n k for the sums, repeated every 256 rows (linalg_benchmark.cc): made for many rows; m n k
// for up to four rows. Accuracy: k / 4 + 2 rounding errors.
void SignProduct(Transpose transpose_s, Transpose transpose_b, float alpha,
                 ConstMatrixView<std::int8_t> s, ConstMatrixView<float> b, float beta,
                 MatrixView<float> c);

}  // namespace infoflow::linalg

#endif  // INFOFLOW_LINALG_SIGN_PRODUCT_H_
