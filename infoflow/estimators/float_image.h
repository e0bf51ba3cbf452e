#ifndef INFOFLOW_ESTIMATORS_FLOAT_IMAGE_H_
#define INFOFLOW_ESTIMATORS_FLOAT_IMAGE_H_

#include "infoflow/linalg/matrix.h"

namespace infoflow::estimators {

// A copy of points in single precision, for finding out quickly which of them can be near:
// distances that matter are computed again from the points themselves.
//
// Each column is shifted by its mean and all are multiplied by one power of two, so that the
// largest element is about 1; the columns come in the order of falling variance, because a
// search that adds up a maximum or a sum then stops early.
struct FloatImage {
  linalg::Matrix<float> values;  // P x `columns`, zero beyond those of the points
  double scale = 1.0;            // what differences were multiplied by; a power of two
  double largest = 0.0;          // largest |element|; 0 for equal points
};

// Shapes: `points` is P x d, the image P x `columns` with `columns` >= d.
// Domain: |elements| <= 1e150. Accuracy: each element within 2^-24 of its size, and 2^-149.
// Cost: O(P d).
FloatImage MakeFloatImage(linalg::ConstMatrixView<double> points, int columns);

}  // namespace infoflow::estimators

#endif  // INFOFLOW_ESTIMATORS_FLOAT_IMAGE_H_
