#include "infoflow/numerics/autocorrelation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "infoflow/numerics/statistics.h"
#include "infoflow/support/check.h"

namespace infoflow::numerics {

namespace {

// Series shorter than this many autocorrelation times do not determine them.
constexpr double kLeastTimes = 50.0;

}  // namespace

AutocorrelationTime IntegratedAutocorrelationTime(absl::Span<const double> series,
                                                  double window_factor) {
  INFOFLOW_CHECK(series.size() >= 2);
  INFOFLOW_CHECK(window_factor > 0.0);
  const std::size_t n = series.size();
  const double mean = EstimateMean(series).mean;
  std::vector<double> deviations(n);
  for (std::size_t i = 0; i < n; ++i) deviations[i] = series[i] - mean;
  const auto covariance = [&deviations, n](std::size_t lag) {
    double sum = 0.0;
    for (std::size_t i = 0; i + lag < n; ++i) sum += deviations[i] * deviations[i + lag];
    return sum / static_cast<double>(n - lag);
  };
  AutocorrelationTime result;
  const double variance = covariance(0);
  // Deviations of a constant series are rounding errors of its mean.
  if (std::sqrt(variance) <= 8 * std::numeric_limits<double>::epsilon() * std::abs(mean)) {
    result.converged = true;
    return result;
  }
  std::size_t lag = 1;
  for (; lag < n; ++lag) {
    result.time += covariance(lag) / variance;
    if (static_cast<double>(lag) > window_factor * result.time) {
      result.converged = true;
      break;
    }
  }
  result.window = static_cast<int>(std::min(lag, n - 1));
  result.error =
      std::abs(result.time) * std::sqrt(2.0 * (2.0 * result.window + 1.0) / static_cast<double>(n));
  if (static_cast<double>(n) < kLeastTimes * result.time) result.converged = false;
  return result;
}

MeanEstimate EstimateCorrelatedMean(absl::Span<const double> series) {
  MeanEstimate estimate = EstimateMean(series);
  const double time = IntegratedAutocorrelationTime(series).time;
  estimate.error *= std::sqrt(2.0 * std::max(time, 0.5));
  return estimate;
}

std::vector<double> BinMeans(absl::Span<const double> series, int bin_size) {
  INFOFLOW_CHECK(bin_size >= 1);
  const std::size_t bins = series.size() / bin_size;
  std::vector<double> means(bins);
  for (std::size_t b = 0; b < bins; ++b) {
    means[b] = EstimateMean(series.subspan(b * bin_size, bin_size)).mean;
  }
  return means;
}

std::vector<BinningLevel> BinningAnalysis(absl::Span<const double> series, int least_bins) {
  INFOFLOW_CHECK(least_bins >= 2);
  std::vector<BinningLevel> levels;
  std::vector<double> bins(series.begin(), series.end());
  for (int size = 1; bins.size() >= static_cast<std::size_t>(least_bins); size *= 2) {
    const MeanEstimate estimate = EstimateMean(bins);
    BinningLevel level;
    level.bin_size = size;
    level.num_bins = static_cast<int>(bins.size());
    level.error = estimate.error;
    level.error_of_error = estimate.error / std::sqrt(2.0 * (level.num_bins - 1));
    levels.push_back(level);
    bins = BinMeans(bins, 2);
  }
  return levels;
}

}  // namespace infoflow::numerics
