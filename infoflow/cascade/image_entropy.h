#ifndef INFOFLOW_CASCADE_IMAGE_ENTROPY_H_
#define INFOFLOW_CASCADE_IMAGE_ENTROPY_H_

#include <vector>

#include "infoflow/linalg/matrix.h"

// How much reconstructed images differ from the true ones, and from each other. Rows are images,
// columns pixels. T is float (as the paper's figures) or double.

namespace infoflow::cascade {

// What is added to each pixel before an image is read as a probability distribution.
inline constexpr double kPixelFloor = 1e-12;

// Each row becomes a distribution over pixels: its minimum is subtracted, kPixelFloor added, and
// it is divided by its sum. In T, the sum in PyTorch's order: the pixels that it gives have the
// same bits as those of the paper's code (cascade_reference_test.cc), which the differential
// entropy of collapsed images depends on. Cost: four passes.
template <typename T>
void NormalizeImages(linalg::MatrixView<T> images);

// D_b = sum_i P_bi ln(P_bi / Q_bi) for rows that are distributions, in nats.
//
// Source: arXiv:2406.12916, relative entropy of the true image to its reconstruction.
// Logarithms in T, sums of 16 interleaved parts. Domain: positive
// pixels, which NormalizeImages makes; NaN stays NaN. Shapes: equal. Accuracy: 1e-9
// (double) and 1e-4 (float) against an independent table (cascade_reference_test.cc). Cost: one
// logarithm per pixel, about 1 ns.
template <typename T>
std::vector<double> DistributionRelativeEntropies(linalg::ConstMatrixView<T> p,
                                                  linalg::ConstMatrixView<T> q);

// The relative entropies of images to reconstructions as the paper's code computes them: both
// arguments are normalised in place first.
//
// Quirk "overwriting": a reference that is used for several layers is normalised again at each
// call. From the second on its empty pixels hold about 1e-12 instead of 1e-12 over the image's
// sum; the effect is below 1e-6 in float. What is computed from the reconstructions afterwards
// sees normalised ones (DifferentialEntropy).
template <typename T>
std::vector<double> OverwritingRelativeEntropies(linalg::MatrixView<T> reference,
                                                 linalg::MatrixView<T> reconstruction);

// The differential entropy of a normal pixel, mean over pixels, in nats:
//
//   1/2 ln(2 pi e) + 1/n sum_i ln s_i,
//
// s_i the standard deviation (divided by rows - 1) of pixel i over the images, each divided by the
// signed sum of its pixels. In double. Source: arXiv:2406.12916 (differential entropy). Quirks,
// kept: images may be normalised before (the paper's dense networks) or not; a pixel that does
// not vary gives -inf; signed sums near 0 give spikes, an empty image NaN.
// Domain: at least 2 rows. Accuracy: 1e-9 against an independent table
// (cascade_reference_test.cc). Cost: two passes.
template <typename T>
double DifferentialEntropy(linalg::ConstMatrixView<T> images);

}  // namespace infoflow::cascade

#endif  // INFOFLOW_CASCADE_IMAGE_ENTROPY_H_
