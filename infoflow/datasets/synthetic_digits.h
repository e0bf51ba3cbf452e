#ifndef INFOFLOW_DATASETS_SYNTHETIC_DIGITS_H_
#define INFOFLOW_DATASETS_SYNTHETIC_DIGITS_H_

#include <cstdint>

#include "infoflow/datasets/dataset.h"

namespace infoflow::datasets {

// How far the digits are from their templates. The defaults make a task of MNIST's kind: a
// linear classifier is wrong on about one image in eight, a network of a few layers on a few in
// a hundred after a few epochs, as measured (docs/training.md).
struct SyntheticDigitsOptions {
  double jitter = 0.035;           // standard deviation of the template's points, in image heights
  double rotation = 0.30;          // largest angle, in radians
  double shear = 0.30;             // largest shift of the top against the bottom, in heights
  double shrinkage = 0.30;         // height and width are 1 - shrinkage ... 1 of the largest, apart
  double translation = 0.08;       // largest shift, in image heights, in either direction
  double least_thickness = 0.035;  // of strokes, in image heights
  double most_thickness = 0.10;
  double noise = 0.08;  // standard deviation of every pixel's noise
};

// `count` images of 28 x 28 pixels with hand-drawn-like digits, the default data set of all
// commands: it needs no file.
//
// A digit is one of its templates (strokes of quadratic Bezier curves; several have more than
// one form), its points jittered, mapped by a random affinity, drawn with a soft pen of random
// thickness and darkness; then noise is added and pixels are cut to [0, 1]. Classes are equally
// likely. Image i depends on seed and first + i alone (Stream(seed, kData, first + i)). Only
// correctly rounded operations: the same bits on every machine. Domain: count >= 1.
// Cost: 0.1 ms per image.
Dataset SyntheticDigits(std::uint64_t seed, std::uint32_t first, int count,
                        const SyntheticDigitsOptions& options = {});

}  // namespace infoflow::datasets

#endif  // INFOFLOW_DATASETS_SYNTHETIC_DIGITS_H_
