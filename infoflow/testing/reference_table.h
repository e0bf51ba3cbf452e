#ifndef INFOFLOW_TESTING_REFERENCE_TABLE_H_
#define INFOFLOW_TESTING_REFERENCE_TABLE_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "infoflow/support/table.h"

namespace infoflow::testing {

// Two numbers agree when |got - want| <= max(relative * |want|, absolute). Equal infinities and
// two NaNs agree.
struct Tolerance {
  double relative = 0.0;
  double absolute = 0.0;
};

// A table of values from elsewhere that code is compared with, row by row.
//
// Files are testdata/reference/<folder>/<file>; the environment variable INFOFLOW_REFERENCE_DIR
// redirects all of them to $INFOFLOW_REFERENCE_DIR/<folder>/<file>, where a file may be absent:
// its test then says so and is skipped.
//
// Usage in a test:
//   for (ReferenceTable& table : ReferenceTable::Open("renormalization", "ising1d_step.csv")) {
//     for (int row = 0; row < table.num_rows(); ++row) {
//       const double coupling = table.Input(row, "K");
//       table.Compare(row, "K_prime", Decimate(coupling), {1e-14});
//     }
//   }
// The destructor prints "FILE: N rows, worst relative error X in column Y" and fails the test
// when the table has no row, or has a column that was neither read nor compared. When the
// environment variable INFOFLOW_ACCURACY_FILE is set, it also appends a CSV line per compared
// column to that file: folder, file, rows, column, worst relative error, its tolerance.
class ReferenceTable {
 public:
  // The tables whose file name matches `pattern`, in which '*' stands for any text (families
  // such as net_small_*_kl.csv), in alphabetical order. Empty when redirected and absent;
  // absent without redirection fails the test.
  static std::vector<ReferenceTable> Open(absl::string_view folder, absl::string_view pattern);

  ReferenceTable(ReferenceTable&&) = default;
  ~ReferenceTable();

  const std::string& file() const { return file_; }
  const Table& table() const { return table_; }
  int num_rows() const { return table_.num_rows(); }

  double Input(int row, absl::string_view column);
  std::string Text(int row, absl::string_view column);

  // A failure names file, row, column, got, want, relative difference and tolerance.
  void Compare(int row, absl::string_view column, double got, Tolerance tolerance);

  // Declares that `column` is deliberately not compared (what another program prints, say).
  void Ignore(absl::string_view column);

 private:
  struct ComparedColumn {
    double worst_error = 0.0;  // relative
    double tolerance = 0.0;    // relative, the widest of the column
  };

  ReferenceTable(std::string folder, std::string file, Table table);
  void AppendAccuracy(const char* path) const;

  std::string folder_;
  std::string file_;
  Table table_;
  std::set<std::string> used_columns_;
  std::map<std::string, ComparedColumn> compared_;
};

// True when `name` is `pattern`, in which '*' stands for any text.
bool MatchesPattern(absl::string_view name, absl::string_view pattern);

// Path of `file` in `folder`, after redirection.
std::string ReferencePath(absl::string_view folder, absl::string_view file);

}  // namespace infoflow::testing

#endif  // INFOFLOW_TESTING_REFERENCE_TABLE_H_
