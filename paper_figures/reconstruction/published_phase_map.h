#ifndef PAPER_FIGURES_RECONSTRUCTION_PUBLISHED_PHASE_MAP_H_
#define PAPER_FIGURES_RECONSTRUCTION_PUBLISHED_PHASE_MAP_H_

#include <vector>

#include "absl/status/statusor.h"

namespace infoflow::paper_figures {

// Where reconstructions collapse in the map that was published (arXiv:2406.12916; MNIST, networks
// 784 wide and 200 deep), as it was read off the picture: sigma_w^2, which increases, and layer.
struct PublishedPhaseMap {
  struct Point {
    double weight_variance;
    double collapse;
  };
  std::vector<Point> points;

  // The layer, between the points by linear interpolation; NaN outside.
  double CollapseAt(double weight_variance) const;
};

// Reads testdata/reference/reconstruction/published_phase_map.csv. Errors: NotFound when it is not
// beside the program.
absl::StatusOr<PublishedPhaseMap> ReadPublishedPhaseMap();

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_PUBLISHED_PHASE_MAP_H_
