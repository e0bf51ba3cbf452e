#include "infoflow/replica/spectra/spectrum_gaussian.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/table.h"

// In this file: s2 = weight variance, x = s/s2, t = 1-x-alpha, root = sqrt(t^2+4x),
// G = s2 g(s), theta = h/alpha = G/(1+G).

namespace infoflow::replica {

namespace {

class MarchenkoPastur final : public Spectrum {
 public:
  MarchenkoPastur(double alpha, double weight_variance)
      : Spectrum(alpha, std::max(0.0, 1.0 - alpha), std::max(0.0, alpha - 1.0),
                 alpha * weight_variance),
        weight_variance_(weight_variance) {}

  std::optional<double> gaussian_weight_variance() const override { return weight_variance_; }

  SpectralSums Sums(double s) const override {
    const double alpha = aspect_ratio();
    const double x = s / weight_variance_;
    const double t = 1.0 - x - alpha;
    // hypot, so that an x whose square overflows is fine.
    const double root = std::hypot(t, 2.0 * std::sqrt(x));
    SpectralSums sums;
    if (t > 0.0) {
      // In terms of y = x G, which stays finite as x -> 0.
      const double y = (t + root) / 2.0;
      const double y_slope = ((2.0 - t) / root - 1.0) / 2.0;
      sums.shrinkage = alpha * y / (y + x);
      sums.shrinkage_slope = alpha * (y_slope * x - y) / ((y + x) * (y + x)) / weight_variance_;
      // Full row rank: k = (alpha - h)/s.
      sums.resolvent = alpha / (weight_variance_ * (x + y));
      sums.resolvent_slope = -sums.resolvent * (1.0 + y_slope) / ((x + y) * weight_variance_);
      return sums;
    }
    const double resolvent = 2.0 / (root - t);
    const double resolvent_slope = -resolvent * (1.0 + resolvent) / root;
    sums.shrinkage = alpha * resolvent / (1.0 + resolvent);
    sums.shrinkage_slope =
        alpha * resolvent_slope / ((1.0 + resolvent) * (1.0 + resolvent)) / weight_variance_;
    if (null_columns() == 0.0) {
      sums.resolvent = resolvent / weight_variance_;
      sums.resolvent_slope = resolvent_slope / (weight_variance_ * weight_variance_);
    } else {
      // As above with x (1 + G) for x + y.
      const double sum = x * (1.0 + resolvent);
      const double sum_slope = 1.0 + resolvent + x * resolvent_slope;
      sums.resolvent = alpha / (weight_variance_ * sum);
      sums.resolvent_slope = -sums.resolvent * sum_slope / (sum * weight_variance_);
    }
    return sums;
  }

  // r ln gamma + E[1 ln(lambda + s)] with s = q/gamma; the expectation follows from
  // F(gamma) = alpha s2 gamma, in which every other term is known.
  double MeanLog(double gamma, double q) const override {
    const double alpha = aspect_ratio();
    const double x = q / gamma / weight_variance_;
    const double t = 1.0 - x - alpha;
    const double root = std::hypot(t, 2.0 * std::sqrt(x));
    double theta, one_minus_theta, sum;  // sum = x + x G
    if (t > 0.0) {
      const double y = (t + root) / 2.0;
      sum = x + y;
      theta = y / sum;
      one_minus_theta = x / sum;
    } else {
      theta = 2.0 / (2.0 + root - t);
      one_minus_theta = (root - t) / (2.0 + root - t);
      sum = x / one_minus_theta;
    }
    double value =
        rank_fraction() * std::log(gamma) - alpha * theta - std::log(theta / weight_variance_);
    // A logarithm that diverges as s -> 0 has coefficient zero there.
    if (null_columns() > 0.0) value -= null_columns() * std::log(sum * weight_variance_);
    if (null_rows() > 0.0) value -= null_rows() * std::log(one_minus_theta);
    return value;
  }

 private:
  double weight_variance_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<const Spectrum>> GaussianSpectrum(double aspect_ratio,
                                                                 double weight_variance) {
  if (!(aspect_ratio > 0.0) || !(aspect_ratio <= kLargestAspectRatio)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "alpha must be a positive number of at most 1e6, not ", FormatDouble(aspect_ratio)));
  }
  if (!(weight_variance > 0.0) || !std::isfinite(weight_variance)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the weight variance must be a positive number, not ", FormatDouble(weight_variance)));
  }
  return std::shared_ptr<const Spectrum>(
      std::make_shared<MarchenkoPastur>(aspect_ratio, weight_variance));
}

}  // namespace infoflow::replica
