// Times our work beside that of other programs in the same run and writes a section of
// docs/performance.md:
//
//   bazel run //benchmarks:peers -- [--filter=REGEX] [--rounds=N] [--python=PROGRAM]
//
// With a filter only the rows whose names match are compared, and nothing is written. Exit code 1
// when the sides of a row disagree or one fails; what is not installed, or slow, is said.

#include <cstdint>
#include <cstdio>
#include <regex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "benchmarks/machine.h"
#include "benchmarks/peers/comparison.h"
#include "benchmarks/peers/comparison_table.h"
#include "benchmarks/peers/row.h"
#include "benchmarks/performance_page.h"
#include "infoflow/support/flag_set.h"
#include "infoflow/support/runfiles.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::peers {
namespace {

absl::StatusOr<std::vector<Row>> SelectedRows(const std::string& filter) {
  std::vector<Row> rows;
  try {
    const std::regex expression(filter);
    for (const Row& row : Rows()) {
      if (std::regex_search(row.Name(), expression)) rows.push_back(row);
    }
  } catch (const std::regex_error& error) {
    return absl::InvalidArgumentError(absl::StrCat("--filter=", filter, ": ", error.what()));
  }
  if (rows.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("--filter=", filter, ": matches no row"));
  }
  return rows;
}

absl::StatusOr<std::string> FileBesideUs(const std::string& name) {
  std::optional<std::string> path = FindRunfile("infoflow", "benchmarks/peers/" + name);
  if (path.has_value()) return *std::move(path);
  return absl::NotFoundError(absl::StrCat("benchmarks/peers/", name, " is not there"));
}

// Whether all rows that could be compared agree.
absl::StatusOr<bool> Run(const std::vector<std::string>& arguments) {
  std::string filter;
  // Debian's, for which its packages are; the first in the PATH is often another one.
  std::string python = "/usr/bin/python3";
  ComparisonOptions options;
  FlagSet flags;
  flags.AddText("filter", &filter, "compare only rows whose name contains this expression");
  flags.AddInteger("rounds", &options.rounds, 1, "turns of each side");
  flags.AddText("python", &python, "Python for the peers");
  bool help = false;
  flags.AddBool("help", &help, "this text");
  INFOFLOW_RETURN_IF_ERROR(flags.Parse(arguments));
  if (help) {
    std::printf("%s", flags.Help().c_str());
    return true;
  }
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<Row> rows, SelectedRows(filter));
  INFOFLOW_ASSIGN_OR_RETURN(const std::string ours, FileBesideUs("ours"));
  INFOFLOW_ASSIGN_OR_RETURN(const std::string driver, FileBesideUs("driver.py"));
  const std::string folder = driver.substr(0, driver.rfind('/') + 1);
  options.ours = {ours};
  options.peer = [&](const std::string& script) {
    return std::vector<std::string>{python, "-B", folder + script};
  };
  bool agree = true;
  INFOFLOW_ASSIGN_OR_RETURN(const Comparisons comparisons,
                            Compare(rows, options, [&](const Comparison& comparison) {
                              std::printf("%s\n", ComparisonLine(comparison).c_str());
                              std::fflush(stdout);
                              agree = agree && comparison.verdict != Verdict::kDisagrees &&
                                      comparison.verdict != Verdict::kFailed;
                            }));
  std::printf("%s\n", NearestToLost(comparisons.rows).c_str());
  if (filter.empty()) {
    INFOFLOW_RETURN_IF_ERROR(UpdatePage(WorkspaceFolder() + "/docs/performance.md",
                                        PageSection::kPeers,
                                        ComparisonSection(comparisons, MachineAndDay())));
  }
  return agree;
}

}  // namespace
}  // namespace infoflow::peers

int main(int argc, char** argv) {
  const absl::StatusOr<bool> agree =
      infoflow::peers::Run(std::vector<std::string>(argv + 1, argv + argc));
  if (agree.ok()) return *agree ? 0 : 1;
  std::fprintf(stderr, "peers: %s\n", std::string(agree.status().message()).c_str());
  return 1;
}
