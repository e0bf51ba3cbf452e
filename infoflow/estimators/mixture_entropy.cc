#include "infoflow/estimators/mixture_entropy.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/estimators/point_distance.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/check.h"
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

// sum over the other centres of exp(-|mu_i - mu_j|^2 / (2 s2)), and with 8 s2.
struct PairSums {
  double near = 0.0;
  double wide = 0.0;

  void Add(double exponent) {
    // exp(-4 x) as a power of exp(-x).
    const double wide_term = std::exp(-exponent);
    const double square = wide_term * wide_term;
    near += square * square;
    wide += wide_term;
  }
  void Add(const PairSums& other) {
    near += other.near;
    wide += other.wide;
  }
};

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
  for (int i = 0; i < centres.rows(); ++i) {
    for (int t = 0; t < centres.columns(); ++t) mean[t] += centres(i, t) / centres.rows();
  }
  for (int i = 0; i < centres.rows(); ++i) {
    for (int t = 0; t < centres.columns(); ++t) result(i, t) -= mean[t];
  }
  return result;
}

// Sums over all pairs, tile by tile: sums[i] belongs to centre i.
std::vector<PairSums> SumOverPairs(linalg::ConstMatrixView<double> centres, double noise_variance,
                                   int threads) {
  const int rows = centres.rows();
  const int dimension = centres.columns();
  const int tile = std::max(kLeastTile, (rows + kMostTiles - 1) / kMostTiles);
  const int tiles = (rows + tile - 1) / tile;
  const linalg::Matrix<double> centred = AboutMean(centres);
  std::vector<double> norms(rows);
  for (int i = 0; i < rows; ++i) norms[i] = linalg::Dot(centred.row(i), centred.row(i));
  const double rounding = (dimension + 8) * 0x1p-53;
  // partial[b * rows + i]: sum over the pairs of centre i with those of tile b.
  std::vector<PairSums> partial(static_cast<std::size_t>(tiles) * rows);
  std::vector<std::pair<int, int>> items;
  for (int a = 0; a < tiles; ++a) {
    for (int b = a; b < tiles; ++b) items.emplace_back(a, b);
  }
  const auto sum_tile = [&](int item) {
    const auto [a, b] = items[item];
    const int first = a * tile;
    const int other = b * tile;
    const int height = std::min(tile, rows - first);
    const int width = std::min(tile, rows - other);
    linalg::Matrix<double> products(height, width);
    const auto left = centred.Block(first, 0, height, dimension);
    if (a == b) {
      linalg::Syrk(linalg::Transpose::kNo, 1.0, left, 0.0, products.view());
    } else {
      linalg::Gemm(linalg::Transpose::kNo, linalg::Transpose::kYes, 1.0, left,
                   centred.Block(other, 0, width, dimension), 0.0, products.view());
    }
    PairSums* row_sums = &partial[static_cast<std::size_t>(b) * rows + first];
    PairSums* column_sums = &partial[static_cast<std::size_t>(a) * rows + other];
    for (int i = 0; i < height; ++i) {
      for (int j = a == b ? i + 1 : 0; j < width; ++j) {
        const double norm_sum = norms[first + i] + norms[other + j];
        const double slack = rounding * norm_sum;
        double squared = std::max(0.0, norm_sum - 2.0 * products(i, j));
        if ((squared - slack) / 8.0 > kLargestExponent * noise_variance) continue;
        if (slack / 2.0 > kExponentSlack * noise_variance) {
          squared = SquaredEuclideanDistance(centres.row(first + i), centres.row(other + j));
        }
        PairSums pair;
        pair.Add(squared / 8.0 / noise_variance);
        row_sums[i].Add(pair);
        column_sums[j].Add(pair);
      }
    }
    return absl::OkStatus();
  };
  const linalg::SingleThreadedBlas single_threaded_blas;
  INFOFLOW_CHECK(ParallelFor(static_cast<int>(items.size()), threads, sum_tile).ok());
  std::vector<PairSums> sums(rows);
  for (int b = 0; b < tiles; ++b) {
    for (int i = 0; i < rows; ++i) sums[i].Add(partial[static_cast<std::size_t>(b) * rows + i]);
  }
  return sums;
}

}  // namespace

absl::StatusOr<MixtureEntropyBounds> BoundMixtureEntropy(linalg::ConstMatrixView<double> centres,
                                                         double noise_variance, int threads) {
  INFOFLOW_RETURN_IF_ERROR(CheckCentres(centres, noise_variance));
  double near = 0.0;
  double wide = 0.0;
  // The pair of a centre with itself contributes 1: the logarithms never underflow.
  for (const PairSums& sum : SumOverPairs(centres, noise_variance, threads)) {
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
