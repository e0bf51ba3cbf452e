#include "infoflow/numerics/root_finding.h"

#include <algorithm>
#include <boost/math/policies/policy.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <cstdint>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"

namespace infoflow::numerics {

namespace {

// Boost must report through its return value: no exception crosses this file.
using QuietPolicy = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;

}  // namespace

absl::StatusOr<Root> FindRoot(absl::FunctionRef<double(double)> function, double low, double high,
                              const RootOptions& options) {
  if (!std::isfinite(low) || !std::isfinite(high) || !(low < high)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the bracket [%.17g, %.17g] of a root must have finite ends in this order", low, high));
  }
  if (!(options.relative_tolerance >= 0.0) || options.max_iterations < 1) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "a root needs a relative tolerance of at least 0 and 1 iteration or more, not %.17g and %d",
        options.relative_tolerance, options.max_iterations));
  }
  bool saw_nan = false;
  double nan_at = 0.0;
  const auto checked = [&](double x) {
    const double y = function(x);
    if (std::isnan(y) && !saw_nan) {
      saw_nan = true;
      nan_at = x;
    }
    // Zero makes the search stop at once.
    return saw_nan ? 0.0 : y;
  };
  const auto nan_error = [&] {
    return absl::InternalError(
        absl::StrFormat("the function whose root is wanted is not a number at %.17g", nan_at));
  };
  const double at_low = checked(low);
  const double at_high = checked(high);
  if (saw_nan) return nan_error();
  if (at_low == 0.0) return Root{low, 0.0, 0.0, 0, true};
  if (at_high == 0.0) return Root{high, 0.0, 0.0, 0, true};
  if (std::signbit(at_low) == std::signbit(at_high)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "no sign change between %.17g and %.17g: the function is %.17g and %.17g there", low, high,
        at_low, at_high));
  }
  const auto narrow = [&](double a, double b) {
    return std::fabs(b - a) <= options.relative_tolerance * std::max(std::fabs(a), std::fabs(b));
  };
  std::uintmax_t iterations = static_cast<std::uintmax_t>(options.max_iterations);
  const std::pair<double, double> bracket = boost::math::tools::toms748_solve(
      checked, low, high, at_low, at_high, narrow, iterations, QuietPolicy());
  if (saw_nan) return nan_error();
  Root root;
  const double first = checked(bracket.first);
  const double second = checked(bracket.second);
  if (saw_nan) return nan_error();
  const bool take_first = std::fabs(first) <= std::fabs(second);
  root.value = take_first ? bracket.first : bracket.second;
  root.residual = take_first ? first : second;
  root.width = bracket.second - bracket.first;
  root.iterations = static_cast<int>(iterations);
  // A bracket of neighbouring doubles cannot be narrowed, whatever the tolerance.
  root.converged = root.residual == 0.0 || narrow(bracket.first, bracket.second) ||
                   std::nextafter(bracket.first, bracket.second) == bracket.second;
  return root;
}

}  // namespace infoflow::numerics
