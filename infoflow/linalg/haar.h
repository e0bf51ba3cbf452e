#ifndef INFOFLOW_LINALG_HAAR_H_
#define INFOFLOW_LINALG_HAAR_H_

#include "absl/status/statusor.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/stream.h"

namespace infoflow::linalg {

// A random matrix with orthonormal columns, distributed uniformly (Haar measure): the law of O
// and of A O B is the same for all orthogonal A, B.
//
// O = Q diag(sign R_jj) from the QR factorization of a matrix of independent normals; without
// the signs the law would depend on the factorization's conventions. Source: Mezzadri,
// "How to generate random matrices from the classical compact groups", Notices AMS 54 (2007),
// arXiv:math-ph/0609050, sec. 5.
//
// Shapes: rows x columns, 0 <= columns <= rows; else InvalidArgument. Takes 2 rows columns
// words of the stream. Accuracy: |O^T O - 1| below 1e-12 (haar_test.cc). Cost: as ThinQr.
absl::StatusOr<Matrix<double>> HaarOrthogonal(int rows, int columns, random::Stream& stream);

}  // namespace infoflow::linalg

#endif  // INFOFLOW_LINALG_HAAR_H_
