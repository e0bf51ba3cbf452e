#include "infoflow/estimators/maximum_norm_search.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/estimators/float_image.h"
#include "infoflow/estimators/nearest_candidates.h"
#include "infoflow/estimators/point_distance.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"
#include "infoflow/support/parallel_for.h"

namespace infoflow::estimators {

namespace {

// 32 bytes are one AVX register or two SSE or NEON ones.
constexpr int kLanes = 16;
typedef std::int16_t Vector __attribute__((vector_size(kLanes * sizeof(std::int16_t))));

// Coordinates between two looks at whether a pair can be given up.
constexpr int kChunk = 64;
// Points compared with the same cap.
constexpr int kBatch = 32;
// Rows that are one item of work and share the batches.
constexpr int kItemRows = 16;

// The largest size of a rounded coordinate: differences fit into 16 bits.
constexpr int kUnits = 16383;
// Two rounded coordinates are off by half a unit each, and a little from FloatImage.
constexpr float kSlackUnits = 1.01f;
// No pair is farther apart.
constexpr float kLargestCap = 32767.0f;

// The points in units of 1/kUnits of the largest coordinate, in 16 bits.
struct RoundedPoints {
  linalg::Matrix<std::int16_t> values;  // columns: an odd multiple of kChunk
  double units = 0.0;                   // what differences were multiplied by
};

RoundedPoints Round(linalg::ConstMatrixView<double> points) {
  // An odd number of chunks: the first chunks of a batch, which are looked at most, then do not
  // compete for the same lines of the cache.
  const int columns = ((points.columns() + kChunk - 1) / kChunk | 1) * kChunk;
  const FloatImage image = MakeFloatImage(points, columns);
  RoundedPoints rounded;
  rounded.units = image.scale * kUnits;
  rounded.values = linalg::Matrix<std::int16_t>(points.rows(), columns);
  const absl::Span<const float> from = image.values.values();
  const absl::Span<std::int16_t> to = rounded.values.values();
  for (std::size_t n = 0; n < to.size(); ++n) {
    // To the nearest integer, half away from zero.
    const float value = from[n] * kUnits;
    to[n] = static_cast<std::int16_t>(value + (value < 0.0f ? -0.5f : 0.5f));
  }
  return rounded;
}

// largest := max(largest, |x - y|) lane by lane over one chunk.
INFOFLOW_KERNEL void TakeLarger(const std::int16_t* x, const std::int16_t* y, Vector& largest) {
  for (int t = 0; t < kChunk; t += kLanes) {
    Vector a, b;
    std::memcpy(&a, x + t, sizeof(a));
    std::memcpy(&b, y + t, sizeof(b));
    const Vector difference = a - b;
    const Vector size = difference < 0 ? -difference : difference;
    largest = size > largest ? size : largest;
  }
}

// Whether some coordinate of one chunk differs by more than `cap`.
INFOFLOW_KERNEL bool Exceeds(const std::int16_t* x, const std::int16_t* y, const Vector& cap) {
  Vector largest = {};
  TakeLarger(x, y, largest);
  const Vector above = largest > cap;
  std::uint64_t words[sizeof(Vector) / sizeof(std::uint64_t)];
  std::memcpy(words, &above, sizeof(words));
  return (words[0] | words[1] | words[2] | words[3]) != 0;
}

// Those of `count` points (rows of `points`, `dimension` a multiple of kChunk) none of whose
// coordinates differs from that of x by more than `cap`: their numbers; returns how many.
//
// All points are compared in the first chunk, those left in the second, and so on: which point
// drops out where cannot be predicted, and going point by point would stall at each.
INFOFLOW_KERNEL int FindWithin(const std::int16_t* x, const std::int16_t* points, int count,
                               int dimension, std::int16_t cap, int* found) {
  const Vector caps = Vector{} + cap;
  for (int j = 0; j < count; ++j) found[j] = j;
  int left = count;
  for (int t = 0; t < dimension && left > 0; t += kChunk) {
    int number = 0;
    for (int n = 0; n < left; ++n) {
      const int j = found[n];
      const std::ptrdiff_t start = static_cast<std::ptrdiff_t>(j) * dimension + t;
      found[number] = j;
      number += !Exceeds(x + t, points + start, caps);
    }
    left = number;
  }
  return left;
}

// max_t |x_t - y_t|; `dimension` is a multiple of kChunk.
INFOFLOW_KERNEL int RoundedDistance(const std::int16_t* x, const std::int16_t* y, int dimension) {
  Vector largest = {};
  for (int t = 0; t < dimension; t += kChunk) TakeLarger(x + t, y + t, largest);
  int result = 0;
  for (int l = 0; l < kLanes; ++l) result = largest[l] > result ? largest[l] : result;
  return result;
}

// Calls consider(i, j) for all i in [first, last) and all j != i whose rounded points are within
// cap(i), for each i in the order of j; `consider` may change the cap.
template <typename Cap, typename Consider>
void ForEachPairWithin(const linalg::Matrix<std::int16_t>& rounded, int first, int last, Cap cap,
                       Consider consider) {
  int found[kBatch];
  for (int j0 = 0; j0 < rounded.rows(); j0 += kBatch) {
    for (int i = first; i < last; ++i) {
      const auto rounded_cap = static_cast<std::int16_t>(std::min(kLargestCap, cap(i)));
      const int number = RunKernel<FindWithin>(rounded.row(i).data(), rounded.row(j0).data(),
                                               std::min(kBatch, rounded.rows() - j0),
                                               rounded.columns(), rounded_cap, found);
      for (int n = 0; n < number; ++n) {
        if (j0 + found[n] != i) consider(i, j0 + found[n]);
      }
    }
  }
}

// Calls work(first, last) for all rows, some at a time.
template <typename Work>
void ForEachItem(int rows, int threads, Work work) {
  const auto item = [&](int index) {
    work(index * kItemRows, std::min(rows, (index + 1) * kItemRows));
    return absl::OkStatus();
  };
  INFOFLOW_CHECK(ParallelFor((rows + kItemRows - 1) / kItemRows, threads, item).ok());
}

}  // namespace

std::vector<double> MaximumNormNeighbourDistances(linalg::ConstMatrixView<double> points, int k,
                                                  int threads) {
  const int rows = points.rows();
  INFOFLOW_CHECK(k >= 1 && k < rows);
  const linalg::Matrix<std::int16_t> rounded = Round(points).values;
  std::vector<double> result(rows);
  ForEachItem(rows, threads, [&](int first, int last) {
    std::vector<NearestCandidates> near(last - first, NearestCandidates(k));
    ForEachPairWithin(
        rounded, first, last, [&](int i) { return near[i - first].cap() + kSlackUnits; },
        [&](int i, int j) {
          const auto distance = static_cast<float>(RunKernel<RoundedDistance>(
              rounded.row(i).data(), rounded.row(j).data(), rounded.columns()));
          if (distance - kSlackUnits > near[i - first].cap()) return;
          near[i - first].Add(j, distance - kSlackUnits, distance + kSlackUnits);
        });
    for (int i = first; i < last; ++i) {
      result[i] = near[i - first].KthDistance(
          [&](int j) { return MaximumDistance(points.row(i), points.row(j)); });
    }
  });
  return result;
}

std::vector<int> MaximumNormCountsWithin(linalg::ConstMatrixView<double> points,
                                         absl::Span<const double> radii, int threads) {
  INFOFLOW_CHECK(radii.size() == static_cast<std::size_t>(points.rows()));
  const RoundedPoints rounded = Round(points);
  std::vector<int> counts(points.rows(), 0);
  ForEachItem(points.rows(), threads, [&](int first, int last) {
    ForEachPairWithin(
        rounded.values, first, last,
        [&](int i) {
          // The radius itself is rounded to float.
          const double units = std::min<double>(kLargestCap, radii[i] * rounded.units);
          return static_cast<float>(units * (1.0 + 0x1p-20)) + kSlackUnits;
        },
        [&](int i, int j) {
          counts[i] += MaximumDistance(points.row(i), points.row(j)) < radii[i];
        });
  });
  return counts;
}

}  // namespace infoflow::estimators
