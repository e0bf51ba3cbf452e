#include "infoflow/numerics/power_law_fit.h"

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "infoflow/support/check.h"

namespace infoflow::numerics {

namespace {

constexpr int kIntervals = 32;

// Half the digits of a double: a minimum is not known better.
constexpr int kBits = std::numeric_limits<double>::digits / 2;
constexpr std::uintmax_t kMostIterations = 60;

struct Sums {
  double xy = 0.0, xx = 0.0;  // sum y x^p, sum x^{2p}
};

}  // namespace

PowerLaw FitPowerLaw(absl::Span<const double> x, absl::Span<const double> y, double low,
                     double high) {
  INFOFLOW_CHECK(x.size() == y.size() && x.size() >= 2 && low < high);
  std::vector<double> logarithms;
  for (const double value : x) logarithms.push_back(std::log(value));
  const auto sums = [&](double p) {
    Sums s;
    for (std::size_t i = 0; i < y.size(); ++i) {
      const double power = std::exp(p * logarithms[i]);
      s.xy += y[i] * power;
      s.xx += power * power;
    }
    return s;
  };
  // The part of the residual that depends on p.
  const auto residual = [&](double p) {
    const Sums s = sums(p);
    return -s.xy * s.xy / s.xx;
  };
  const auto exponent = [&](int k) { return low + (high - low) * k / kIntervals; };
  int best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (int k = 0; k <= kIntervals; ++k) {
    const double at = residual(exponent(k));
    if (at < least) {
      least = at;
      best = k;
    }
  }
  std::uintmax_t iterations = kMostIterations;
  PowerLaw fit;
  fit.exponent = boost::math::tools::brent_find_minima(residual, exponent(std::max(best - 1, 0)),
                                                       exponent(std::min(best + 1, kIntervals)),
                                                       kBits, iterations)
                     .first;
  const Sums s = sums(fit.exponent);
  fit.amplitude = s.xy / s.xx;
  const double margin = 1e-6 * (high - low);
  fit.inside = fit.exponent > low + margin && fit.exponent < high - margin;
  return fit;
}

}  // namespace infoflow::numerics
