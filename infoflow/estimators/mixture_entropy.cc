#include "infoflow/estimators/mixture_entropy.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "infoflow/estimators/point_distance.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/thin_product.h"
#include "infoflow/linalg/transposed_copy.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/support/kernel.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::estimators {

namespace {

using numerics::kLn2PiE;

// Squares of coordinates and sums of a million of them must not overflow.
constexpr double kLargestCoordinate = 1e150;

// exp(-x) is zero from here on.
constexpr double kLargestExponent = 746.0;

// Pairs whose exponent could be off by more are computed from their differences. The bound on
// the rounding of inner products is some 30 times what it is in practice.
constexpr double kExponentSlack = 1e-9;

// Pairs are looked at in square tiles, at least this wide, and at most kMostTiles to a side:
// each tile leaves one partial sum per row and column.
constexpr int kLeastTile = 128;
constexpr int kMostTiles = 128;
// Coordinates of a tile that are multiplied at a time, and columns of one on the diagonal, of which
// only the part above it is needed.
constexpr int kCoordinatesAtOnce = 512;
constexpr int kColumnsOnDiagonal = 32;

// Sums along a row are taken in this many interleaved parts, so that they vectorise and have the
// same bits with every instruction set.
constexpr int kLanes = 16;

// sum over the other centres of exp(-|mu_i - mu_j|^2 / (2 s2)), and with 8 s2.
struct PairSums {
  double near = 0.0;
  double wide = 0.0;
};

// For pairs of a centre of squared length `norm` with others: products become exponents. Returns
// whether some have to be computed from differences, where they become NaN.
INFOFLOW_KERNEL bool Exponents(double norm, const double* norms, int count, double rounding,
                               double noise_variance, double* __restrict__ products) {
  int lost = 0;
  for (int j = 0; j < count; ++j) {
    const double norm_sum = norm + norms[j];
    const double slack = rounding * norm_sum;
    const double rest = norm_sum - 2.0 * products[j];
    const double squared = rest > 0.0 ? rest : 0.0;
    const bool is_lost = (slack / 2.0 > kExponentSlack * noise_variance) &
                         ((squared - slack) / 8.0 <= kLargestExponent * noise_variance);
    products[j] =
        is_lost ? std::numeric_limits<double>::quiet_NaN() : squared / 8.0 / noise_variance;
    lost |= is_lost ? 1 : 0;
  }
  return lost != 0;
}

// Adds the terms of the pairs of one centre with others to its sums and to theirs.
INFOFLOW_KERNEL void AddTerms(const double* exponents, int count, double* __restrict__ near,
                              double* __restrict__ wide, PairSums* row) {
  double near_lanes[kLanes] = {}, wide_lanes[kLanes] = {};
  const auto add = [&](int j, int lane) {
    // exp(-4 x) as a power of exp(-x).
    const double wide_term = numerics::ExpInline(-exponents[j]);
    const double square = wide_term * wide_term;
    const double near_term = square * square;
    near[j] += near_term;
    wide[j] += wide_term;
    near_lanes[lane] += near_term;
    wide_lanes[lane] += wide_term;
  };
  int j = 0;
  for (; j + kLanes <= count; j += kLanes) {
    for (int lane = 0; lane < kLanes; ++lane) add(j + lane, lane);
  }
  for (int lane = 0; j < count; ++j, ++lane) add(j, lane);
  for (int lane = 0; lane < kLanes; ++lane) {
    row->near += near_lanes[lane];
    row->wide += wide_lanes[lane];
  }
}

absl::Status CheckCentres(linalg::ConstMatrixView<double> centres, double noise_variance) {
  if (centres.rows() < 1 || centres.columns() < 1) {
    return absl::InvalidArgumentError("there are no centres");
  }
  if (!(noise_variance > 0.0) || !std::isfinite(noise_variance)) {
    return absl::InvalidArgumentError(
        absl::StrCat("noise_variance is ", noise_variance, "; allowed are finite numbers above 0"));
  }
  for (int i = 0; i < centres.rows(); ++i) {
    for (int t = 0; t < centres.columns(); ++t) {
      if (std::fabs(centres(i, t)) <= kLargestCoordinate) continue;
      return absl::InvalidArgumentError(absl::StrCat("sample ", i + 1, ", column ", t + 1, " is ",
                                                     centres(i, t),
                                                     "; allowed are numbers of size up to 1e150"));
    }
  }
  return absl::OkStatus();
}

// The centres about their mean, where inner products cancel least.
linalg::Matrix<double> AboutMean(linalg::ConstMatrixView<double> centres) {
  linalg::Matrix<double> result(centres);
  std::vector<double> mean(centres.columns(), 0.0);
  for (int i = 0; i < centres.rows(); ++i)
    linalg::Axpy(1.0 / centres.rows(), centres.row(i), absl::MakeSpan(mean));
  for (int i = 0; i < centres.rows(); ++i) linalg::Axpy(-1.0, mean, result.row(i));
  return result;
}

// The pairs of all centres in tiles, and what their products need.
class PairTiles {
 public:
  PairTiles(linalg::ConstMatrixView<double> centres, double noise_variance)
      : centres_(centres),
        noise_variance_(noise_variance),
        rounding_((centres.columns() + 8) * 0x1p-53),
        tile_(std::max(kLeastTile, (centres.rows() + kMostTiles - 1) / kMostTiles)),
        tiles_((centres.rows() + tile_ - 1) / tile_),
        centred_(AboutMean(centres)),
        norms_(centres.rows()),
        near_(static_cast<std::size_t>(tiles_) * centres.rows()),
        wide_(near_.size()) {
    for (int i = 0; i < centres.rows(); ++i) {
      norms_[i] = linalg::Dot(centred_.row(i), centred_.row(i));
    }
  }

  int tiles() const { return tiles_; }

  // The pairs of centres of tile b with those before them.
  void Sum(int b) {
    linalg::Matrix<double> turned(centres_.columns(), Width(b));
    linalg::CopyTransposed(centred_.Block(b * tile_, 0, Width(b), centres_.columns()), turned);
    linalg::Matrix<double> products(tile_, Width(b));
    for (int a = 0; a <= b; ++a) {
      const linalg::MatrixView<double> part = products.Block(0, 0, Width(a), Width(b));
      Multiply(a, b, turned, part);
      AddPairs(a, b, part);
    }
  }

  // Of centre i, after all tiles.
  PairSums SumsOf(int i) const {
    PairSums sums;
    for (int b = 0; b < tiles_; ++b) {
      sums.near += near_[Index(b, i)];
      sums.wide += wide_[Index(b, i)];
    }
    return sums;
  }

 private:
  int Width(int tile) const { return std::min(tile_, centres_.rows() - tile * tile_); }
  // Where the sums of centre i over its pairs with those of a tile are.
  std::size_t Index(int tile, int i) const {
    return static_cast<std::size_t>(tile) * centres_.rows() + i;
  }

  // Inner products of the centres of tiles a and b, of which `turned` is the transpose; on the
  // diagonal those of i < j at least.
  void Multiply(int a, int b, const linalg::Matrix<double>& turned,
                linalg::MatrixView<double> products) const {
    const int columns = centres_.columns();
    const int width = a == b ? kColumnsOnDiagonal : products.columns();
    for (int t = 0; t < columns; t += kCoordinatesAtOnce) {
      const int count = std::min(kCoordinatesAtOnce, columns - t);
      for (int j = 0; j < products.columns(); j += width) {
        const int end = std::min(j + width, products.columns());
        const int height = a == b ? end : products.rows();
        const auto left = centred_.Block(a * tile_, t, height, count);
        const auto right = turned.Block(t, j, count, end - j);
        const auto part = products.Block(0, j, height, end - j);
        const auto no = linalg::Transpose::kNo;
        t == 0 ? linalg::ThinProduct(no, left, right, part)
               : linalg::AddThinProduct(no, left, right, part);
      }
    }
  }

  // From products to sums, for the pairs of centres of tile a with those of tile b.
  void AddPairs(int a, int b, linalg::MatrixView<double> products) {
    const int first = a * tile_;
    const int other = b * tile_;
    double* const near = &near_[Index(a, other)];
    double* const wide = &wide_[Index(a, other)];
    for (int i = 0; i < products.rows(); ++i) {
      const int j = a == b ? i + 1 : 0;
      const int count = products.columns() - j;
      if (count == 0) continue;
      double* const row = products.row(i).data() + j;
      if (RunKernel<Exponents>(norms_[first + i], &norms_[other + j], count, rounding_,
                               noise_variance_, row)) {
        for (int k = 0; k < count; ++k) {
          if (!std::isnan(row[k])) continue;
          row[k] = SquaredEuclideanDistance(centres_.row(first + i), centres_.row(other + j + k)) /
                   8.0 / noise_variance_;
        }
      }
      PairSums sums;
      RunKernel<AddTerms>(row, count, near + j, wide + j, &sums);
      near_[Index(b, first + i)] += sums.near;
      wide_[Index(b, first + i)] += sums.wide;
    }
  }

  const linalg::ConstMatrixView<double> centres_;
  const double noise_variance_;
  const double rounding_;  // of an inner product, over the sum of the squared lengths
  const int tile_, tiles_;
  const linalg::Matrix<double> centred_;
  std::vector<double> norms_;
  // [b * rows + i]: sum over the pairs of centre i with those of tile b.
  std::vector<double> near_, wide_;
};

}  // namespace

absl::StatusOr<MixtureEntropyBounds> BoundMixtureEntropy(linalg::ConstMatrixView<double> centres,
                                                         double noise_variance, int threads) {
  INFOFLOW_RETURN_IF_ERROR(CheckCentres(centres, noise_variance));
  double near = 0.0;
  double wide = 0.0;
  PairTiles pairs(centres, noise_variance);
  const linalg::SingleThreadedBlas single_threaded_blas;
  // The longest first.
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(pairs.tiles(), threads, [&](int item) {
    pairs.Sum(pairs.tiles() - 1 - item);
    return absl::OkStatus();
  }));
  // The pair of a centre with itself contributes 1: the logarithms never underflow.
  for (int i = 0; i < centres.rows(); ++i) {
    const PairSums sum = pairs.SumsOf(i);
    near += std::log1p(sum.near);
    wide += std::log1p(sum.wide);
  }
  const double count = centres.rows();
  const double conditional = 0.5 * centres.columns() * (kLn2PiE + std::log(noise_variance));
  MixtureEntropyBounds bounds;
  bounds.information_lower = std::log(count) - wide / count;
  bounds.information_upper = std::log(count) - near / count;
  bounds.lower = conditional + bounds.information_lower;
  bounds.upper = conditional + bounds.information_upper;
  return bounds;
}

}  // namespace infoflow::estimators
