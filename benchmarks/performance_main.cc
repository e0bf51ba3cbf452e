// Runs every benchmark, and writes a section of docs/performance.md and beside it
// benchmarks/results/<machine>.json with all that Google Benchmark reports:
//
//   bazel run //benchmarks:performance -- [--filter=REGEX]
//
// With a filter the rows of other benchmarks stay as they are, in both files. To see what moved by
// more than 10 % since the results of this machine were stored, without writing anything:
//
//   bazel run //benchmarks:performance -- --compare [--filter=REGEX]
//
// Flags of Google Benchmark (--benchmark_...) work too.

#include <benchmark/benchmark.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "benchmarks/core_clock.h"
#include "benchmarks/machine.h"
#include "benchmarks/performance_page.h"
#include "benchmarks/stored_results.h"
#include "infoflow/support/file.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {
namespace {

// A benchmark states its lower bound in seconds per call as a counter of this name, and what the
// bound counts as its label.
constexpr char kBoundCounter[] = "bound";

// What counts as moved.
constexpr double kTolerance = 0.1;

// Prints to the console as usual and keeps one markdown row per benchmark.
class MarkdownReporter : public benchmark::ConsoleReporter {
 public:
  MarkdownReporter() : ConsoleReporter(OO_Tabular) {}

  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      if (run.error_occurred) continue;
      // "median" when repeated, the single run otherwise.
      if (run.run_type == Run::RT_Aggregate ? run.aggregate_name != "median"
                                            : run.repetitions > 1) {
        continue;
      }
      names_.push_back(run.run_name.str());
      clocks_[names_.back()] = MeasureSecondsPerCycle();
      rows_[names_.back()] = Row(run);
    }
  }

  // In the order in which they ran, and by name.
  const std::vector<std::string>& names() const { return names_; }
  const std::map<std::string, std::string>& rows() const { return rows_; }
  // Seconds per cycle after each benchmark.
  const std::map<std::string, double>& clocks() const { return clocks_; }

 private:
  static std::string Row(const Run& run) {
    const double seconds =
        run.GetAdjustedCPUTime() / benchmark::GetTimeUnitMultiplier(run.time_unit);
    std::string rates;
    std::string bound;
    for (const auto& [name, counter] : run.counters) {
      if (name == kBoundCounter) {
        bound = absl::StrFormat("%ss, %.0f %% of it reached", Engineering(counter.value),
                                100.0 * counter.value / seconds);
      } else {
        absl::StrAppend(&rates, rates.empty() ? "" : ", ", Engineering(counter.value), name);
      }
    }
    if (!bound.empty() && !run.report_label.empty()) absl::StrAppend(&bound, "; ");
    return absl::StrCat("| `", run.run_name.str(), "` | ", Engineering(seconds), "s | ", rates,
                        " | ", bound, run.report_label);
  }

  std::vector<std::string> names_;
  std::map<std::string, std::string> rows_;  // without the bar at their ends
  std::map<std::string, double> clocks_;
};

// "BM_Name/3" of "| `BM_Name/3` | ...", or nothing.
std::string NameInRow(absl::string_view line) {
  if (!absl::ConsumePrefix(&line, "| `")) return "";
  return std::string(line.substr(0, line.find('`')));
}

std::string WholeSection(const MarkdownReporter& reporter) {
  std::string section = absl::StrCat(
      "Written by `bazel run //benchmarks:performance`: ", MachineAndDay(),
      "; CPU time per call, median of five repetitions. The bound says what the work must cost "
      "at least and is derived beside each benchmark in `benchmarks/`.\n\n"
      "| benchmark | time | rate | bound and what it counts |\n|---|---|---|---|\n");
  for (const std::string& name : reporter.names()) {
    absl::StrAppend(&section, reporter.rows().at(name), " |\n");
  }
  return section;
}

std::string DatedRow(const std::string& row) {
  return absl::StrCat(row, absl::EndsWith(row, "| ") ? "" : "; ", MachineAndDay(), " |\n");
}

// `section` with the rows that ran anew, which then say where and when; new ones stand at its end.
std::string MergedSection(absl::string_view section, const MarkdownReporter& reporter) {
  std::map<std::string, std::string> rows = reporter.rows();
  std::string merged;
  for (const absl::string_view line : absl::StrSplit(section, '\n')) {
    const auto row = rows.find(NameInRow(line));
    if (row == rows.end()) {
      absl::StrAppend(&merged, line, "\n");
    } else {
      absl::StrAppend(&merged, DatedRow(row->second));
      rows.erase(row);
    }
  }
  for (const std::string& name : reporter.names()) {
    const auto row = rows.find(name);
    if (row != rows.end()) absl::StrAppend(&merged, DatedRow(row->second));
  }
  return merged;
}

struct Options {
  bool compare = false;
  bool filtered = false;
  std::vector<std::string> arguments;  // for Google Benchmark
};

Options ParseOptions(int argc, char** argv) {
  Options options;
  // Not the path it has on this machine.
  options.arguments = {"benchmarks/performance"};
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (argument == "--compare") {
      options.compare = true;
      continue;
    }
    options.filtered = options.filtered || absl::StartsWith(argument, "--filter=") ||
                       absl::StartsWith(argument, "--benchmark_filter=");
    if (absl::ConsumePrefix(&argument, "--filter=")) {
      options.arguments.push_back(absl::StrCat("--benchmark_filter=", argument));
    } else {
      options.arguments.emplace_back(argument);
    }
  }
  return options;
}

// Runs the benchmarks, leaving Google Benchmark's file at `json`. False after an unknown flag.
bool RunBenchmarks(Options options, const std::string& json, MarkdownReporter& reporter) {
  std::vector<std::string>& arguments = options.arguments;
  arguments.insert(arguments.begin() + 1,
                   {"--benchmark_out=" + json, "--benchmark_out_format=json",
                    "--benchmark_repetitions=5", "--benchmark_report_aggregates_only=true"});
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  int count = static_cast<int>(pointers.size());
  benchmark::Initialize(&count, pointers.data());
  if (benchmark::ReportUnrecognizedArguments(count, pointers.data())) return false;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return true;
}

absl::Status PrintComparison(const std::string& stored, const std::string& fresh) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::string before_text, ReadFile(stored));
  INFOFLOW_ASSIGN_OR_RETURN(const BenchmarkTimes before, ParseResults(before_text, stored));
  INFOFLOW_ASSIGN_OR_RETURN(const BenchmarkTimes now, ParseResults(fresh, "this run"));
  std::printf("\nBeside %s: %s", stored.c_str(),
              DescribeComparison(CompareResults(before, now, kTolerance), kTolerance).c_str());
  return absl::OkStatus();
}

absl::Status Store(const Options& options, const MarkdownReporter& reporter,
                   const std::string& stored, const std::string& fresh) {
  const std::string page = WorkspaceFolder() + "/docs/performance.md";
  if (!options.filtered) {
    INFOFLOW_RETURN_IF_ERROR(WriteFile(fresh, stored));
    return UpdatePage(page, PageSection::kKernels, WholeSection(reporter));
  }
  std::string results = fresh;
  if (const absl::StatusOr<std::string> before = ReadFile(stored); before.ok()) {
    INFOFLOW_ASSIGN_OR_RETURN(results, MergedResults(*before, fresh, stored));
  }
  INFOFLOW_RETURN_IF_ERROR(WriteFile(results, stored));
  INFOFLOW_ASSIGN_OR_RETURN(const std::string text, ReadFile(page));
  return UpdatePage(page, PageSection::kKernels,
                    MergedSection(SectionOf(text, PageSection::kKernels), reporter));
}

absl::Status Run(const Options& options) {
  const std::string folder = WorkspaceFolder() + "/benchmarks/results";
  const std::string stored = absl::StrCat(folder, "/", MachineName(), ".json");
  if (options.compare) {
    // Before the work.
    if (const absl::Status status = ReadFile(stored).status(); !status.ok()) {
      return absl::FailedPreconditionError(
          absl::StrCat("--compare needs stored results of this machine, which a run without it "
                       "leaves: ",
                       status.message()));
    }
  } else {
    INFOFLOW_RETURN_IF_ERROR(MakeFolders(folder));
  }
  char scratch[] = "/tmp/infoflow_performance_XXXXXX";
  const int descriptor = mkstemp(scratch);
  if (descriptor < 0) return absl::InternalError("cannot make a file in /tmp");
  close(descriptor);
  MarkdownReporter reporter;
  const bool ran = RunBenchmarks(options, scratch, reporter);
  const absl::StatusOr<std::string> results = ReadFile(scratch);
  std::remove(scratch);
  if (!ran) return absl::InvalidArgumentError("unknown flag");
  if (!results.ok()) return results.status();
  INFOFLOW_ASSIGN_OR_RETURN(const std::string fresh,
                            WithClocks(*results, reporter.clocks(), "this run"));
  return options.compare ? PrintComparison(stored, fresh) : Store(options, reporter, stored, fresh);
}

}  // namespace
}  // namespace infoflow

int main(int argc, char** argv) {
  const absl::Status status = infoflow::Run(infoflow::ParseOptions(argc, argv));
  if (status.ok()) return 0;
  std::fprintf(stderr, "performance: %s\n", std::string(status.message()).c_str());
  return 1;
}
