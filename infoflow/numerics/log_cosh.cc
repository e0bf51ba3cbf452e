#include "infoflow/numerics/log_cosh.h"

#include <cmath>

#include "infoflow/numerics/constants.h"

namespace infoflow::numerics {

namespace {}  // namespace

double LogCosh(double x) {
  const double size = std::fabs(x);
  if (size < 1.0) {
    const double s = std::sinh(size);
    return 0.5 * std::log1p(s * s);
  }
  return size - (kLn2 - std::log1p(std::exp(-2.0 * size)));
}

}  // namespace infoflow::numerics
