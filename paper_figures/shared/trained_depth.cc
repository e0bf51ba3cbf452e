#include "paper_figures/shared/trained_depth.h"

namespace infoflow::paper_figures {

double DepthOfAccuracy(absl::Span<const DepthAccuracy> networks, double threshold) {
  double depth = 0.0, before = 1.0;
  for (const auto& [next, accuracy] : networks) {
    if (accuracy < threshold) {
      return depth + (next - depth) * (before - threshold) / (before - accuracy);
    }
    depth = next;
    before = accuracy;
  }
  return depth;
}

}  // namespace infoflow::paper_figures
