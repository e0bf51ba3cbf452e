#ifndef INFOFLOW_SUPPORT_NUMBER_GRID_H_
#define INFOFLOW_SUPPORT_NUMBER_GRID_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow {

// Whether the first line of a text holds names of columns. kAuto: it does when none of its cells is
// a number; and when it reads 0,1,..., which data frames write for columns without names, above
// numbers that are not all written as integers. Above integers 0,1 counts as numbers, while
// 0,1,2,... is the error FailedPrecondition, which asks for a decision. A single 0 is a number.
enum class Header { kAuto, kYes, kNo };
std::vector<std::string> HeaderNames();
absl::StatusOr<Header> ParseHeader(absl::string_view text);

// Rows of finite numbers from a file.
struct NumberGrid {
  int rows = 0;
  int columns = 0;
  std::vector<double> values;      // row after row
  std::vector<std::string> names;  // of the columns; empty without header
  std::vector<std::string> comments;
  std::vector<int> lines;   // of each row in a text; empty for an array
  std::string description;  // what was understood: "commas, header" or "float32 array"
};

// Numbers from a text (DelimitedText, which says what is understood; exponents may be written with
// D as Fortran does) or from an array of .npy or .npz: of one dimension, a column, or two.
// A first column without name, or called "Unnamed: 0", that numbers the rows from 0 or 1 is left
// out, and the description says so.
//
// Result: at least 1 x 1. Errors are one sentence that names `source`, the line and the cell. Cost:
// some 50 ns a number of a text.
absl::StatusOr<NumberGrid> ParseNumberGrid(absl::string_view bytes, absl::string_view source,
                                           Header header = Header::kAuto);

// The same of a file, which may be packed with gzip; FILE.npz:NAME is one of several arrays.
absl::StatusOr<NumberGrid> ReadNumberGrid(const std::string& path, Header header = Header::kAuto);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_NUMBER_GRID_H_
