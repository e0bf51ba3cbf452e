#ifndef INFOFLOW_ESTIMATORS_KD_TREE_H_
#define INFOFLOW_ESTIMATORS_KD_TREE_H_

#include <vector>

#include "absl/types/span.h"
#include "infoflow/estimators/point_distance.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::estimators {

// Points in few dimensions, halved again and again at the median of the widest direction.
//
// Distances to boxes are rounded in the same order as distances to points, so that no point is
// lost to rounding: answers are those of a plain search, bit by bit. Coordinates must be finite.
// Cost: O(P log P) to build; in d dimensions a search looks at some 2^d ln P points.
class KdTree {
 public:
  // Shapes: `points` is P x d, d >= 1. The points are copied.
  explicit KdTree(linalg::ConstMatrixView<double> points);

  // Distance from point `index` to its k-th nearest other point. Domain: 1 <= k < P.
  double NeighbourDistance(int index, int k, Norm norm) const;

  // Number of other points strictly nearer than `radius` to point `index`, in maximum norm.
  int CountWithin(int index, double radius) const;

 private:
  struct Node {
    int first = 0;  // points_ rows [first, last)
    int last = 0;
    int lower = -1;  // children; -1 in a leaf
    int upper = -1;
  };

  int Build(int first, int last, linalg::ConstMatrixView<double> points, std::vector<int>& order);
  template <typename Metric>
  void Search(int node, absl::Span<const double> point, int self, int k,
              std::vector<double>& nearest) const;
  int Count(int node, absl::Span<const double> point, double radius) const;

  absl::Span<const double> LowerCorner(int node) const { return corners_.row(2 * node); }
  absl::Span<const double> UpperCorner(int node) const { return corners_.row(2 * node + 1); }

  linalg::Matrix<double> points_;   // in the order of the leaves
  std::vector<int> place_;          // row of points_ that holds point i
  std::vector<Node> nodes_;         // nodes_[0] is the root
  linalg::Matrix<double> corners_;  // two rows per node: the box around its points
};

}  // namespace infoflow::estimators

#endif  // INFOFLOW_ESTIMATORS_KD_TREE_H_
