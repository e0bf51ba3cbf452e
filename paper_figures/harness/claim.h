#ifndef PAPER_FIGURES_HARNESS_CLAIM_H_
#define PAPER_FIGURES_HARNESS_CLAIM_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/support/setting.h"
#include "infoflow/support/table.h"

namespace infoflow::paper_figures {

// A sentence of a paper (or of the analysis that refines it) as a predicate on one measured
// number, with a bound that was fixed before measuring. Made by ClaimList.
struct Claim {
  enum class Relation { kAtMost, kAtLeast, kLess, kGreater };
  enum class Verdict { kReproduced, kRefined, kNotDecided, kFails };
  // Whose sentence it is; of a claim that refines one, whose the refined sentence is.
  enum class Origin {
    kQuoted,    // read in a text, which is named
    kInferred,  // what the paper must say, from what was read around it
    kOurs,      // of this project
  };

  std::string id;        // "fig20/monotone", unique in the suite
  std::string sentence;  // what is claimed
  std::string quantity;  // what `measured` is, with its unit
  double measured = 0.0;
  Relation relation = Relation::kAtMost;
  double bound = 0.0;
  Origin origin = Origin::kOurs;
  std::string text_read = {};  // of kQuoted: "abstract"
  // Not empty when exact analysis shows the paper's sentence to hold only in part: what the
  // paper says. `sentence` then says what does hold.
  std::string paper_says = {};
  // Not empty when nothing can be measured at these parameters: why. That is no failure.
  std::string undecided = {};

  // False for what is not decided; NaN never holds.
  bool Holds() const;
  Verdict verdict() const;
  // "reproduced", "refined", "not decided" or "FAILS".
  std::string VerdictName() const;
  // "1.2e-16 <= 0", or "not decided at these parameters: WHY".
  std::string Comparison() const;
  // "quoted (abstract)", "inferred" or "ours".
  std::string OriginName() const;
  // "the paper says: SENTENCE", "the paper, as inferred: SENTENCE"; "" of a claim that refines
  // none.
  std::string PaperSentence() const;
};

// Names and describes one claim, one property after the other; of whom nothing is said is ours:
//
//   claims.Add("monotone", "The collapse depth grows with the weight variance.")
//       .Inferred()
//       .Measured("smallest step of the depth (layers)", smallest_step)
//       .Above(0.0);
class ClaimBuilder {
 public:
  explicit ClaimBuilder(Claim* claim) : claim_(claim) {}

  ClaimBuilder& Quoted(absl::string_view text_read);
  ClaimBuilder& Inferred();
  // The paper's sentence, which holds in part only.
  ClaimBuilder& Refines(absl::string_view paper_says);
  // What was measured, with its unit.
  ClaimBuilder& Measured(absl::string_view quantity, double measured);
  // Unless `condition`, the claim is not decided, because `why`.
  ClaimBuilder& DecidedIf(bool condition, absl::string_view why);

  ClaimBuilder& AtMost(double bound) { return Compare(Claim::Relation::kAtMost, bound); }
  ClaimBuilder& AtLeast(double bound) { return Compare(Claim::Relation::kAtLeast, bound); }
  ClaimBuilder& Below(double bound) { return Compare(Claim::Relation::kLess, bound); }
  ClaimBuilder& Above(double bound) { return Compare(Claim::Relation::kGreater, bound); }

 private:
  ClaimBuilder& Compare(Claim::Relation relation, double bound);

  Claim* claim_;
};

// The claims of one figure, in the order in which they are added.
class ClaimList {
 public:
  // `name`: a word or two, in lower case with underscores, unique in the figure. The harness puts
  // the figure's id before it. The builder is good until the next call.
  ClaimBuilder Add(absl::string_view name, absl::string_view sentence);

  // The claims of figure `id`. Each must have a quantity.
  std::vector<Claim> ForFigure(absl::string_view id) const;

 private:
  std::vector<Claim> claims_;
};

// Columns id, claim, origin, quantity, measured, relation, bound, verdict, paper_says, undecided.
Table ClaimsTable(const std::vector<Claim>& claims);
absl::StatusOr<std::vector<Claim>> ParseClaimsTable(const Table& table);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_CLAIM_H_
