#include "infoflow/estimators/neighbour_search.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/estimators/euclidean_search.h"
#include "infoflow/estimators/kd_tree.h"
#include "infoflow/estimators/maximum_norm_search.h"
#include "infoflow/support/check.h"
#include "infoflow/support/parallel_for.h"

namespace infoflow::estimators {

namespace {

// Squares of coordinates and sums of a million of them must not overflow.
constexpr double kLargestCoordinate = 1e150;

// Up to here the tree is faster for some 1000 points and more (estimators_benchmark.cc).
constexpr int kMostTreeDimensions = 6;

// Rows that are one item of work for a tree.
constexpr int kItemRows = 64;

template <typename Work>
void ForEachRow(int rows, int threads, Work work) {
  const auto item = [&](int block) {
    const int last = std::min(rows, (block + 1) * kItemRows);
    for (int i = block * kItemRows; i < last; ++i) work(i);
    return absl::OkStatus();
  };
  INFOFLOW_CHECK(ParallelFor((rows + kItemRows - 1) / kItemRows, threads, item).ok());
}

}  // namespace

absl::Status CheckPoints(linalg::ConstMatrixView<double> points, int k) {
  if (k < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("neighbours is ", k, "; allowed are integers of at least 1"));
  }
  if (points.columns() < 1) return absl::InvalidArgumentError("the samples have no columns");
  if (points.rows() <= k) {
    return absl::InvalidArgumentError(absl::StrCat("there are ", points.rows(), " samples; ", k,
                                                   " neighbours of each need at least ",
                                                   static_cast<long long>(k) + 1));
  }
  for (int i = 0; i < points.rows(); ++i) {
    for (int t = 0; t < points.columns(); ++t) {
      if (std::fabs(points(i, t)) <= kLargestCoordinate) continue;
      return absl::InvalidArgumentError(absl::StrCat("sample ", i + 1, ", column ", t + 1, " is ",
                                                     points(i, t),
                                                     "; allowed are numbers of size up to 1e150"));
    }
  }
  return absl::OkStatus();
}

std::vector<double> NeighbourDistances(linalg::ConstMatrixView<double> points, int k, Norm norm,
                                       int threads) {
  INFOFLOW_CHECK(k >= 1 && k < points.rows() && points.columns() >= 1);
  if (points.columns() > kMostTreeDimensions) {
    return norm == Norm::kMaximum ? MaximumNormNeighbourDistances(points, k, threads)
                                  : EuclideanNeighbourDistances(points, k, threads);
  }
  const KdTree tree(points);
  std::vector<double> distances(points.rows());
  ForEachRow(points.rows(), threads,
             [&](int i) { distances[i] = tree.NeighbourDistance(i, k, norm); });
  return distances;
}

std::vector<int> CountsWithin(linalg::ConstMatrixView<double> points,
                              absl::Span<const double> radii, int threads) {
  INFOFLOW_CHECK(radii.size() == static_cast<std::size_t>(points.rows()) && points.columns() >= 1);
  if (points.columns() > kMostTreeDimensions) {
    return MaximumNormCountsWithin(points, radii, threads);
  }
  const KdTree tree(points);
  std::vector<int> counts(points.rows());
  ForEachRow(points.rows(), threads, [&](int i) { counts[i] = tree.CountWithin(i, radii[i]); });
  return counts;
}

}  // namespace infoflow::estimators
