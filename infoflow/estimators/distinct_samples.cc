#include "infoflow/estimators/distinct_samples.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {

namespace {

// NPEET's amplitude.
constexpr double kUsualJitter = 1e-10;

// Roundings of a coordinate that a jitter should span to break ties.
constexpr double kSpannedRoundings = 1e4;

// The least power of ten that breaks ties of equal samples with these coordinates.
double SufficientJitter(absl::Span<const double> sample) {
  double largest = 0.0;
  for (const double value : sample) largest = std::max(largest, std::fabs(value));
  const double least = kSpannedRoundings * std::numeric_limits<double>::epsilon() * largest;
  if (!(least > kUsualJitter)) return kUsualJitter;
  return std::pow(10.0, std::ceil(std::log10(least)));
}

}  // namespace

absl::Status CheckDistinct(linalg::ConstMatrixView<double> samples, double jitter) {
  // Equal rows become neighbours in lexicographic order.
  std::vector<int> order(samples.rows());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int i, int j) {
    const absl::Span<const double> a = samples.row(i);
    const absl::Span<const double> b = samples.row(j);
    const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin());
    return x == a.end() ? i < j : *x < *y;
  });
  for (std::size_t n = 1; n < order.size(); ++n) {
    const absl::Span<const double> a = samples.row(order[n - 1]);
    const absl::Span<const double> b = samples.row(order[n]);
    if (!std::equal(a.begin(), a.end(), b.begin())) continue;
    const std::string equal =
        absl::StrCat("samples ", order[n - 1] + 1, " and ", order[n] + 1, " are equal");
    const double sufficient = SufficientJitter(a);
    if (jitter == 0.0) {
      return absl::InvalidArgumentError(
          absl::StrCat(equal, "; nearest neighbours need distinct samples, or a jitter such as ",
                       sufficient, " that breaks ties"));
    }
    return absl::InvalidArgumentError(
        absl::StrCat(equal, " in spite of the jitter of ", jitter,
                     ", which is near or below the rounding of their coordinates; one of ",
                     sufficient, " breaks ties"));
  }
  return absl::OkStatus();
}

linalg::Matrix<double> Jittered(linalg::ConstMatrixView<double> samples, double amplitude,
                                std::uint64_t seed) {
  linalg::Matrix<double> result(samples);
  if (amplitude == 0.0) return result;
  random::Stream stream(seed, random::StreamUse::kEstimator, 0);
  std::vector<double> uniforms(samples.columns());
  for (int i = 0; i < result.rows(); ++i) {
    random::FillUniform(stream, absl::MakeSpan(uniforms));
    for (int t = 0; t < result.columns(); ++t) result(i, t) += amplitude * uniforms[t];
  }
  return result;
}

absl::Status CheckJitter(double amplitude) {
  if (std::isfinite(amplitude) && amplitude >= 0.0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("jitter is ", amplitude, "; allowed are finite numbers of at least 0"));
}

}  // namespace infoflow::estimators
