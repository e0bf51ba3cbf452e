#ifndef BENCHMARKS_PEERS_COMPARISON_H_
#define BENCHMARKS_PEERS_COMPARISON_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "benchmarks/peers/row.h"

namespace infoflow::peers {

enum class Verdict {
  kAhead,      // by the ratio wanted
  kShort,      // ahead by less
  kBehind,     // slower than the peer
  kMissing,    // the peer is not installed
  kDisagrees,  // the sides found different numbers
  kFailed,     // a side reported an error or ended
};

struct Comparison {
  Row row;
  Verdict verdict = Verdict::kFailed;
  // CPU time of one repetition, medians over the rounds.
  double our_seconds = 0.0;
  double peer_seconds = 0.0;
  // The peer's time over ours, median of the rounds' ratios.
  double ratio = 0.0;
  std::string note;  // what is missing, differs or failed
};

struct ComparisonOptions {
  // Turns of each side; they alternate.
  int rounds = 7;
  // What a turn lasts at least, so that clocks and first touches do not count.
  double turn_seconds = 0.15;
  // How each side is started.
  std::vector<std::string> ours;
  std::function<std::vector<std::string>(const std::string& script)> peer;
};

struct Comparisons {
  std::vector<Comparison> rows;
  std::string our_versions;
  std::vector<std::string> peer_versions;  // of each script
};

// Compares all rows, one after the other: each side sets the work up and tells its values, then
// they take turns. A side keeps running from row to row, a peer as long as its script stays the
// same. `report` is called after each row. Errors: our own side does not start; what goes wrong
// with a row is its verdict.
absl::StatusOr<Comparisons> Compare(absl::Span<const Row> rows, const ComparisonOptions& options,
                                    const std::function<void(const Comparison&)>& report);

}  // namespace infoflow::peers

#endif  // BENCHMARKS_PEERS_COMPARISON_H_
