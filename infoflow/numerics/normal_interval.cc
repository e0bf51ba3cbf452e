#include "infoflow/numerics/normal_interval.h"

#include <cmath>
#include <limits>

#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/special_functions.h"

namespace infoflow::numerics {
namespace {}  // namespace

double NormalProbability(double low, double high) {
  if (low > 0.0) return NormalProbability(-high, -low);
  if (high > 0.0) return 0.5 * (std::erf(high * kInverseSqrt2) - std::erf(low * kInverseSqrt2));
  return 0.5 * (std::erfc(-high * kInverseSqrt2) - std::erfc(-low * kInverseSqrt2));
}

double LogNormalProbability(double low, double high) {
  if (low > 0.0) return LogNormalProbability(-high, -low);
  if (low == -std::numeric_limits<double>::infinity()) return numerics::LogNormalCdf(high);
  if (high > 0.0) return std::log(NormalProbability(low, high));
  const double log_high = numerics::LogNormalCdf(high);
  return log_high + std::log(-std::expm1(numerics::LogNormalCdf(low) - log_high));
}

}  // namespace infoflow::numerics
