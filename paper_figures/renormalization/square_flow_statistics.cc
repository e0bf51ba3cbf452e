#include "paper_figures/renormalization/square_flow_statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "infoflow/ising/square/flow.h"
#include "infoflow/ising/square/relative_entropy.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

using ising::SquareAsymptotes;
using ising::SquareRelativeEntropy;
using ising::SquareRelativeEntropyAsymptotes;

// Growth below this share of D is rounding.
constexpr double kRounding = 1e-13;
// Flows have settled when K_n is below the first, or K_{n-1} above the second: D then differs from
// its limit by K_n^2, or by e^{-8 K_n}, and the slope of the last step from its limit likewise.
constexpr double kDisordered = 1e-7;
constexpr double kOrdered = 5.0;

}  // namespace

absl::StatusOr<std::vector<SquareFlowPoint>> SquareRelativeEntropyFlow(
    const ising::SquareTruncation& truncation, double start, int steps) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> couplings,
                            ising::SquareFlow(truncation, start, steps));
  std::vector<SquareFlowPoint> flow;
  for (const double coupling : couplings) {
    flow.push_back(
        {coupling, SquareRelativeEntropy(start, coupling), SquareRelativeEntropy(coupling, start)});
  }
  return flow;
}

void SquareFlowStatistics::Add(const std::vector<SquareFlowPoint>& flow) {
  const auto fails = [](double earlier, double later) {
    return !(later > earlier) && !(std::abs(later - earlier) <= kRounding * earlier);
  };
  ++flows;
  for (std::size_t n = 1; n < flow.size() && !std::isinf(flow[n].coupling); ++n) {
    violations += fails(flow[n - 1].forward, flow[n].forward);
    violations += fails(flow[n - 1].reverse, flow[n].reverse);
  }
  const SquareRelativeEntropyAsymptotes limit = SquareAsymptotes(flow.front().coupling);
  const SquareFlowPoint& last = flow.back();
  if (last.coupling < kDisordered) {
    ++disordered;
    disordered_error =
        std::max({disordered_error, std::abs(last.forward - limit.forward_disordered),
                  std::abs(last.reverse - limit.reverse_disordered)});
    return;
  }
  if (flow.size() < 2) return;
  const SquareFlowPoint& previous = flow[flow.size() - 2];
  if (previous.coupling > kOrdered && std::isfinite(last.coupling)) {
    ++ordered;
    const double slope = (last.forward - previous.forward) / (last.coupling - previous.coupling);
    ordered_error = std::max(ordered_error, std::abs(last.reverse - limit.reverse_ordered));
    ordered_slope_error =
        std::max(ordered_slope_error, std::abs(slope / limit.forward_ordered_slope - 1.0));
  }
}

}  // namespace infoflow::paper_figures
