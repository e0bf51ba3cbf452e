#ifndef INFOFLOW_DATASETS_FLOAT_IDX_H_
#define INFOFLOW_DATASETS_FLOAT_IDX_H_

#include <string>

#include "infoflow/datasets/dataset.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::datasets {

// The bytes of a file of images of floats, in the format of MNIST's own files (idx.h):
//
//   magic    0, 0, 13 (32-bit floats), 3 dimensions
//   sizes    images, rows (of all channels), columns: big-endian 32-bit numbers
//   values   big-endian 32-bit floats
//
// `images`: one per row, as `shape` says.
std::string FormatFloatIdx(linalg::ConstMatrixView<float> images, const ImageShape& shape);

}  // namespace infoflow::datasets

#endif  // INFOFLOW_DATASETS_FLOAT_IDX_H_
