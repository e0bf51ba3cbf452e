#include "benchmarks/peers/comparison_table.h"

#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "benchmarks/machine.h"

namespace infoflow::peers {

namespace {

const char* VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAhead:
      return "ahead";
    case Verdict::kShort:
      return "ahead by less";
    case Verdict::kBehind:
      return "behind";
    case Verdict::kMissing:
      return "no peer";
    case Verdict::kDisagrees:
      return "results differ";
    case Verdict::kFailed:
      break;
  }
  return "failed";
}

bool Measured(const Comparison& comparison) {
  return comparison.verdict == Verdict::kAhead || comparison.verdict == Verdict::kShort ||
         comparison.verdict == Verdict::kBehind;
}

std::string Times(double ratio) {
  return ratio < 100.0 ? absl::StrFormat("%.3g", ratio) : absl::StrFormat("%.0f", ratio);
}

std::string TableRow(const Comparison& comparison) {
  const Row& row = comparison.row;
  const std::string start =
      absl::StrCat("| ", row.title, " | ", row.peer, " | ", KindName(row.kind), " | ");
  if (!Measured(comparison)) {
    return absl::StrCat(start, "| | | ", Times(WantedRatio(row.kind)), " | ",
                        VerdictName(comparison.verdict), ": ", comparison.note, " |\n");
  }
  return absl::StrCat(start, Engineering(comparison.our_seconds), "s | ",
                      Engineering(comparison.peer_seconds), "s | ", Times(comparison.ratio), " | ",
                      Times(WantedRatio(row.kind)), " | ", VerdictName(comparison.verdict), " |\n");
}

int Count(absl::Span<const Comparison> rows, Verdict verdict) {
  int count = 0;
  for (const Comparison& comparison : rows) count += comparison.verdict == verdict ? 1 : 0;
  return count;
}

// What the peers consist of, each once.
std::string PeerVersions(const std::vector<std::string>& peers) {
  std::vector<std::string> once;
  std::set<std::string> seen;
  for (const std::string& versions : peers) {
    for (const absl::string_view one : absl::StrSplit(versions, absl::ByString(", "))) {
      if (seen.insert(std::string(one)).second) once.emplace_back(one);
    }
  }
  return once.empty() ? "none" : absl::StrJoin(once, ", ");
}

}  // namespace

std::string ComparisonLine(const Comparison& comparison) {
  const std::string name = absl::StrFormat("%-38s", comparison.row.Name());
  if (!Measured(comparison)) {
    return absl::StrCat(name, VerdictName(comparison.verdict), ": ", comparison.note);
  }
  return absl::StrCat(name, Engineering(comparison.our_seconds), "s, ", comparison.row.peer, " ",
                      Engineering(comparison.peer_seconds), "s: ratio ", Times(comparison.ratio),
                      ", wanted ", Times(WantedRatio(comparison.row.kind)), ", ",
                      VerdictName(comparison.verdict));
}

std::string NearestToLost(absl::Span<const Comparison> rows) {
  const Comparison* lost = nullptr;
  const Comparison* nearest = nullptr;
  for (const Comparison& comparison : rows) {
    if (!Measured(comparison)) continue;
    const Comparison*& least = comparison.verdict == Verdict::kBehind ? lost : nearest;
    if (least == nullptr || comparison.ratio < least->ratio) least = &comparison;
  }
  const auto describe = [](const char* what, const Comparison* row) {
    return row == nullptr ? ""
                          : absl::StrCat(what, ": ", row->row.title, " beside ", row->row.peer,
                                         ", ratio ", Times(row->ratio), ". ");
  };
  const std::string text =
      describe("Nearest to being lost", nearest) + describe("Lost by most", lost);
  return std::string(absl::StripAsciiWhitespace(text));
}

std::string ComparisonSection(const Comparisons& comparisons, absl::string_view machine) {
  const std::vector<Comparison>& rows = comparisons.rows;
  std::string section = absl::StrCat(
      "Written by `bazel run //benchmarks:peers`: ", machine,
      "; CPU time of one repetition, both sides in turns in one run, one thread each, medians. "
      "Both start from the same numbers and must find the same results; scripts of the peers are "
      "in `benchmarks/peers`. Wanted is a ratio of 1.3 where both sides are one matrix product or "
      "factorization, 3 where memory or elementwise work decides, 100 where the peer is a general "
      "method.\n\nHere: ",
      comparisons.our_versions, ". Peers: ", PeerVersions(comparisons.peer_versions),
      ".\n\n| work | peer | decided by | here | peer's time | ratio | wanted | |\n"
      "|---|---|---|---|---|---|---|---|\n");
  for (const Comparison& comparison : rows) absl::StrAppend(&section, TableRow(comparison));
  absl::StrAppend(&section, "\nOf ", rows.size(), " rows ", Count(rows, Verdict::kAhead),
                  " are ahead by the ratio wanted, ", Count(rows, Verdict::kShort), " by less, ",
                  Count(rows, Verdict::kBehind), " behind.");
  const std::string nearest = NearestToLost(rows);
  if (!nearest.empty()) absl::StrAppend(&section, " ", nearest);
  return section;
}

}  // namespace infoflow::peers
