// Letters: q variance, w = sigma_w^2, b = sigma_b^2, c = 1 - d correlation, chi slope of the c map,
// lambda slope of the q map.
#include "infoflow/network/mean_field/mean_field.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "infoflow/network/mean_field/arguments.h"
#include "infoflow/network/mean_field/moments.h"
#include "infoflow/network/mean_field/series.h"
#include "infoflow/numerics/newton.h"
#include "infoflow/numerics/root_finding.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

using internal::kSmallestVariance;
using internal::MomentsFromZero;
using numerics::Root;
using numerics::ValueAndSlope;

// The largest q* that is searched: bounded activations have q* <= sigma_w^2 + sigma_b^2.
constexpr double kLargestFixedPoint = 4.0 * internal::kLargestVariance;
// sigma_w^2 phi'(0)^2 above 1 by less than this counts as 1: without bias q* is then below 1e-13,
// where rounding of the map decides about it.
constexpr double kMarginal = 1e-13;
// Share of q that its growth may be off by.
constexpr double kRounding = 1e-13;
// Roots in the square root of the decorrelation: twice the relative error enters.
constexpr double kQuadratureRoot = 1e-14;

struct VarianceFixedPoint {
  double variance = 0.0;
  int iterations = 0;
  double residual = 0.0;
  bool converged = true;
  ActivationMoments moments;  // at max(variance, kSmallestVariance)
};

// How much the variance grows in a layer, with its slope; the last two answers are remembered,
// since brackets are looked at twice.
class VarianceGrowth {
 public:
  VarianceGrowth(const activation::Function& activation, double w, double b)
      : activation_(activation), w_(w), b_(b) {}

  const ActivationMoments& Moments(double q) {
    for (Entry& entry : entries_) {
      if (entry.q == q) return entry.moments;
    }
    next_ = 1 - next_;
    entries_[next_] = {q, MomentsFromZero(activation_, q)};
    return entries_[next_].moments;
  }

  ValueAndSlope operator()(double q) {
    const ActivationMoments& moments = Moments(q);
    return {w_ * moments.second_moment + b_ - q,
            w_ * moments.gain / std::max(q, kSmallestVariance) - 1.0};
  }

 private:
  struct Entry {
    double q = -1.0;
    ActivationMoments moments;
  };
  const activation::Function& activation_;
  double w_;
  double b_;
  Entry entries_[2];
  int next_ = 0;
};

absl::StatusOr<VarianceFixedPoint> SolveVariance(const activation::Function& activation, double w,
                                                 double b) {
  VarianceGrowth growth(activation, w, b);
  const auto died = [&]() -> VarianceFixedPoint {
    return {0.0, 0, 0.0, true, growth.Moments(0.0)};
  };
  // A lower end where q still grows: b itself, or, without bias, the smallest q whose growth
  // rises above its own rounding.
  double low = b;
  if (b == 0.0) {
    const ActivationMoments at_zero = growth.Moments(0.0);
    // phi(0) != 0 lifts q from 0 like a bias does.
    const bool passes_zero = at_zero.second_moment <= 1e-100;
    if (passes_zero && w * at_zero.second_moment / kSmallestVariance <= 1.0 + kMarginal) {
      // Concave V: nothing but q = 0 stays. Otherwise something grows again further out.
      bool grows = false;
      for (double q = 1e-3; q <= 1e6 && !grows; q *= 4.0) {
        const double value = growth(q).value;
        grows = value >= -kRounding * q;
      }
      if (!grows) return died();
      low = 1e-3;
    } else {
      low = passes_zero ? 1e-13 : w * at_zero.second_moment;
    }
  }
  double high = std::max(2.0 * low, 1.0);
  ValueAndSlope at_high = growth(high);
  while (!(at_high.value < -kRounding * high)) {
    if (!(high < kLargestFixedPoint) || !std::isfinite(at_high.value)) {
      return absl::InvalidArgumentError(absl::StrFormat(
          "activation %s with weight variance %.17g and bias variance %.17g has no single finite "
          "fixed point of the variance: the weight variance must be smaller",
          activation.name, w, b));
    }
    high *= 4.0;
    at_high = growth(high);
  }
  while (growth(low).value < 0.0) {
    high = low;
    low *= 0.25;
    if (low < 1e-30) return died();
  }
  if (w == 0.0) return VarianceFixedPoint{b, 0, 0.0, true, growth.Moments(b)};
  INFOFLOW_ASSIGN_OR_RETURN(
      const Root root, numerics::FindRootByNewton([&](double q) { return growth(q); }, low, high));
  return VarianceFixedPoint{root.value, root.iterations, std::fabs(root.residual) / root.value,
                            root.converged, growth.Moments(root.value)};
}

// 1 - c* for chi_1 > 1, from (1 - c') / (1 - c) = 1.
// `tails`: sum_{k>i} a_k^2 where there is a series.
absl::StatusOr<Root> SolveDecorrelation(double w, double q, double excess,
                                        const PairMomentFunction& pair,
                                        absl::Span<const double> tails) {
  if (!pair.UsesSeries(0.0)) {
    // Kinks make the ratio chi_1 minus a multiple of sqrt(d) for small d, other functions one
    // of d: both are tame functions of the square root.
    numerics::RootOptions options;
    options.relative_tolerance = kQuadratureRoot;
    const auto ratio = [&](double root_of_d) -> ValueAndSlope {
      // No slope is known at d = 0: the search starts from the other end.
      if (root_of_d == 0.0) return {excess, 0.0};
      const double d = root_of_d * root_of_d;
      const PairMoments moments = pair(d);
      const double value = w * moments.difference_square / (2.0 * q * d);
      // By Price's theorem the derivative of E (phi_1 - phi_2)^2 with respect to d is
      // 2 q E phi'_1 phi'_2.
      return {value - 1.0, 2.0 / root_of_d * (w * moments.derivative_product - value)};
    };
    if (ratio(1.0).value >= 0.0) return Root{1.0, 0.0, 0.0, 0, true};
    INFOFLOW_ASSIGN_OR_RETURN(Root root, numerics::FindRootByNewton(ratio, 0.0, 1.0, options));
    root.value *= root.value;
    return root;
  }
  // (1 - c') / (1 - c) = chi_1 - (w/q) sum_k a_k^2 sum_{j<k} (1 - c^j): the small number chi_1 - 1
  // against positive terms, d sum_i c^i sum_{j>i} sum_{k>j} a_k^2.
  const internal::PowerSeries series(internal::TailSums(tails));
  const auto deficit = [&](double d) -> ValueAndSlope {
    const auto [value, slope] = series(1.0 - d);
    return {excess - w / q * d * value, w / q * (d * slope - value)};
  };
  if (deficit(1.0).value >= 0.0) return Root{1.0, 0.0, 0.0, 0, true};
  return numerics::FindRootByNewton(deficit, 0.0, 1.0);
}

// 1 - chi_c at c* without cancellation: (w/q) sum_k a_k^2 sum_{j<k} (c^j - c^{k-1}), which is
// d sum_i (i + 1) c^i sum_{k>i+1} a_k^2.
double SlopeDeficit(absl::Span<const double> tails, double w, double q, double d) {
  // Those with i + 1 for i are the derivative of the tails' series.
  return w / q * d * internal::PowerSeries({tails.begin(), tails.end()})(1.0 - d).slope;
}

}  // namespace

double DepthScale(double slope) {
  const double size = std::fabs(slope);
  if (!(size < 1.0 - kCriticalWidth)) return std::numeric_limits<double>::infinity();
  return -1.0 / std::log(size);
}

absl::StatusOr<VarianceStep> MapVariance(const activation::Function& activation,
                                         double weight_variance, double bias_variance,
                                         double variance) {
  INFOFLOW_RETURN_IF_ERROR(
      internal::CheckInitialization(activation, weight_variance, bias_variance));
  INFOFLOW_RETURN_IF_ERROR(internal::CheckVariance("variance", variance));
  const ActivationMoments moments = MomentsFromZero(activation, variance);
  VarianceStep step;
  // At q = 0 the moment is that of the smallest variance, which is 0 but for phi(0)^2.
  const double second_moment =
      variance == 0.0 ? moments.mean * moments.mean : moments.second_moment;
  step.variance = weight_variance * second_moment + bias_variance;
  step.slope = weight_variance * moments.gain / std::max(variance, kSmallestVariance);
  return step;
}

absl::StatusOr<CorrelationStep> MapCorrelation(const activation::Function& activation,
                                               double weight_variance, double bias_variance,
                                               double variance, double decorrelation) {
  INFOFLOW_RETURN_IF_ERROR(
      internal::CheckInitialization(activation, weight_variance, bias_variance));
  INFOFLOW_RETURN_IF_ERROR(internal::CheckVariance("variance", variance));
  if (!(decorrelation >= 0.0 && decorrelation <= 2.0)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "decorrelation is %.17g; 1 - c must be from 0 to 2, a correlation being from -1 to 1",
        decorrelation));
  }
  const double q = std::max(variance, kSmallestVariance);
  const ActivationMoments moments = ComputeActivationMoments(activation, q);
  CorrelationStep step;
  step.variance = weight_variance * moments.second_moment + bias_variance;
  if (!(step.variance > 0.0)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "weight variance %.17g and bias variance %.17g make the next layer zero, which has no "
        "correlation; one of them must be positive",
        weight_variance, bias_variance));
  }
  const PairMoments pair = PairMomentFunction(activation, q, moments)(decorrelation);
  step.decorrelation = weight_variance * pair.difference_square / (2.0 * step.variance);
  step.slope = weight_variance * q * pair.derivative_product / step.variance;
  return step;
}

absl::StatusOr<MeanFieldPoint> SolveMeanField(const activation::Function& activation,
                                              double weight_variance, double bias_variance) {
  const double w = weight_variance;
  const double b = bias_variance;
  INFOFLOW_RETURN_IF_ERROR(internal::CheckInitialization(activation, w, b));
  INFOFLOW_ASSIGN_OR_RETURN(const VarianceFixedPoint fixed_point, SolveVariance(activation, w, b));
  MeanFieldPoint point;
  point.variance = fixed_point.variance;
  point.iterations = fixed_point.iterations;
  point.residual = fixed_point.residual;
  const double q = std::max(point.variance, kSmallestVariance);
  const ActivationMoments& moments = fixed_point.moments;
  point.equal_input_slope = w * moments.derivative_square;
  point.variance_slope = w * moments.gain / q;
  point.variance_depth = DepthScale(point.variance_slope);
  point.correlation_slope = point.equal_input_slope;
  point.correlation_depth = DepthScale(point.correlation_slope);
  point.converged = fixed_point.converged;
  const double excess = point.equal_input_slope - 1.0;
  if (!(excess > kCriticalWidth)) return point;
  const PairMomentFunction pair(activation, q, moments);
  const std::vector<double> tails = internal::TailSums(pair.squared_coefficients());
  if (b == 0.0 && activation.odd) {
    point.decorrelation = 1.0;
  } else {
    INFOFLOW_ASSIGN_OR_RETURN(const Root root, SolveDecorrelation(w, q, excess, pair, tails));
    point.decorrelation = root.value;
    point.iterations += root.iterations;
    point.residual = std::max(point.residual, std::fabs(root.residual));
    point.converged = point.converged && root.converged;
  }
  if (pair.UsesSeries(0.0)) {
    const double deficit = SlopeDeficit(tails, w, q, point.decorrelation);
    point.correlation_slope = 1.0 - deficit;
    point.correlation_depth = deficit > kCriticalWidth ? -1.0 / std::log1p(-deficit)
                                                       : std::numeric_limits<double>::infinity();
  } else {
    point.correlation_slope = w * pair(point.decorrelation).derivative_product;
    point.correlation_depth = DepthScale(point.correlation_slope);
  }
  return point;
}

}  // namespace infoflow::network
