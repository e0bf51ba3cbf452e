// Runs every benchmark and writes docs/performance.md:
//
//   bazel run //benchmarks:performance -- [--benchmark_filter=REGEX]
//
// and beside it benchmarks/results/<machine>.json with all that Google Benchmark reports.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "infoflow/support/file.h"

namespace infoflow {
namespace {

// A benchmark states its lower bound in seconds per call as a counter of this name, and what the
// bound counts as its label.
constexpr char kBoundCounter[] = "bound";

// "Intel(R) Xeon(R) CPU @ 2.80GHz" from /proc/cpuinfo.
std::string CpuModel() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (!absl::StartsWith(line, "model name")) continue;
    const std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits(": ", 1));
    return parts.back();
  }
  return "unknown CPU";
}

// The model as a file name.
std::string MachineName() {
  std::string name;
  for (const char c : CpuModel()) {
    if (absl::ascii_isalnum(c)) {
      name.push_back(absl::ascii_tolower(c));
    } else if (!name.empty() && name.back() != '_') {
      name.push_back('_');
    }
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name;
}

// Three significant digits with an SI prefix.
std::string Engineering(double value) {
  static constexpr const char* kPrefixes[] = {"n", "u", "m", "", "k", "M", "G", "T"};
  int index = 3;
  while (value >= 1000.0 && index < 7) {
    value /= 1000.0;
    ++index;
  }
  while (value < 1.0 && value > 0.0 && index > 0) {
    value *= 1000.0;
    --index;
  }
  return absl::StrFormat("%.3g %s", value, kPrefixes[index]);
}

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
      absl::StrAppend(&rows_, "| `", run.run_name.str(), "` | ", Engineering(seconds), "s | ",
                      rates, " | ", bound, run.report_label, " |\n");
    }
  }

  const std::string& rows() const { return rows_; }

 private:
  std::string rows_;
};

int Main(int argc, char** argv) {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  const std::string root = workspace == nullptr ? "." : workspace;
  const std::string json = absl::StrCat(root, "/benchmarks/results/", MachineName(), ".json");
  if (const absl::Status status = MakeFolders(root + "/benchmarks/results"); !status.ok()) {
    std::fprintf(stderr, "performance: %s\n", std::string(status.message()).c_str());
    return 1;
  }
  std::vector<std::string> arguments(argv, argv + argc);
  // Not the path it has on this machine.
  arguments[0] = "benchmarks/performance";
  arguments.insert(arguments.begin() + 1,
                   {"--benchmark_out=" + json, "--benchmark_out_format=json",
                    "--benchmark_repetitions=5", "--benchmark_report_aggregates_only=true"});
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  int count = static_cast<int>(pointers.size());
  benchmark::Initialize(&count, pointers.data());
  if (benchmark::ReportUnrecognizedArguments(count, pointers.data())) return 1;
  MarkdownReporter reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  const std::string page = absl::StrCat(
      "# Performance\n\nWritten by `bazel run //benchmarks:performance`: one core of ", CpuModel(),
      ", ", absl::FormatTime("%Y-%m-%d", absl::Now(), absl::UTCTimeZone()),
      "; CPU time per call, median of five repetitions. The bound says what the work must cost "
      "at least and is derived beside each benchmark in `benchmarks/`.\n\n"
      "| benchmark | time | rate | bound and what it counts |\n|---|---|---|---|\n",
      reporter.rows());
  if (const absl::Status status = WriteFile(page, root + "/docs/performance.md"); !status.ok()) {
    std::fprintf(stderr, "performance: %s\n", std::string(status.message()).c_str());
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace infoflow

int main(int argc, char** argv) { return infoflow::Main(argc, argv); }
