#include "infoflow/support/delimited_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {

namespace {

constexpr absl::string_view kUtf8Mark = "\xef\xbb\xbf";

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

bool IsSeparator(char c, Separator separator) {
  switch (separator) {
    case Separator::kComma:
      return c == ',';
    case Separator::kSemicolon:
      return c == ';';
    case Separator::kTab:
      return c == '\t';
    case Separator::kBlanks:
      break;
  }
  return IsBlank(c);
}

// The first of `characters` outside of double quotes; npos when there is none.
std::size_t FindUnquoted(absl::string_view text, absl::string_view characters) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (!quoted && absl::StrContains(characters, text[i])) return i;
  }
  return absl::string_view::npos;
}

Separator SeparatorOf(absl::string_view line) {
  line = absl::StripAsciiWhitespace(line);
  if (FindUnquoted(line, "\t") != absl::string_view::npos) return Separator::kTab;
  if (FindUnquoted(line, ";") != absl::string_view::npos) return Separator::kSemicolon;
  if (FindUnquoted(line, ",") != absl::string_view::npos) return Separator::kComma;
  if (FindUnquoted(line, " ") != absl::string_view::npos) return Separator::kBlanks;
  return Separator::kComma;
}

}  // namespace

absl::string_view SeparatorName(Separator separator) {
  switch (separator) {
    case Separator::kComma:
      return "commas";
    case Separator::kSemicolon:
      return "semicolons";
    case Separator::kTab:
      return "tabs";
    case Separator::kBlanks:
      break;
  }
  return "blanks";
}

absl::StatusOr<DelimitedText> DelimitedText::Open(absl::string_view text, absl::string_view source,
                                                  Comments comments) {
  if (absl::StartsWith(text, "\xff\xfe") || absl::StartsWith(text, "\xfe\xff")) {
    return absl::InvalidArgumentError(
        absl::StrCat(source, ": the text is in UTF-16; save it in UTF-8"));
  }
  if (absl::StrContains(text, '\0')) {
    return absl::InvalidArgumentError(
        absl::StrCat(source, ": bytes of value 0 are no text; tables are read from text in UTF-8"));
  }
  absl::ConsumePrefix(&text, kUtf8Mark);
  return DelimitedText(text, source, comments);
}

// The next line without its end, which a line break in quotes is not.
absl::string_view DelimitedText::TakeLine() {
  line_ = next_line_;
  const absl::string_view start = absl::StripLeadingAsciiWhitespace(
      text_.substr(0, std::min(text_.size(), text_.find_first_of("\r\n"))));
  const bool comment =
      absl::StartsWith(start, "#") || absl::StartsWith(start, "%") || absl::StartsWith(start, "//");
  bool quoted = false;
  std::size_t end = 0;
  for (; end < text_.size(); ++end) {
    const char c = text_[end];
    if (c == '"' && !comment) quoted = !quoted;
    if (c != '\n' && c != '\r') continue;
    const bool both = c == '\r' && end + 1 < text_.size() && text_[end + 1] == '\n';
    if (!quoted) {
      const absl::string_view line = text_.substr(0, end);
      text_.remove_prefix(end + (both ? 2 : 1));
      ++next_line_;
      return line;
    }
    ++next_line_;
    if (both) ++end;
  }
  const absl::string_view line = text_;
  text_ = {};
  return line;
}

bool DelimitedText::TakeComment(absl::string_view line) {
  if (!absl::ConsumePrefix(&line, "#") && !absl::ConsumePrefix(&line, "%") &&
      !absl::ConsumePrefix(&line, "//")) {
    return false;
  }
  absl::ConsumePrefix(&line, " ");
  comment_lines_.emplace_back(line);
  return true;
}

absl::StatusOr<bool> DelimitedText::Next() {
  while (!text_.empty()) {
    absl::string_view line = TakeLine();
    const absl::string_view stripped = absl::StripAsciiWhitespace(line);
    if (stripped.empty() || TakeComment(stripped)) continue;
    if (comments_ == Comments::kEndsOfLines) line = line.substr(0, FindUnquoted(line, "#"));
    if (!separator_known_) separator_ = SeparatorOf(line);
    separator_known_ = true;
    INFOFLOW_RETURN_IF_ERROR(Split(line));
    return true;
  }
  return false;
}

absl::Status DelimitedText::Split(absl::string_view line) {
  cells_.clear();
  unquoted_.clear();
  if (separator_ == Separator::kBlanks) line = absl::StripAsciiWhitespace(line);
  std::size_t begin = 0;
  while (begin <= line.size()) {
    bool quoted = false;
    bool quotes = false;
    std::size_t end = begin;
    for (; end < line.size() && (quoted || !IsSeparator(line[end], separator_)); ++end) {
      if (line[end] == '"') quotes = true;
      if (line[end] == '"') quoted = !quoted;
    }
    if (quoted) return ErrorAt(line_, "a quotation mark is not closed");
    absl::string_view cell = absl::StripAsciiWhitespace(line.substr(begin, end - begin));
    if (quotes) {
      // A quote inside quotes is doubled; one that stands alone only switches.
      std::string plain;
      bool inside = false;
      for (std::size_t i = 0; i < cell.size(); ++i) {
        if (cell[i] != '"') {
          plain.push_back(cell[i]);
        } else if (inside && i + 1 < cell.size() && cell[i + 1] == '"') {
          plain.push_back(cell[i++]);
        } else {
          inside = !inside;
        }
      }
      unquoted_.push_back(std::move(plain));
      cell = unquoted_.back();
    }
    cells_.push_back(cell);
    begin = end + 1;
    while (separator_ == Separator::kBlanks && begin < line.size() && IsBlank(line[begin])) ++begin;
  }
  return absl::OkStatus();
}

absl::Status DelimitedText::ErrorAt(int line, absl::string_view what) const {
  return absl::InvalidArgumentError(absl::StrCat(source_, ":", line, ": ", what));
}

}  // namespace infoflow
