#ifndef PAPER_FIGURES_RENORMALIZATION_IMAGE_BRIGHTNESS_H_
#define PAPER_FIGURES_RENORMALIZATION_IMAGE_BRIGHTNESS_H_

#include "absl/types/span.h"
#include "infoflow/datasets/dataset.h"

namespace infoflow::paper_figures {

// |x|^2/n of an image of n pixels. Domain: n >= 1.
double MeanSquare(absl::Span<const float> image);

// The first of the images whose mean squares are nearest to `mean_square`. Domain: at least one.
int NearestInMeanSquare(const datasets::Dataset& images, double mean_square);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_IMAGE_BRIGHTNESS_H_
