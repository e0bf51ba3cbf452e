#ifndef PAPER_FIGURES_RECONSTRUCTION_CLASS_MEANS_H_
#define PAPER_FIGURES_RECONSTRUCTION_CLASS_MEANS_H_

#include "absl/types/span.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::paper_figures {

// The mean image of each class, a row each; of a class without images all zeros.
linalg::Matrix<double> ClassMeans(const datasets::Dataset& data);

// The row of `means` that is nearest to an image by squared distance, the first of equal ones.
int NearestMean(const linalg::Matrix<double>& means, absl::Span<const float> image);

// The row that is most correlated with an image over pixels, the first of equal ones; a constant
// image or mean has correlation 0.
int MostCorrelatedMean(const linalg::Matrix<double>& means, absl::Span<const float> image);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_CLASS_MEANS_H_
