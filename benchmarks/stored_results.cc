#include "benchmarks/stored_results.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "benchmarks/machine.h"
#include "infoflow/support/status_macros.h"
#include "nlohmann/json.hpp"

namespace infoflow {

namespace {

using Json = nlohmann::ordered_json;

constexpr char kClock[] = "seconds_per_cycle";

absl::StatusOr<Json> ParseFile(absl::string_view text, const std::string& source) {
  Json file = Json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (file.is_object() && file.contains("benchmarks") && file["benchmarks"].is_array()) return file;
  return absl::InvalidArgumentError(absl::StrCat(source, ": no results of Google Benchmark"));
}

// Names and units are texts, times numbers, or the entry is none.
absl::StatusOr<std::string> Text(const Json& entry, const char* key, const std::string& source) {
  const auto value = entry.find(key);
  if (value != entry.end() && value->is_string()) return value->get<std::string>();
  return absl::InvalidArgumentError(absl::StrCat(source, ": an entry without \"", key, "\""));
}

double SecondsOf(const std::string& unit) {
  if (unit == "s") return 1.0;
  if (unit == "ms") return 1e-3;
  return unit == "us" ? 1e-6 : 1e-9;
}

// Whether the entry is the one that stands for its benchmark.
bool Stands(const Json& entry) {
  if (entry.contains("error_occurred") || !entry.contains("cpu_time")) return false;
  if (!entry["cpu_time"].is_number()) return false;
  return entry.value("run_type", "") == "aggregate" ? entry.value("aggregate_name", "") == "median"
                                                    : entry.value("repetitions", 1) <= 1;
}

}  // namespace

absl::StatusOr<BenchmarkTimes> ParseResults(absl::string_view json, const std::string& source) {
  INFOFLOW_ASSIGN_OR_RETURN(const Json file, ParseFile(json, source));
  BenchmarkTimes times;
  for (const Json& entry : file["benchmarks"]) {
    if (!entry.is_object()) {
      return absl::InvalidArgumentError(absl::StrCat(source, ": an entry that is no object"));
    }
    if (!Stands(entry)) continue;
    INFOFLOW_ASSIGN_OR_RETURN(const std::string name, Text(entry, "run_name", source));
    INFOFLOW_ASSIGN_OR_RETURN(const std::string unit, Text(entry, "time_unit", source));
    BenchmarkTime& time = times[name];
    time.seconds = entry["cpu_time"].get<double>() * SecondsOf(unit);
    const auto clock = entry.find(kClock);
    if (clock != entry.end() && clock->is_number()) time.seconds_per_cycle = clock->get<double>();
  }
  return times;
}

absl::StatusOr<std::string> WithClocks(absl::string_view json,
                                       const std::map<std::string, double>& seconds_per_cycle,
                                       const std::string& source) {
  INFOFLOW_ASSIGN_OR_RETURN(Json file, ParseFile(json, source));
  for (Json& entry : file["benchmarks"]) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::string name, Text(entry, "run_name", source));
    const auto clock = seconds_per_cycle.find(name);
    if (clock != seconds_per_cycle.end()) entry[kClock] = clock->second;
  }
  return file.dump(2) + "\n";
}

absl::StatusOr<std::string> MergedResults(absl::string_view stored, absl::string_view fresh,
                                          const std::string& source) {
  INFOFLOW_ASSIGN_OR_RETURN(const Json before, ParseFile(stored, source));
  INFOFLOW_ASSIGN_OR_RETURN(Json merged, ParseFile(fresh, "this run"));
  std::set<std::string> names;
  for (const Json& entry : merged["benchmarks"]) {
    INFOFLOW_ASSIGN_OR_RETURN(std::string name, Text(entry, "run_name", "this run"));
    names.insert(std::move(name));
  }
  Json entries = Json::array();
  for (const Json& entry : before["benchmarks"]) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::string name, Text(entry, "run_name", source));
    if (names.count(name) == 0) entries.push_back(entry);
  }
  for (const Json& entry : merged["benchmarks"]) entries.push_back(entry);
  merged["benchmarks"] = std::move(entries);
  return merged.dump(2) + "\n";
}

double MovedTime::change() const {
  double factor = now.seconds / before.seconds;
  if (before.seconds_per_cycle > 0.0 && now.seconds_per_cycle > 0.0) {
    factor *= before.seconds_per_cycle / now.seconds_per_cycle;
  }
  return factor - 1.0;
}

ResultComparison CompareResults(const BenchmarkTimes& before, const BenchmarkTimes& now,
                                double tolerance) {
  ResultComparison result;
  for (const auto& [name, time] : now) {
    const auto stored = before.find(name);
    if (stored == before.end()) {
      result.unknown.push_back(name);
      continue;
    }
    ++result.compared;
    const MovedTime moved = {name, stored->second, time};
    const double factor = 1.0 + moved.change();
    // Not the other way round: what is no number has moved.
    if (factor <= 1.0 + tolerance && 1.0 / factor <= 1.0 + tolerance) continue;
    result.moved.push_back(moved);
  }
  std::stable_sort(result.moved.begin(), result.moved.end(),
                   [](const MovedTime& a, const MovedTime& b) {
                     return std::fabs(std::log1p(a.change())) > std::fabs(std::log1p(b.change()));
                   });
  return result;
}

std::string DescribeComparison(const ResultComparison& comparison, double tolerance) {
  std::string text = absl::StrFormat(
      "%d of %d benchmarks moved by more than %.0f %%, in cycles where the clock is known\n",
      comparison.moved.size(), comparison.compared, 100.0 * tolerance);
  for (const MovedTime& time : comparison.moved) {
    absl::StrAppendFormat(&text, "%+7.0f %%  %s: %ss before, %ss now\n", 100.0 * time.change(),
                          time.name, Engineering(time.before.seconds),
                          Engineering(time.now.seconds));
  }
  for (const std::string& name : comparison.unknown) {
    absl::StrAppend(&text, "     new  ", name, "\n");
  }
  return text;
}

}  // namespace infoflow
