#ifndef PAPER_FIGURES_HARNESS_CLAIM_H_
#define PAPER_FIGURES_HARNESS_CLAIM_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/support/table.h"

namespace infoflow::paper_figures {

// A sentence of a paper (or of the analysis that refines it) as a predicate on one measured
// number, with a bound that was fixed before measuring.
struct Claim {
  enum class Relation { kAtMost, kAtLeast, kLess, kGreater };

  std::string id;        // "C1"
  std::string sentence;  // what is claimed
  std::string quantity;  // what `measured` is, with its unit
  double measured;
  Relation relation;
  double bound;
  // Not empty when exact analysis shows the paper's sentence to hold only in part: what the
  // paper says. `sentence` then says what does hold.
  std::string paper_says = {};

  // NaN never holds.
  bool Holds() const;
  // "reproduced", "refined" or "FAILS".
  std::string Verdict() const;
  // "1.2e-16 <= 0".
  std::string Comparison() const;
};

// Columns id, claim, quantity, measured, relation, bound, verdict, paper_says.
Table ClaimsTable(const std::vector<Claim>& claims);
absl::StatusOr<std::vector<Claim>> ParseClaimsTable(const Table& table);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_CLAIM_H_
