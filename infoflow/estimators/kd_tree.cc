#include "infoflow/estimators/kd_tree.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include "infoflow/numerics/constants.h"
#include "infoflow/support/check.h"

namespace infoflow::estimators {

namespace {

// Below this a plain search is faster than going down further.
constexpr int kLeafSize = 12;

using numerics::kInfinity;

// How coordinates add up to a distance, up to a monotone function.
struct Maximum {
  static double Add(double sum, double gap) { return std::max(sum, std::fabs(gap)); }
};
struct Squares {
  static double Add(double sum, double gap) { return sum + gap * gap; }
};

template <typename Metric>
double Distance(absl::Span<const double> x, absl::Span<const double> y) {
  double sum = 0.0;
  for (std::size_t t = 0; t < x.size(); ++t) sum = Metric::Add(sum, x[t] - y[t]);
  return sum;
}

// To the nearest point of the box: never above the distance to a point inside it, since every
// rounded operation is monotone.
template <typename Metric>
double BoxDistance(absl::Span<const double> x, absl::Span<const double> lower,
                   absl::Span<const double> upper) {
  double sum = 0.0;
  for (std::size_t t = 0; t < x.size(); ++t) {
    const double gap = x[t] < lower[t] ? lower[t] - x[t] : x[t] > upper[t] ? x[t] - upper[t] : 0.0;
    sum = Metric::Add(sum, gap);
  }
  return sum;
}

}  // namespace

KdTree::KdTree(linalg::ConstMatrixView<double> points)
    : points_(points.rows(), points.columns()), place_(points.rows()) {
  INFOFLOW_CHECK(points.columns() >= 1);
  std::vector<int> order(points.rows());
  std::iota(order.begin(), order.end(), 0);
  if (!order.empty()) Build(0, points.rows(), points, order);
  for (int row = 0; row < points.rows(); ++row) {
    place_[order[row]] = row;
    const absl::Span<const double> point = points.row(order[row]);
    std::copy(point.begin(), point.end(), points_.row(row).begin());
  }
  corners_ = linalg::Matrix<double>(2 * static_cast<int>(nodes_.size()), points.columns());
  // Children come after their parents.
  for (int node = static_cast<int>(nodes_.size()) - 1; node >= 0; --node) {
    const absl::Span<double> lower = corners_.row(2 * node);
    const absl::Span<double> upper = corners_.row(2 * node + 1);
    const Node& here = nodes_[node];
    for (int t = 0; t < points.columns(); ++t) {
      if (here.lower >= 0) {
        lower[t] = std::min(LowerCorner(here.lower)[t], LowerCorner(here.upper)[t]);
        upper[t] = std::max(UpperCorner(here.lower)[t], UpperCorner(here.upper)[t]);
        continue;
      }
      lower[t] = kInfinity;
      upper[t] = -kInfinity;
      for (int row = here.first; row < here.last; ++row) {
        lower[t] = std::min(lower[t], points_(row, t));
        upper[t] = std::max(upper[t], points_(row, t));
      }
    }
  }
}

int KdTree::Build(int first, int last, linalg::ConstMatrixView<double> points,
                  std::vector<int>& order) {
  const int node = static_cast<int>(nodes_.size());
  nodes_.push_back({first, last, -1, -1});
  if (last - first <= kLeafSize) return node;
  int widest = 0;
  double width = -1.0;
  for (int t = 0; t < points.columns(); ++t) {
    double least = kInfinity;
    double most = -kInfinity;
    for (int row = first; row < last; ++row) {
      least = std::min(least, points(order[row], t));
      most = std::max(most, points(order[row], t));
    }
    if (most - least > width) {
      width = most - least;
      widest = t;
    }
  }
  const int middle = first + (last - first) / 2;
  std::nth_element(order.begin() + first, order.begin() + middle, order.begin() + last,
                   [&](int i, int j) { return points(i, widest) < points(j, widest); });
  const int lower = Build(first, middle, points, order);
  const int upper = Build(middle, last, points, order);
  nodes_[node].lower = lower;
  nodes_[node].upper = upper;
  return node;
}

// `nearest` is a max-heap of the k smallest distances so far.
template <typename Metric>
void KdTree::Search(int node, absl::Span<const double> point, int self, int k,
                    std::vector<double>& nearest) const {
  const Node& here = nodes_[node];
  if (here.lower < 0) {
    for (int row = here.first; row < here.last; ++row) {
      if (row == self) continue;
      const double distance = Distance<Metric>(point, points_.row(row));
      if (nearest.size() == static_cast<std::size_t>(k)) {
        if (distance >= nearest.front()) continue;
        std::pop_heap(nearest.begin(), nearest.end());
        nearest.pop_back();
      }
      nearest.push_back(distance);
      std::push_heap(nearest.begin(), nearest.end());
    }
    return;
  }
  int near = here.lower;
  int far = here.upper;
  double to_near = BoxDistance<Metric>(point, LowerCorner(near), UpperCorner(near));
  double to_far = BoxDistance<Metric>(point, LowerCorner(far), UpperCorner(far));
  if (to_far < to_near) {
    std::swap(near, far);
    std::swap(to_near, to_far);
  }
  const auto full = [&] { return nearest.size() == static_cast<std::size_t>(k); };
  if (!full() || to_near < nearest.front()) Search<Metric>(near, point, self, k, nearest);
  if (!full() || to_far < nearest.front()) Search<Metric>(far, point, self, k, nearest);
}

double KdTree::NeighbourDistance(int index, int k, Norm norm) const {
  INFOFLOW_CHECK(k >= 1 && k < points_.rows());
  const int self = place_[index];
  std::vector<double> nearest;
  nearest.reserve(k);
  if (norm == Norm::kMaximum) {
    Search<Maximum>(0, points_.row(self), self, k, nearest);
    return nearest.front();
  }
  Search<Squares>(0, points_.row(self), self, k, nearest);
  return std::sqrt(nearest.front());
}

int KdTree::Count(int node, absl::Span<const double> point, double radius) const {
  const Node& here = nodes_[node];
  const absl::Span<const double> lower = LowerCorner(node);
  const absl::Span<const double> upper = UpperCorner(node);
  if (BoxDistance<Maximum>(point, lower, upper) >= radius) return 0;
  if (std::max(Distance<Maximum>(point, lower), Distance<Maximum>(point, upper)) < radius) {
    return here.last - here.first;
  }
  if (here.lower >= 0) {
    return Count(here.lower, point, radius) + Count(here.upper, point, radius);
  }
  int count = 0;
  for (int row = here.first; row < here.last; ++row) {
    count += Distance<Maximum>(point, points_.row(row)) < radius;
  }
  return count;
}

int KdTree::CountWithin(int index, double radius) const {
  if (!(radius > 0.0)) return 0;
  // The point itself is at distance zero.
  return Count(0, points_.row(place_[index]), radius) - 1;
}

}  // namespace infoflow::estimators
