#include "infoflow/network/relative_entropy/gaussian_relative_entropy.h"

#include <cmath>

namespace infoflow::network {

namespace {

// r - 1 - ln r, given x = r - 1 with its own digits.
double MinusLogExcess(double r, double x) {
  if (std::fabs(x) > 0.3) return x - std::log(r);
  // With s = x / (2 + x), ln(1 + x) = 2 (s + s^3/3 + s^5/5 + ...) and x - 2 s = x s.
  const double s = x / (2.0 + x);
  const double square = s * s;
  double series = 0.0;
  for (int k = 23; k >= 3; k -= 2) series = (series + 1.0 / k) * square;
  return x * s - 2.0 * s * series;
}

}  // namespace

double GaussianRelativeEntropy(const Gaussian& p, const Gaussian& q) {
  const double shift = p.mean - q.mean;
  return 0.5 * (MinusLogExcess(p.variance / q.variance, (p.variance - q.variance) / q.variance) +
                shift * shift / q.variance);
}

}  // namespace infoflow::network
