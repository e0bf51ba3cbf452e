#include "infoflow/numerics/statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "infoflow/support/check.h"

namespace infoflow::numerics {

void MeanAccumulator::Add(double value) {
  ++count_;
  const double change = value - mean_;
  mean_ += change / static_cast<double>(count_);
  squares_ += change * (value - mean_);
}

void MeanAccumulator::Merge(const MeanAccumulator& other) {
  if (other.count_ == 0) return;
  if (count_ == 0) {
    *this = other;
    return;
  }
  const double n = static_cast<double>(count_);
  const double m = static_cast<double>(other.count_);
  const double change = other.mean_ - mean_;
  mean_ += change * (m / (n + m));
  squares_ += other.squares_ + change * change * (n * m / (n + m));
  count_ += other.count_;
}

MeanEstimate MeanAccumulator::Estimate() const {
  INFOFLOW_CHECK(count_ >= 1);
  MeanEstimate estimate;
  estimate.mean = mean_;
  estimate.count = count_;
  if (count_ == 1) {
    estimate.error = std::numeric_limits<double>::infinity();
    return estimate;
  }
  estimate.variance = squares_ / static_cast<double>(count_ - 1);
  estimate.error = std::sqrt(estimate.variance / static_cast<double>(count_));
  return estimate;
}

MeanEstimate EstimateMean(absl::Span<const double> samples) {
  MeanAccumulator accumulator;
  for (const double sample : samples) accumulator.Add(sample);
  return accumulator.Estimate();
}

WeightedMeanEstimate EstimateWeightedMean(absl::Span<const double> samples,
                                          absl::Span<const double> weights) {
  INFOFLOW_CHECK(samples.size() == weights.size());
  double largest = 0.0;
  for (const double weight : weights) {
    INFOFLOW_CHECK(weight >= 0.0 && std::isfinite(weight));
    largest = std::fmax(largest, weight);
  }
  INFOFLOW_CHECK(largest > 0.0);
  // Weights relative to the largest one: their squares neither over- nor all underflow.
  double sum = 0.0;
  double sum_of_squares = 0.0;
  double mean = 0.0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double weight = weights[i] / largest;
    if (weight == 0.0) continue;
    sum += weight;
    sum_of_squares += weight * weight;
    mean += (samples[i] - mean) * (weight / sum);
  }
  WeightedMeanEstimate estimate;
  estimate.mean = mean;
  estimate.effective_count = sum * sum / sum_of_squares;
  const double n = static_cast<double>(samples.size());
  if (samples.size() == 1) {
    estimate.error = std::numeric_limits<double>::infinity();
    return estimate;
  }
  double squares = 0.0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double weight = weights[i] / largest;
    if (weight == 0.0) continue;
    const double deviation = weight * (samples[i] - mean);
    squares += deviation * deviation;
  }
  estimate.error = std::sqrt(n / (n - 1.0) * squares) / sum;
  return estimate;
}

CombinedMeasurement CombineMeasurements(absl::Span<const double> values,
                                        absl::Span<const double> errors) {
  INFOFLOW_CHECK(values.size() == errors.size());
  INFOFLOW_CHECK(!values.empty());
  CombinedMeasurement combined;
  double sum = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    INFOFLOW_CHECK(errors[i] > 0.0 && std::isfinite(errors[i]));
    const double weight = 1.0 / (errors[i] * errors[i]);
    sum += weight;
    combined.mean += (values[i] - combined.mean) * (weight / sum);
  }
  combined.error = 1.0 / std::sqrt(sum);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double deviation = (values[i] - combined.mean) / errors[i];
    combined.chi_square += deviation * deviation;
  }
  return combined;
}

double Median(std::vector<double> values) {
  INFOFLOW_CHECK(!values.empty());
  for (const double value : values) {
    if (std::isnan(value)) return value;
  }
  const std::size_t half = values.size() / 2;
  std::nth_element(values.begin(), values.begin() + half, values.end());
  const double upper = values[half];
  if (values.size() % 2 == 1) return upper;
  const double lower = *std::max_element(values.begin(), values.begin() + half);
  return lower == upper ? upper : 0.5 * (lower + upper);
}

double Quantile(std::vector<double> values, double fraction) {
  INFOFLOW_CHECK(!values.empty() && fraction >= 0.0 && fraction <= 1.0);
  for (const double value : values) {
    if (std::isnan(value)) return value;
  }
  std::sort(values.begin(), values.end());
  const double place = fraction * static_cast<double>(values.size() - 1);
  const std::size_t below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  const double part = place - static_cast<double>(below);
  return part == 0.0 ? values[below] : (1.0 - part) * values[below] + part * values[above];
}

}  // namespace infoflow::numerics
