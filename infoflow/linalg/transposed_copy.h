#ifndef INFOFLOW_LINALG_TRANSPOSED_COPY_H_
#define INFOFLOW_LINALG_TRANSPOSED_COPY_H_

#include "infoflow/linalg/matrix.h"

namespace infoflow::linalg {

// B := A^T, for products that want a factor in the other order (thin_product.h).
//
// Shapes: A is m x n, B is n x m; they must not overlap. Cost: m n loads and stores, with AVX2 in
// blocks of as many rows and columns as a register has numbers.
void CopyTransposed(ConstMatrixView<float> a, MatrixView<float> b);
void CopyTransposed(ConstMatrixView<double> a, MatrixView<double> b);

}  // namespace infoflow::linalg

#endif  // INFOFLOW_LINALG_TRANSPOSED_COPY_H_
