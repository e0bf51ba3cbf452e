#include "benchmarks/growth/exponent.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "infoflow/support/check.h"

namespace infoflow::growth {

double ExponentOf(absl::Span<const double> sizes, absl::Span<const double> seconds) {
  INFOFLOW_CHECK(sizes.size() >= 2 && sizes.size() == seconds.size());
  const std::size_t first = sizes.size() == 2 ? 0 : sizes.size() / 2;
  const double count = static_cast<double>(sizes.size() - first);
  double mean_x = 0.0, mean_y = 0.0;
  for (std::size_t i = first; i < sizes.size(); ++i) {
    mean_x += std::log(sizes[i]) / count;
    mean_y += std::log(seconds[i]) / count;
  }
  double xx = 0.0, xy = 0.0;
  for (std::size_t i = first; i < sizes.size(); ++i) {
    const double x = std::log(sizes[i]) - mean_x;
    xx += x * x;
    xy += x * (std::log(seconds[i]) - mean_y);
  }
  return xy / xx;
}

}  // namespace infoflow::growth
