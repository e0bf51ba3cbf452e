#ifndef BENCHMARKS_PEERS_COMPARISON_TABLE_H_
#define BENCHMARKS_PEERS_COMPARISON_TABLE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "benchmarks/peers/comparison.h"

namespace infoflow::peers {

// "5.2 ms, peer 15.6 ms: 3.0 times faster" and the like, for the console.
std::string ComparisonLine(const Comparison& comparison);

// Which of the rows that are ahead is nearest to being lost, and which of those behind is lost by
// most: those with the least ratios. Empty when nothing was measured.
std::string NearestToLost(absl::Span<const Comparison> rows);

// The section of docs/performance.md. `machine` is what stands above measured times (machine.h).
std::string ComparisonSection(const Comparisons& comparisons, absl::string_view machine);

}  // namespace infoflow::peers

#endif  // BENCHMARKS_PEERS_COMPARISON_TABLE_H_
