#ifndef PAPER_FIGURES_RECONSTRUCTION_PUBLISHED_PHASE_MAP_H_
#define PAPER_FIGURES_RECONSTRUCTION_PUBLISHED_PHASE_MAP_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/support/table.h"

namespace infoflow::paper_figures {

// The maps that were published with arXiv:2406.12916.
enum class PublishedMap {
  kDense,          // MNIST, networks 784 wide and 200 deep; layers below -13
  kConvolutional,  // MNIST, 128 channels, depth 400; layers below -9.5
  kResidual,       // Fashion-MNIST, 32 channels, 50 blocks; layers below -9.5
};

// Where reconstructions collapse in one of them, as it was read off the picture: sigma_w^2, which
// increases, and layer.
struct PublishedPhaseMap {
  struct Point {
    double weight_variance;
    double collapse;
  };
  std::vector<Point> points;

  // Why there are no points, where the file is not beside the program; else empty.
  std::string warning = {};

  // The layer, between the points by linear interpolation; NaN outside.
  double CollapseAt(double weight_variance) const;

  // The points, with columns weight_variance and collapse (layers).
  Table ToTable() const;
};

// Reads testdata/reference/reconstruction/published_*_map.csv; without it the map has no points but
// a warning. Errors: a file that is not such a table.
absl::StatusOr<PublishedPhaseMap> ReadPublishedPhaseMap(PublishedMap which = PublishedMap::kDense);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_PUBLISHED_PHASE_MAP_H_
