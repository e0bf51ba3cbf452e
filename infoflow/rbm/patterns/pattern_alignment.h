#ifndef INFOFLOW_RBM_PATTERNS_PATTERN_ALIGNMENT_H_
#define INFOFLOW_RBM_PATTERNS_PATTERN_ALIGNMENT_H_

#include <vector>

#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/rbm/patterns/pattern_statistics.h"

// Patterns brought to one place, and where they were. Shapes and order of sites as in
// pattern_statistics.h.

namespace infoflow::rbm {

// Mean over patterns, each shifted so that its origin comes to (0, 0). Shapes: an origin per
// pattern -> side^2 values, element dy side + dx.
std::vector<double> AlignedMean(linalg::ConstMatrixView<double> patterns,
                                absl::Span<const Site> origins, int side);

// BoxPeak of every pattern: the origins for the patterns of a machine.
std::vector<Site> BoxPeaks(linalg::ConstMatrixView<double> patterns, int side);

// One point of a radial profile.
struct RadialPoint {
  int squared_distance = 0;
  int sites = 0;  // with that distance from the origin
  double value = 0.0;
};

// Mean of an aligned pattern over all sites at the same distance from `origin`, by ascending
// distance. For 2 x 2 blocks the distance is best taken from a site of the block.
std::vector<RadialPoint> RadialProfile(absl::Span<const double> aligned, int side,
                                       Site origin = {});

// Number of distinct 2 x 2 cells (columns 2X, 2X+1, rows 2Y, 2Y+1) that hold a peak. Domain: even
// side. Over the number of peaks this is the coverage: 1 for block spins, about 1 - 1/e for as
// many random places as cells.
int DistinctCells(absl::Span<const Site> peaks, int side);

// For every peak the distance to the nearest other one; at least two peaks.
std::vector<double> NearestPeakDistances(absl::Span<const Site> peaks, int side);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_PATTERNS_PATTERN_ALIGNMENT_H_
