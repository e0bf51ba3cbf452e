#include "benchmarks/peers/comparison.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "benchmarks/peers/line_program.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::peers {

namespace {

// A side that has said which versions it consists of.
struct Side {
  std::string name;
  std::string versions;
  std::unique_ptr<LineProgram> program;

  // The numbers of the answer. Errors name the side.
  absl::StatusOr<std::vector<double>> Ask(const std::string& request) {
    absl::StatusOr<std::string> answer = program->Ask(request);
    if (!answer.ok()) {
      return absl::InternalError(absl::StrCat(name, ": ", answer.status().message()));
    }
    absl::string_view rest = *answer;
    if (!absl::ConsumePrefix(&rest, "ok")) {
      return absl::InternalError(absl::StrCat(name, ": ", *answer));
    }
    std::vector<double> numbers;
    for (const absl::string_view word : absl::StrSplit(rest, ' ', absl::SkipEmpty())) {
      if (double number; absl::SimpleAtod(word, &number)) {
        numbers.push_back(number);
      } else {
        return absl::InternalError(absl::StrCat(name, ": no number: ", word));
      }
    }
    return numbers;
  }

  // CPU seconds of `count` repetitions.
  absl::StatusOr<double> Run(int count) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> seconds, Ask(absl::StrCat("run ", count)));
    if (seconds.size() == 1 && seconds[0] > 0.0) return seconds[0];
    return absl::InternalError(absl::StrCat(name, ": told no time"));
  }
};

// Errors: NotFound says what is not installed.
absl::StatusOr<Side> StartSide(const std::string& name, const std::vector<std::string>& arguments) {
  INFOFLOW_ASSIGN_OR_RETURN(std::unique_ptr<LineProgram> program, LineProgram::Start(arguments));
  const absl::StatusOr<std::string> line = program->ReadLine();
  if (!line.ok()) return absl::InternalError(absl::StrCat(name, ": ", line.status().message()));
  absl::string_view rest = *line;
  if (absl::ConsumePrefix(&rest, "missing ")) {
    return absl::NotFoundError(absl::StrCat(rest, " is not installed"));
  }
  if (!absl::ConsumePrefix(&rest, "versions ")) {
    return absl::InternalError(absl::StrCat(name, ": ", *line));
  }
  return Side{name, std::string(rest), std::move(program)};
}

// What differs, or nothing.
std::string Difference(const Row& row, absl::Span<const double> ours,
                       absl::Span<const double> theirs) {
  if (ours.size() != row.values.size() || theirs.size() != row.values.size()) {
    return absl::StrFormat("%d and %d values where %d are compared", ours.size(), theirs.size(),
                           row.values.size());
  }
  for (std::size_t i = 0; i < ours.size(); ++i) {
    // Not the other way round: NaN differs.
    if (std::fabs(ours[i] - theirs[i]) <= row.values[i].tolerance) continue;
    return absl::StrFormat("%s %.10g here, %.10g there", row.values[i].name, ours[i], theirs[i]);
  }
  return "";
}

// Repetitions that last as long as a turn should.
absl::StatusOr<int> RepetitionsOf(Side& side, double turn_seconds) {
  constexpr int kMost = 1 << 30;
  // Once without counting, for first touches.
  INFOFLOW_RETURN_IF_ERROR(side.Run(1).status());
  for (int count = 1;;) {
    INFOFLOW_ASSIGN_OR_RETURN(const double seconds, side.Run(count));
    const double needed = turn_seconds / seconds * count;
    if (needed <= 1.5 * count || count >= kMost) return count;
    // Short times say little: not more than ten times as many at once.
    count = static_cast<int>(std::min({std::ceil(needed), 10.0 * count, 1.0 * kMost}));
  }
}

Verdict VerdictOf(double ratio, Kind kind) {
  if (ratio >= WantedRatio(kind)) return Verdict::kAhead;
  return ratio >= 1.0 ? Verdict::kShort : Verdict::kBehind;
}

absl::Status Measure(Side& ours, Side& peer, const ComparisonOptions& options, Comparison& result) {
  INFOFLOW_ASSIGN_OR_RETURN(const int our_count, RepetitionsOf(ours, options.turn_seconds));
  INFOFLOW_ASSIGN_OR_RETURN(const int peer_count, RepetitionsOf(peer, options.turn_seconds));
  std::vector<double> our_seconds, peer_seconds, ratios;
  for (int round = 0; round < options.rounds; ++round) {
    INFOFLOW_ASSIGN_OR_RETURN(const double here, ours.Run(our_count));
    INFOFLOW_ASSIGN_OR_RETURN(const double there, peer.Run(peer_count));
    our_seconds.push_back(here / our_count);
    peer_seconds.push_back(there / peer_count);
    ratios.push_back(peer_seconds.back() / our_seconds.back());
  }
  result.our_seconds = numerics::Median(our_seconds);
  result.peer_seconds = numerics::Median(peer_seconds);
  result.ratio = numerics::Median(ratios);
  result.verdict = VerdictOf(result.ratio, result.row.kind);
  return absl::OkStatus();
}

absl::Status CompareSides(Side& ours, Side& peer, const ComparisonOptions& options,
                          Comparison& result) {
  const std::string open =
      absl::StrCat("open ", result.row.work, " ", absl::StrJoin(result.row.sizes, " "));
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> our_values, ours.Ask(open));
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> peer_values, peer.Ask(open));
  result.note = Difference(result.row, our_values, peer_values);
  if (!result.note.empty()) {
    result.verdict = Verdict::kDisagrees;
    return absl::OkStatus();
  }
  return Measure(ours, peer, options, result);
}

Comparison CompareRow(const Row& row, Side& ours, absl::StatusOr<Side>& peer,
                      const ComparisonOptions& options) {
  Comparison result;
  result.row = row;
  const absl::Status status =
      peer.ok() ? CompareSides(ours, *peer, options, result) : peer.status();
  if (!status.ok()) {
    result.verdict = absl::IsNotFound(status) ? Verdict::kMissing : Verdict::kFailed;
    result.note = std::string(status.message());
  }
  return result;
}

}  // namespace

absl::StatusOr<Comparisons> Compare(absl::Span<const Row> rows, const ComparisonOptions& options,
                                    const std::function<void(const Comparison&)>& report) {
  INFOFLOW_ASSIGN_OR_RETURN(Side ours, StartSide("infoflow", options.ours));
  Comparisons comparisons;
  comparisons.our_versions = ours.versions;
  std::string script;
  absl::StatusOr<Side> peer = absl::UnknownError("not started");
  for (const Row& row : rows) {
    if (row.script != script) {
      script = row.script;
      peer = StartSide(script, options.peer(script));
      if (peer.ok()) comparisons.peer_versions.push_back(peer->versions);
    }
    comparisons.rows.push_back(CompareRow(row, ours, peer, options));
    report(comparisons.rows.back());
  }
  return comparisons;
}

}  // namespace infoflow::peers
