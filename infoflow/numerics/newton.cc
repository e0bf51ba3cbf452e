#include "infoflow/numerics/newton.h"

#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"

namespace infoflow::numerics {

namespace {

// Below this share of the root Newton steps square from one to the next unless rounding rules.
constexpr double kAsymptotic = 1e-9;

// Newton's step, or NaN where there is none.
double Step(const ValueAndSlope& at) { return -at.value / at.slope; }

bool Shorter(double a, double b) { return std::fabs(a) < std::fabs(b) || std::isnan(b); }

}  // namespace

absl::StatusOr<Root> FindRootByNewton(absl::FunctionRef<ValueAndSlope(double)> function, double low,
                                      double high, const RootOptions& options) {
  if (!std::isfinite(low) || !std::isfinite(high) || !(low < high)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the bracket [%.17g, %.17g] of a root must have finite ends in this order", low, high));
  }
  if (!(options.relative_tolerance >= 0.0) || options.max_iterations < 1) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "a root needs a relative tolerance of at least 0 and 1 iteration or more, not %.17g and %d",
        options.relative_tolerance, options.max_iterations));
  }
  const auto nan_error = [](double x) {
    return absl::InternalError(
        absl::StrFormat("the function whose root is wanted is not a number at %.17g", x));
  };
  const ValueAndSlope at_low = function(low);
  if (std::isnan(at_low.value)) return nan_error(low);
  if (at_low.value == 0.0) return Root{low, 0.0, 0.0, 0, true};
  const ValueAndSlope at_high = function(high);
  if (std::isnan(at_high.value)) return nan_error(high);
  if (at_high.value == 0.0) return Root{high, 0.0, 0.0, 0, true};
  if (std::signbit(at_low.value) == std::signbit(at_high.value)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "no sign change between %.17g and %.17g: the function is %.17g and %.17g there", low, high,
        at_low.value, at_high.value));
  }
  const bool negative_at_low = at_low.value < 0.0;
  const bool from_low = Shorter(Step(at_low), Step(at_high));
  double x = from_low ? low : high;
  ValueAndSlope at = from_low ? at_low : at_high;
  double last_step = high - low;
  double step_before = last_step;
  Root root;
  while (root.iterations < options.max_iterations) {
    double step = Step(at);
    double next = x + step;
    // No double is nearer to the root; `next` may lie outside only because x ends the bracket.
    if (root.iterations > 0 && next == x) {
      root.converged = true;
      return root;
    }
    const bool newton =
        next > low && next < high && std::fabs(step) <= 0.5 * std::fabs(step_before);
    if (!newton) {
      next = 0.5 * (low + high);
      step = next - x;
    }
    step_before = last_step;
    last_step = step;
    const double previous = x;
    x = next;
    at = function(x);
    ++root.iterations;
    if (std::isnan(at.value)) return nan_error(x);
    const double size = std::fabs(x);
    root.value = x;
    root.residual = at.value;
    root.width = std::fabs(step);
    if (at.value == 0.0 || x == previous || std::fabs(step) <= options.relative_tolerance * size ||
        (newton && std::fabs(step_before) <= kAsymptotic * size &&
         std::fabs(step) > 0.25 * std::fabs(step_before)) ||
        std::nextafter(low, high) == high) {
      root.converged = true;
      return root;
    }
    ((at.value < 0.0) == negative_at_low ? low : high) = x;
  }
  return root;
}

}  // namespace infoflow::numerics
