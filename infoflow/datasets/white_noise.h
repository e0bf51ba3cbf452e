#ifndef INFOFLOW_DATASETS_WHITE_NOISE_H_
#define INFOFLOW_DATASETS_WHITE_NOISE_H_

#include <cstdint>

#include "infoflow/datasets/dataset.h"

namespace infoflow::datasets {

// `count` images of 28 x 28 pixels, iid uniform in [0, 1), in one class. Image i is drawn from
// Stream(seed, kData, first + i): parts of one sequence can be had apart.
// Source: arXiv:2406.12916 names white noise in its abstract; the law of the pixels is our choice.
// Domain: count >= 1, first >= 0.
Dataset WhiteNoise(std::uint64_t seed, std::uint32_t first, int count);

}  // namespace infoflow::datasets

#endif  // INFOFLOW_DATASETS_WHITE_NOISE_H_
