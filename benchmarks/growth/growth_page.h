#ifndef BENCHMARKS_GROWTH_GROWTH_PAGE_H_
#define BENCHMARKS_GROWTH_GROWTH_PAGE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "benchmarks/growth/growth_kernel.h"

namespace infoflow::growth {

// A kernel that was timed at all its sizes.
struct GrowthCurve {
  GrowthKernel kernel;
  std::vector<double> sizes;
  std::vector<double> seconds;
  double exponent = 0.0;
};

// The section of docs/performance.md, which shows the picture `picture` (a path from docs).
std::string GrowthSection(absl::Span<const GrowthCurve> curves, absl::string_view machine,
                          absl::string_view picture);

// gnuplot's commands that draw all curves as small multiples into `path`, in the format of its name
// (.svg or .png).
std::string GrowthScript(absl::Span<const GrowthCurve> curves, const std::string& path);

// Draws them. Errors: NotFound without gnuplot; what gnuplot said.
absl::Status DrawGrowth(absl::Span<const GrowthCurve> curves, const std::string& path);

}  // namespace infoflow::growth

#endif  // BENCHMARKS_GROWTH_GROWTH_PAGE_H_
