#ifndef INFOFLOW_DATASETS_IDX_H_
#define INFOFLOW_DATASETS_IDX_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow::datasets {

// An array of bytes as MNIST's files hold it.
//
//   magic    0, 0, 8 (unsigned bytes), number of dimensions
//   sizes    one big-endian 32-bit number per dimension
//   values   the last index varies fastest
struct IdxArray {
  std::vector<int> sizes;
  std::string bytes;  // product of the sizes
};

// Reads an array with `dimensions` dimensions from the bytes of a file, packed by gzip or not.
// Errors name `source`: wrong magic number, truncated, more bytes than the sizes say, damaged.
absl::StatusOr<IdxArray> ParseIdx(absl::string_view content, int dimensions,
                                  absl::string_view source);

// Images of bytes, divided by 255, or of 32-bit floats in [0, 1], as float_idx.h writes them.
struct IdxImages {
  std::vector<int> sizes;     // images, rows, columns
  std::vector<float> pixels;  // product of the sizes
};

// Errors: as ParseIdx; a float beyond [0, 1].
absl::StatusOr<IdxImages> ParseIdxImages(absl::string_view content, absl::string_view source);

}  // namespace infoflow::datasets

#endif  // INFOFLOW_DATASETS_IDX_H_
