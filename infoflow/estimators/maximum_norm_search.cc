#include "infoflow/estimators/maximum_norm_search.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <vector>

#include "infoflow/estimators/float_image.h"
#include "infoflow/estimators/nearest_candidates.h"
#include "infoflow/estimators/point_distance.h"
#include "infoflow/support/check.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/target_clones.h"

namespace infoflow::estimators {

namespace {

// 32 bytes are one AVX register or two SSE or NEON ones.
constexpr int kLanes = 8;
typedef float Vector __attribute__((vector_size(kLanes * sizeof(float))));
typedef float HalfVector __attribute__((vector_size(kLanes * sizeof(float) / 2)));
typedef int Bits __attribute__((vector_size(kLanes * sizeof(float))));

constexpr int kAllButSign = 0x7fffffff;

// Coordinates between two looks at whether a pair can be given up.
constexpr int kChunk = 64;
static_assert(kChunk == 8 * kLanes, "FindWithin has four vectors of maxima");
// Points compared with the same cap; their first chunks fit the first-level cache.
constexpr int kBatch = 32;
// Rows that are one item of work and share the batches.
constexpr int kItemRows = 16;

// Rounding of two elements (2^-24 of the largest each) and of their difference (2^-24 of twice
// the largest), with some to spare.
constexpr float kRelativeSlack = 8 * 0x1p-24f;

// An odd number of chunks: the first chunks of a batch, which are looked at most, then do not
// compete for the same lines of the cache.
int PaddedDimension(int dimension) { return ((dimension + kChunk - 1) / kChunk | 1) * kChunk; }

[[gnu::always_inline]] inline void TakeLarger(const float* x, const float* y, Vector& largest) {
  Vector a, b;
  std::memcpy(&a, x, sizeof(a));
  std::memcpy(&b, y, sizeof(b));
  const Vector distance = (Vector)((Bits)(a - b) & kAllButSign);
  largest = distance > largest ? distance : largest;
}

[[gnu::always_inline]] inline float LargestLane(const Vector& values) {
  HalfVector low, high;
  std::memcpy(&low, &values, sizeof(low));
  std::memcpy(&high, reinterpret_cast<const char*>(&values) + sizeof(low), sizeof(high));
  low = low > high ? low : high;
  const float even = low[0] > low[2] ? low[0] : low[2];
  const float odd = low[1] > low[3] ? low[1] : low[3];
  return even > odd ? even : odd;
}

// max_t |x_t - y_t| over one chunk.
[[gnu::always_inline]] inline float ChunkDistance(const float* x, const float* y) {
  Vector largest[kChunk / kLanes / 2] = {};
  for (int v = 0; v < kChunk / kLanes / 2; ++v)
    TakeLarger(x + v * kLanes, y + v * kLanes, largest[v]);
  x += kChunk / 2;
  y += kChunk / 2;
  for (int v = 0; v < kChunk / kLanes / 2; ++v)
    TakeLarger(x + v * kLanes, y + v * kLanes, largest[v]);
  const Vector first = largest[0] > largest[1] ? largest[0] : largest[1];
  const Vector second = largest[2] > largest[3] ? largest[2] : largest[3];
  return LargestLane(first > second ? first : second);
}

// Those of `count` points (rows of `points`, `dimension` a multiple of kChunk) whose distance
// from x is at most `cap`: their numbers and distances; returns how many.
//
// All points are compared in the first chunk, those left in the second, and so on: which point
// drops out where cannot be predicted, and going point by point would stall at each.
INFOFLOW_TARGET_CLONES
int FindWithin(const float* x, const float* points, int count, int dimension, float cap, int* found,
               float* distances) {
  for (int j = 0; j < count; ++j) {
    found[j] = j;
    distances[j] = 0.0f;
  }
  int left = count;
  for (int t = 0; t < dimension && left > 0; t += kChunk) {
    int number = 0;
    for (int n = 0; n < left; ++n) {
      const int j = found[n];
      const float here =
          ChunkDistance(x + t, points + static_cast<std::ptrdiff_t>(j) * dimension + t);
      const float distance = here > distances[n] ? here : distances[n];
      found[number] = j;
      distances[number] = distance;
      number += distance <= cap;
    }
    left = number;
  }
  return left;
}

}  // namespace

std::vector<double> MaximumNormNeighbourDistances(linalg::ConstMatrixView<double> points, int k,
                                                  int threads) {
  const int rows = points.rows();
  INFOFLOW_CHECK(k >= 1 && k < rows);
  const FloatImage image = MakeFloatImage(points, PaddedDimension(points.columns()));
  const int dimension = image.values.columns();
  // Elements below the range of float are off by 2^-149.
  const float slack = kRelativeSlack * static_cast<float>(image.largest) + 0x1p-140f;
  std::vector<double> result(rows);
  const auto search_rows = [&](int item) {
    const int first = item * kItemRows;
    const int last = std::min(rows, first + kItemRows);
    std::vector<NearestCandidates> candidates(last - first, NearestCandidates(k));
    int found[kBatch];
    float distances[kBatch];
    for (int j0 = 0; j0 < rows; j0 += kBatch) {
      const int count = std::min(kBatch, rows - j0);
      for (int i = first; i < last; ++i) {
        NearestCandidates& near = candidates[i - first];
        const float cap = near.cap() + slack;
        const int number = FindWithin(image.values.row(i).data(), image.values.row(j0).data(),
                                      count, dimension, cap, found, distances);
        for (int n = 0; n < number; ++n) {
          const int j = j0 + found[n];
          const float lower = distances[n] - slack;
          if (j != i && lower <= near.cap()) near.Add(j, lower, distances[n] + slack);
        }
      }
    }
    for (int i = first; i < last; ++i) {
      result[i] = candidates[i - first].KthDistance(
          [&](int j) { return MaximumDistance(points.row(i), points.row(j)); });
    }
    return absl::OkStatus();
  };
  const int items = (rows + kItemRows - 1) / kItemRows;
  INFOFLOW_CHECK(ParallelFor(items, threads, search_rows).ok());
  return result;
}

std::vector<int> MaximumNormCountsWithin(linalg::ConstMatrixView<double> points,
                                         absl::Span<const double> radii, int threads) {
  const int rows = points.rows();
  INFOFLOW_CHECK(radii.size() == static_cast<std::size_t>(rows));
  const FloatImage image = MakeFloatImage(points, PaddedDimension(points.columns()));
  const int dimension = image.values.columns();
  const float slack = kRelativeSlack * static_cast<float>(image.largest) + 0x1p-140f;
  std::vector<int> counts(rows, 0);
  const auto count_rows = [&](int item) {
    const int first = item * kItemRows;
    const int last = std::min(rows, first + kItemRows);
    int found[kBatch];
    float distances[kBatch];
    for (int j0 = 0; j0 < rows; j0 += kBatch) {
      const int count = std::min(kBatch, rows - j0);
      for (int i = first; i < last; ++i) {
        // A distance of 4 exceeds all there are; float would overflow on a radius of 1e300.
        const float radius = static_cast<float>(std::min(4.0, radii[i] * image.scale));
        // The radius itself is rounded to float.
        const float wide = radius * (1.0f + 0x1p-22f) + slack;
        const float narrow = radius * (1.0f - 0x1p-22f) - slack;
        const int number = FindWithin(image.values.row(i).data(), image.values.row(j0).data(),
                                      count, dimension, wide, found, distances);
        for (int n = 0; n < number; ++n) {
          const int j = j0 + found[n];
          if (j == i) continue;
          counts[i] +=
              distances[n] < narrow || MaximumDistance(points.row(i), points.row(j)) < radii[i];
        }
      }
    }
    return absl::OkStatus();
  };
  const int items = (rows + kItemRows - 1) / kItemRows;
  INFOFLOW_CHECK(ParallelFor(items, threads, count_rows).ok());
  return counts;
}

}  // namespace infoflow::estimators
