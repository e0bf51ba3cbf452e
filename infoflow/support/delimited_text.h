#ifndef INFOFLOW_SUPPORT_DELIMITED_TEXT_H_
#define INFOFLOW_SUPPORT_DELIMITED_TEXT_H_

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow {

// What parts the cells of a line; runs of blanks and tabs count as one.
enum class Separator { kComma, kSemicolon, kTab, kBlanks };

// "commas", "semicolons", "tabs", "blanks".
absl::string_view SeparatorName(Separator separator);

// The lines of text tables and their cells, the one place that knows their dialects:
//   lines end with LF, CRLF or CR; empty ones are skipped; a byte order mark of UTF-8 is skipped;
//   the first line that is no comment shows the separator: a tab, else a semicolon, else a comma,
//   else blanks;
//   cells are stripped of blanks; in double quotes they keep them, and separators, line breaks and
//   doubled quotes (RFC 4180);
//   lines that begin with #, % or // are comments.
// `text` and `source` must outlive the object. Cost: some 10 ns a cell.
class DelimitedText {
 public:
  // What counts as a comment besides lines that begin with a sign: nothing; or also what stands
  // behind # in a line of numbers.
  enum class Comments { kLines, kEndsOfLines };

  // Errors name `source`: UTF-16, bytes of value 0.
  static absl::StatusOr<DelimitedText> Open(absl::string_view text, absl::string_view source,
                                            Comments comments = Comments::kLines);

  // Goes to the next line with cells; false when there is none. Errors name the line: a quotation
  // mark that is not closed.
  absl::StatusOr<bool> Next();

  // Of the line Next() went to.
  const std::vector<absl::string_view>& cells() const { return cells_; }
  int line() const { return line_; }

  Separator separator() const { return separator_; }
  // Comment lines so far, without their sign and the blank behind it.
  const std::vector<std::string>& comments() const { return comment_lines_; }

  // "SOURCE:LINE: what".
  absl::Status ErrorAt(int line, absl::string_view what) const;

 private:
  DelimitedText(absl::string_view text, absl::string_view source, Comments comments)
      : text_(text), source_(source), comments_(comments) {}

  absl::string_view TakeLine();
  bool TakeComment(absl::string_view line);
  absl::Status Split(absl::string_view line);

  absl::string_view text_;
  absl::string_view source_;
  Comments comments_;
  Separator separator_ = Separator::kComma;
  bool separator_known_ = false;
  int line_ = 0;
  int next_line_ = 1;
  std::vector<absl::string_view> cells_;
  // Cells whose quotes were taken off inside.
  std::deque<std::string> unquoted_;
  std::vector<std::string> comment_lines_;
};

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_DELIMITED_TEXT_H_
