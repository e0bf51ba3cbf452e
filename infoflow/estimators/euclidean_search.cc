#include "infoflow/estimators/euclidean_search.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "infoflow/estimators/float_image.h"
#include "infoflow/estimators/nearest_candidates.h"
#include "infoflow/estimators/point_distance.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"
#include "infoflow/support/parallel_for.h"

namespace infoflow::estimators {

namespace {

// Inner products computed at a time: kItemRows x kTileColumns floats fit the second-level cache.
constexpr int kItemRows = 128;
constexpr int kTileColumns = 2048;
// Points compared with the same cap.
constexpr int kBatch = 64;

// The rounding of an inner product of d floats, in any order of the sum, is at most
// d 2^-24 |x| |y|; the elements themselves and the norms add a few units.
double RelativeSlack(int dimension) {
  // From 4 on every point is a candidate anyway.
  return std::min(4.0, (dimension + 16) * 0x1p-24);
}

// Those of `count` numbers with lower[j] - 2 products[j] <= cap: how many, and which.
INFOFLOW_KERNEL int FindBelow(const float* products, const float* lower, int count, float cap,
                              int* found) {
  int any = 0;
  for (int j = 0; j < count; ++j) any |= lower[j] - 2.0f * products[j] <= cap;
  if (any == 0) return 0;
  int number = 0;
  for (int j = 0; j < count; ++j) {
    found[number] = j;
    number += lower[j] - 2.0f * products[j] <= cap;
  }
  return number;
}

}  // namespace

std::vector<double> EuclideanNeighbourDistances(linalg::ConstMatrixView<double> points, int k,
                                                int threads) {
  const int rows = points.rows();
  INFOFLOW_CHECK(k >= 1 && k < rows);
  const FloatImage image = MakeFloatImage(points, points.columns());
  const int dimension = image.values.columns();
  const double slack = RelativeSlack(dimension);
  // With n = |x|^2 in units of the image and e the slack, the squared distance of x_i and x_j
  // lies within lower_j - 2 x_i.x_j + n_i (1 - e) and upper_j - 2 x_i.x_j + n_i (1 + e).
  std::vector<float> norms(rows);
  std::vector<float> lower(rows);
  std::vector<float> upper(rows);
  for (int j = 0; j < rows; ++j) {
    double norm = 0.0;
    for (const float value : image.values.row(j)) norm += static_cast<double>(value) * value;
    // Products below the range of float are off by 2^-149.
    const double underflow = dimension * 0x1p-140;
    norms[j] = static_cast<float>(norm);
    lower[j] = static_cast<float>(norm * (1.0 - slack) - underflow);
    upper[j] = static_cast<float>(norm * (1.0 + slack) + underflow);
  }
  std::vector<double> result(rows);
  const auto search_rows = [&](int item) {
    const int first = item * kItemRows;
    const int count = std::min(kItemRows, rows - first);
    std::vector<NearestCandidates> candidates(count, NearestCandidates(k));
    linalg::Matrix<float> products(count, std::min(kTileColumns, rows));
    int found[kBatch];
    for (int tile = 0; tile < rows; tile += kTileColumns) {
      const int columns = std::min(kTileColumns, rows - tile);
      linalg::Gemm(linalg::Transpose::kNo, linalg::Transpose::kYes, 1.0f,
                   image.values.Block(first, 0, count, dimension),
                   image.values.Block(tile, 0, columns, dimension), 0.0f,
                   products.Block(0, 0, count, columns));
      for (int i = 0; i < count; ++i) {
        NearestCandidates& near = candidates[i];
        const float own_slack = static_cast<float>(2.0 * slack * norms[first + i]);
        const float* row = products.row(i).data();
        for (int j0 = 0; j0 < columns; j0 += kBatch) {
          const int number = RunKernel<FindBelow>(
              row + j0, &lower[tile + j0], std::min(kBatch, columns - j0), near.cap(), found);
          for (int n = 0; n < number; ++n) {
            const int j = tile + j0 + found[n];
            const float twice = 2.0f * row[j - tile];
            const float least = lower[j] - twice;
            if (j == first + i || least > near.cap()) continue;
            near.Add(j, least, upper[j] - twice + own_slack);
          }
        }
      }
    }
    for (int i = 0; i < count; ++i) {
      const absl::Span<const double> point = points.row(first + i);
      result[first + i] = std::sqrt(candidates[i].KthDistance(
          [&](int j) { return SquaredEuclideanDistance(point, points.row(j)); }));
    }
    return absl::OkStatus();
  };
  const linalg::SingleThreadedBlas single_threaded_blas;
  const int items = (rows + kItemRows - 1) / kItemRows;
  INFOFLOW_CHECK(ParallelFor(items, threads, search_rows).ok());
  return result;
}

}  // namespace infoflow::estimators
