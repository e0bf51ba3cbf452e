#ifndef INFOFLOW_DATASETS_IMAGE_ARRAY_H_
#define INFOFLOW_DATASETS_IMAGE_ARRAY_H_

#include <string>

#include "absl/status/statusor.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::datasets {

// Images of one's own, without classes.
struct ImageArray {
  ImageShape shape;
  // One image per row, pixels in [0, 1], pixel after pixel with the channels of each side by side
  // (not channel after channel, as Dataset has them).
  linalg::Matrix<float> images;
};

// The images of an .npy file, or of FILE.npz:NAME: n x rows x columns (grey) or rows x columns (one
// image), n x rows x columns x 3 or n x 3 x rows x columns (colours; the first where both are
// possible). Bytes stand for 0 to 255, floating-point numbers for 0 to 1. Errors: those of
// ReadNpyFile; another shape or type, no image, numbers out of range.
absl::StatusOr<ImageArray> ReadImageArray(const std::string& path);

// How networks that were trained on photographs want them.
struct ColourNormalization {
  float mean[3];
  float deviation[3];
};
// Of the images that torchvision's VGG networks were trained on, red, green and blue.
inline constexpr ColourNormalization kImageNetColours = {{0.485f, 0.456f, 0.406f},
                                                         {0.229f, 0.224f, 0.225f}};

// Maps each pixel x of channel k to (x - mean_k) / deviation_k. Domain: images of 3 channels, in
// the order of ImageArray.
void NormalizeColours(const ColourNormalization& colours, linalg::Matrix<float>& images);

}  // namespace infoflow::datasets

#endif  // INFOFLOW_DATASETS_IMAGE_ARRAY_H_
