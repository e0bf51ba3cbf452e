// Runs the tests against the reference tables and writes docs/accuracy.md, a line per compared
// column with its worst relative error:
//
//   bazel run //benchmarks:accuracy

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/support/file.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow {
namespace {

constexpr char kHeader[] = "folder,file,rows,column,worst_error,tolerance\n";

// What the tests append to the file named by INFOFLOW_ACCURACY_FILE.
absl::StatusOr<Table> RunTests(const std::vector<std::string>& tests) {
  const std::string path =
      (std::filesystem::temp_directory_path() / absl::StrCat("infoflow_accuracy_", getpid()))
          .string();
  INFOFLOW_RETURN_IF_ERROR(WriteFile(kHeader, path));
  setenv("INFOFLOW_ACCURACY_FILE", path.c_str(), 1);
  absl::Status status = absl::OkStatus();
  for (const std::string& test : tests) {
    absl::FPrintF(stderr, "%s\n", test);
    if (std::system(absl::StrCat("'", test, "' >/dev/null").c_str()) != 0) {
      status = absl::FailedPreconditionError(absl::StrCat(test, " fails"));
    }
  }
  absl::StatusOr<Table> table = ReadCsvFile(path);
  std::filesystem::remove(path);
  if (!status.ok()) return status;
  return table;
}

absl::StatusOr<std::string> Page(const Table& table) {
  std::map<std::string, std::string> folders;
  for (int row = 0; row < table.num_rows(); ++row) {
    std::vector<std::string> cells;
    for (const Column& column : table.columns()) {
      INFOFLOW_ASSIGN_OR_RETURN(cells.emplace_back(), table.Text(row, column.name));
    }
    INFOFLOW_ASSIGN_OR_RETURN(const double error, table.Number(row, "worst_error"));
    INFOFLOW_ASSIGN_OR_RETURN(const double tolerance, table.Number(row, "tolerance"));
    absl::StrAppendFormat(&folders[cells[0]], "| %s | %s | `%s` | %s | %s |\n", cells[1], cells[2],
                          cells[3], error == 0.0 ? "0" : absl::StrFormat("%.1e", error),
                          tolerance == 0.0 ? "absolute" : absl::StrFormat("%.0e", tolerance));
  }
  std::string page =
      "# Accuracy\n\nEvery column of every reference table (testdata/reference; its README names "
      "the origins), against what the library computes. Written by `bazel run "
      "//benchmarks:accuracy`.\n\nThe error is the largest of all rows, relative to the value, or "
      "to the size below which the test's absolute tolerance takes over. The tolerance is the "
      "relative one of the test, the widest where rows differ.\n";
  for (const auto& [folder, rows] : folders) {
    absl::StrAppend(&page, "\n## ", folder,
                    "\n\n| table | rows | column | worst relative error | tolerance |\n"
                    "|---|---|---|---|---|\n",
                    rows);
  }
  return page;
}

absl::Status Write(const std::vector<std::string>& tests) {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  if (workspace == nullptr) {
    return absl::FailedPreconditionError("run it as bazel run //benchmarks:accuracy");
  }
  INFOFLOW_ASSIGN_OR_RETURN(const Table table, RunTests(tests));
  INFOFLOW_ASSIGN_OR_RETURN(const std::string page, Page(table));
  const std::string path = absl::StrCat(workspace, "/docs/accuracy.md");
  INFOFLOW_RETURN_IF_ERROR(WriteFile(page, path));
  absl::PrintF("%s\n", path);
  return absl::OkStatus();
}

}  // namespace
}  // namespace infoflow

int main(int argc, char** argv) {
  const absl::Status status = infoflow::Write(std::vector<std::string>(argv + 1, argv + argc));
  if (status.ok()) return 0;
  absl::FPrintF(stderr, "accuracy: %s\n", status.message());
  return 1;
}
