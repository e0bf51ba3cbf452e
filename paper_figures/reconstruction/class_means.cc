#include "paper_figures/reconstruction/class_means.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "infoflow/cascade/channel_images.h"

namespace infoflow::paper_figures {

linalg::Matrix<double> ClassMeans(const datasets::Dataset& data) {
  linalg::Matrix<double> means(data.classes, data.images.columns());
  std::vector<int> counts(data.classes);
  for (int b = 0; b < data.size(); ++b) {
    ++counts[data.labels[b]];
    for (int i = 0; i < means.columns(); ++i) means(data.labels[b], i) += data.images(b, i);
  }
  for (int k = 0; k < means.rows(); ++k) {
    for (double& pixel : means.row(k)) pixel /= std::max(counts[k], 1);
  }
  return means;
}

int NearestMean(const linalg::Matrix<double>& means, absl::Span<const float> image) {
  int nearest = 0;
  double least = std::numeric_limits<double>::infinity();
  for (int k = 0; k < means.rows(); ++k) {
    double distance = 0.0;
    for (std::size_t i = 0; i < image.size(); ++i) {
      distance += (image[i] - means(k, i)) * (image[i] - means(k, i));
    }
    if (distance < least) least = distance, nearest = k;
  }
  return nearest;
}

int MostCorrelatedMean(const linalg::Matrix<double>& means, absl::Span<const float> image) {
  const std::vector<double> pixels(image.begin(), image.end());
  int best = 0;
  double most = -std::numeric_limits<double>::infinity();
  for (int k = 0; k < means.rows(); ++k) {
    const double correlation =
        cascade::ImageCorrelation<double>(absl::MakeConstSpan(pixels), means.row(k));
    const double value = std::isnan(correlation) ? 0.0 : correlation;
    if (value > most) most = value, best = k;
  }
  return best;
}

}  // namespace infoflow::paper_figures
