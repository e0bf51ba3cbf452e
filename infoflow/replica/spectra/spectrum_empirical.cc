#include "infoflow/replica/spectra/spectrum_empirical.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/kernel.h"
#include "infoflow/support/table.h"

namespace infoflow::replica {

namespace {

// An eigenvalue solver leaves errors of a few units in the last place of the largest
// eigenvalue, growing slowly with the size; the smallest eigenvalue of N x N Gaussian weights,
// of order 1/N^2, stays far above.
constexpr double kRounding = 4.0 * std::numeric_limits<double>::epsilon();

// Relative distance below which neighbours are one eigenvalue; what merging them changes is of
// the order of its square.
constexpr double kEqual = 1e-9;

// How far alpha N may be from a whole number.
constexpr double kWholeNumber = 1e-6;

// A fixed number of partial sums lets the compiler use vector registers of any width and keeps
// the result the same for all of them.
constexpr std::size_t kLanes = 8;

using Lanes = std::array<double, kLanes>;

double Total(const Lanes& lanes) {
  return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) +
         ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}

// Sizes are multiples of kLanes; padding has weight 0 and eigenvalue 1.
INFOFLOW_KERNEL void AddUp(const double* eigenvalues, const double* weights, std::size_t size,
                           double s, double* shrinkage, double* resolvent, double* shrinkage_slope,
                           double* resolvent_slope) {
  for (std::size_t i = 0; i < size; i += kLanes) {
    for (std::size_t j = 0; j < kLanes; ++j) {
      const double inverse = 1.0 / (eigenvalues[i + j] + s);
      const double first = weights[i + j] * inverse;
      const double second = first * inverse;
      resolvent[j] += first;
      shrinkage[j] += eigenvalues[i + j] * first;
      resolvent_slope[j] -= second;
      shrinkage_slope[j] -= eigenvalues[i + j] * second;
    }
  }
}

// A spectrum of finitely many positive eigenvalues with weights that add up to r.
class AtomicSpectrum final : public Spectrum {
 public:
  AtomicSpectrum(double alpha, double null_columns, double null_rows, double mean,
                 std::vector<double> eigenvalues, std::vector<double> weights)
      : Spectrum(alpha, null_columns, null_rows, mean),
        count_(eigenvalues.size()),
        eigenvalues_(std::move(eigenvalues)),
        weights_(std::move(weights)) {
    const std::size_t padded = (count_ + kLanes - 1) / kLanes * kLanes;
    eigenvalues_.resize(padded, 1.0);
    weights_.resize(padded, 0.0);
  }

  SpectralSums Sums(double s) const override {
    Lanes shrinkage = {}, resolvent = {}, shrinkage_slope = {}, resolvent_slope = {};
    RunKernel<AddUp>(eigenvalues_.data(), weights_.data(), eigenvalues_.size(), s, shrinkage.data(),
                     resolvent.data(), shrinkage_slope.data(), resolvent_slope.data());
    return {Total(shrinkage), Total(resolvent), Total(shrinkage_slope), Total(resolvent_slope)};
  }

  double MeanLog(double gamma, double q) const override {
    double sum = 0.0;
    for (std::size_t i = 0; i < count_; ++i) {
      sum += weights_[i] * std::log(gamma * eigenvalues_[i] + q);
    }
    return sum;
  }

 private:
  std::size_t count_;
  std::vector<double> eigenvalues_;
  std::vector<double> weights_;
};

absl::Status CheckAspectRatio(double aspect_ratio) {
  if (aspect_ratio > 0.0 && aspect_ratio <= kLargestAspectRatio) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "alpha must be a positive number of at most 1e6, not ", FormatDouble(aspect_ratio)));
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Spectrum>> EmpiricalSpectrum(
    absl::Span<const double> eigenvalues, double aspect_ratio) {
  if (const absl::Status status = CheckAspectRatio(aspect_ratio); !status.ok()) return status;
  if (eigenvalues.empty()) return absl::InvalidArgumentError("a spectrum has no eigenvalue");
  double largest = 0.0;
  for (const double value : eigenvalues) {
    if (!std::isfinite(value)) {
      return absl::InvalidArgumentError(
          absl::StrCat("a spectrum holds the eigenvalue ", FormatDouble(value)));
    }
    largest = std::max(largest, std::abs(value));
  }
  const double size = static_cast<double>(eigenvalues.size());
  const double zero = kRounding * size * largest;
  std::vector<double> positive;
  positive.reserve(eigenvalues.size());
  for (const double value : eigenvalues) {
    if (value < -zero) {
      return absl::InvalidArgumentError(absl::StrCat(
          "eigenvalues of W^T W are not negative, but a spectrum holds ", FormatDouble(value)));
    }
    if (value > zero) positive.push_back(value);
  }
  if (positive.empty()) {
    return absl::InvalidArgumentError(
        "a spectrum has no positive eigenvalue; at least one is needed");
  }
  const double rows = std::round(aspect_ratio * size);
  if (std::abs(aspect_ratio * size - rows) > kWholeNumber * std::max(1.0, rows) || rows < 1.0) {
    return absl::InvalidArgumentError(
        absl::StrCat("alpha = ", FormatDouble(aspect_ratio), " times the ", eigenvalues.size(),
                     " eigenvalues of a spectrum must be the whole number of outputs"));
  }
  const double rank = static_cast<double>(positive.size());
  if (rank > rows) {
    return absl::InvalidArgumentError(
        absl::StrCat("a spectrum has ", positive.size(), " positive eigenvalues, but alpha = ",
                     FormatDouble(aspect_ratio), " allows only ", FormatDouble(rows)));
  }
  // From the smallest up, so that the sum for the mean is accurate.
  std::sort(positive.begin(), positive.end());
  double mean = 0.0;
  std::vector<double> distinct;
  std::vector<double> weights;
  for (std::size_t i = 0; i < positive.size();) {
    std::size_t end = i;
    double offset = 0.0;
    for (; end < positive.size() && positive[end] - positive[i] <= kEqual * positive[i]; ++end) {
      offset += positive[end] - positive[i];
    }
    const double count = static_cast<double>(end - i);
    distinct.push_back(positive[i] + offset / count);
    weights.push_back(count / size);
    mean += weights.back() * distinct.back();
    i = end;
  }
  return std::shared_ptr<const Spectrum>(
      std::make_shared<AtomicSpectrum>(aspect_ratio, (size - rank) / size, (rows - rank) / size,
                                       mean, std::move(distinct), std::move(weights)));
}

absl::StatusOr<std::shared_ptr<const Spectrum>> OrthogonalSpectrum(double aspect_ratio,
                                                                   double singular_value) {
  if (const absl::Status status = CheckAspectRatio(aspect_ratio); !status.ok()) return status;
  if (!(singular_value > 0.0) || !std::isfinite(singular_value)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "a singular value must be a positive number, not ", FormatDouble(singular_value)));
  }
  const double eigenvalue = singular_value * singular_value;
  const double rank = std::min(1.0, aspect_ratio);
  return std::shared_ptr<const Spectrum>(std::make_shared<AtomicSpectrum>(
      aspect_ratio, std::max(0.0, 1.0 - aspect_ratio), std::max(0.0, aspect_ratio - 1.0),
      rank * eigenvalue, std::vector<double>{eigenvalue}, std::vector<double>{rank}));
}

}  // namespace infoflow::replica
