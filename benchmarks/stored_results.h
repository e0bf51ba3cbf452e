#ifndef BENCHMARKS_STORED_RESULTS_H_
#define BENCHMARKS_STORED_RESULTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Results of Google Benchmark as benchmarks/results keeps them, a file for each machine.

namespace infoflow {

struct BenchmarkTime {
  double seconds = 0.0;  // CPU time per call
  // Of the core when the benchmark ended (core_clock.h); 0 when it is not known.
  double seconds_per_cycle = 0.0;
};

// By the name of the benchmark.
using BenchmarkTimes = std::map<std::string, BenchmarkTime>;

// The medians of repeated benchmarks and the times of single ones in a file that
// --benchmark_out_format=json wrote. Errors name `source`.
absl::StatusOr<BenchmarkTimes> ParseResults(absl::string_view json, const std::string& source);

// The results `json` with the clock of each benchmark in its entries. Errors name `source`.
absl::StatusOr<std::string> WithClocks(absl::string_view json,
                                       const std::map<std::string, double>& seconds_per_cycle,
                                       const std::string& source);

// `stored` with the entries of `fresh` in place of those of the same benchmarks, and the context of
// `fresh`: what a run of some benchmarks leaves. Errors name `source`, which is where `stored` is
// from.
absl::StatusOr<std::string> MergedResults(absl::string_view stored, absl::string_view fresh,
                                          const std::string& source);

struct MovedTime {
  std::string name;
  BenchmarkTime before;
  BenchmarkTime now;
  // 0.5 for half as much again: in cycles where both clocks are known, else in seconds. Processors
  // change their clock by more than what is looked for.
  double change() const;
};

struct ResultComparison {
  // By more than the tolerance; the largest change of a factor first.
  std::vector<MovedTime> moved;
  int compared = 0;
  std::vector<std::string> unknown;  // not in the stored results
};

// A tolerance of 0.1: what takes more than 1.1 times, or less than a 1.1th, of the time before.
// Benchmarks that are in `before` alone do not count: they may have been left out by a filter.
ResultComparison CompareResults(const BenchmarkTimes& before, const BenchmarkTimes& now,
                                double tolerance);

// What the console says of it, a line for each benchmark that moved.
std::string DescribeComparison(const ResultComparison& comparison, double tolerance);

}  // namespace infoflow

#endif  // BENCHMARKS_STORED_RESULTS_H_
