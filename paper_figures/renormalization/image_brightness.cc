#include "paper_figures/renormalization/image_brightness.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace infoflow::paper_figures {

double MeanSquare(absl::Span<const float> image) {
  double sum = 0.0;
  for (const float pixel : image) sum += static_cast<double>(pixel) * pixel;
  return sum / static_cast<double>(image.size());
}

int NearestInMeanSquare(const datasets::Dataset& images, double mean_square) {
  std::vector<double> distances;
  for (int i = 0; i < images.size(); ++i) {
    distances.push_back(std::fabs(MeanSquare(images.images.row(i)) - mean_square));
  }
  return static_cast<int>(std::min_element(distances.begin(), distances.end()) - distances.begin());
}

}  // namespace infoflow::paper_figures
