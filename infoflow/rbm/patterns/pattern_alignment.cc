#include "infoflow/rbm/patterns/pattern_alignment.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <set>
#include <vector>

#include "infoflow/support/check.h"

namespace infoflow::rbm {

std::vector<double> AlignedMean(linalg::ConstMatrixView<double> patterns,
                                absl::Span<const Site> origins, int side) {
  INFOFLOW_CHECK(patterns.rows() >= 1 && patterns.columns() == side * side);
  INFOFLOW_CHECK(origins.size() == static_cast<std::size_t>(patterns.rows()));
  std::vector<double> mean(patterns.columns(), 0.0);
  for (int a = 0; a < patterns.rows(); ++a) {
    for (int dy = 0; dy < side; ++dy) {
      for (int dx = 0; dx < side; ++dx) {
        const int y = (origins[a].y + dy) % side;
        const int x = (origins[a].x + dx) % side;
        mean[dy * side + dx] += patterns(a, y * side + x);
      }
    }
  }
  for (double& value : mean) value /= patterns.rows();
  return mean;
}

std::vector<Site> BoxPeaks(linalg::ConstMatrixView<double> patterns, int side) {
  std::vector<Site> peaks;
  for (int a = 0; a < patterns.rows(); ++a) peaks.push_back(BoxPeak(patterns.row(a), side));
  return peaks;
}

std::vector<RadialPoint> RadialProfile(absl::Span<const double> aligned, int side, Site origin) {
  INFOFLOW_CHECK(aligned.size() == static_cast<std::size_t>(side) * side);
  std::map<int, RadialPoint> points;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const int distance = SquaredDistance({x, y}, origin, side);
      RadialPoint& point = points[distance];
      point.squared_distance = distance;
      ++point.sites;
      point.value += aligned[y * side + x];
    }
  }
  std::vector<RadialPoint> profile;
  for (auto& [distance, point] : points) {
    point.value /= point.sites;
    profile.push_back(point);
  }
  return profile;
}

int DistinctCells(absl::Span<const Site> peaks, int side) {
  INFOFLOW_CHECK(side % 2 == 0);
  std::set<int> cells;
  for (const Site& peak : peaks) cells.insert(peak.y / 2 * (side / 2) + peak.x / 2);
  return static_cast<int>(cells.size());
}

std::vector<double> NearestPeakDistances(absl::Span<const Site> peaks, int side) {
  INFOFLOW_CHECK(peaks.size() >= 2);
  std::vector<double> distances;
  for (std::size_t a = 0; a < peaks.size(); ++a) {
    int nearest = std::numeric_limits<int>::max();
    for (std::size_t b = 0; b < peaks.size(); ++b) {
      if (b != a) nearest = std::min(nearest, SquaredDistance(peaks[a], peaks[b], side));
    }
    distances.push_back(std::sqrt(static_cast<double>(nearest)));
  }
  return distances;
}

}  // namespace infoflow::rbm
