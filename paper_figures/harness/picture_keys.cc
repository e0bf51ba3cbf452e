#include "paper_figures/harness/picture_keys.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "infoflow/support/check.h"

namespace infoflow::paper_figures {

namespace {

// A number as gnuplot reads it, never as an integer, whose division would round.
std::string Number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "(1e300*1e300)" : "(-1e300*1e300)";
  std::string text = absl::StrFormat("%.17g", value);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

// In single quotes nothing is special to gnuplot but the quote itself.
std::string Quote(absl::string_view text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "''"}, {"\n", " "}}), "'");
}

bool IsIdentifier(absl::string_view name) {
  return !name.empty() && absl::ascii_isalpha(name[0]) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return absl::ascii_isalnum(c) || c == '_'; });
}

}  // namespace

void PictureKeys::AddLine(absl::string_view name, absl::string_view value) {
  INFOFLOW_CHECK(IsIdentifier(name));
  INFOFLOW_CHECK(std::find(names_.begin(), names_.end(), name) == names_.end());
  names_.emplace_back(name);
  absl::StrAppend(&script_, name, " = ", value, "\n");
}

void PictureKeys::AddArray(absl::string_view name, const std::vector<std::string>& values) {
  AddLine(absl::StrCat("num_", name), absl::StrCat(values.size()));
  INFOFLOW_CHECK(IsIdentifier(name));
  absl::StrAppend(&script_, "array ", name, "[", std::max<std::size_t>(values.size(), 1), "]",
                  values.empty() ? "" : absl::StrCat(" = [", absl::StrJoin(values, ","), "]"),
                  "\n");
}

void PictureKeys::Add(absl::string_view name, double value) { AddLine(name, Number(value)); }
void PictureKeys::Add(absl::string_view name, int value) { AddLine(name, absl::StrCat(value)); }
void PictureKeys::Add(absl::string_view name, absl::string_view value) {
  AddLine(name, Quote(value));
}

void PictureKeys::Add(absl::string_view name, const std::vector<double>& values) {
  std::vector<std::string> words;
  for (const double value : values) words.push_back(Number(value));
  AddArray(name, words);
}

void PictureKeys::Add(absl::string_view name, const std::vector<int>& values) {
  std::vector<std::string> words;
  for (const int value : values) words.push_back(absl::StrCat(value));
  AddArray(name, words);
}

void PictureKeys::Add(absl::string_view name, const std::vector<std::string>& values) {
  std::vector<std::string> words;
  for (const std::string& value : values) words.push_back(Quote(value));
  AddArray(name, words);
}

std::vector<std::string> NumberNames(const std::vector<double>& values) {
  std::vector<std::string> names;
  const std::size_t different = std::set<double>(values.begin(), values.end()).size();
  for (const int digits : {6, 9, 12, 15, 17}) {
    names.clear();
    for (const double value : values) names.push_back(absl::StrFormat("%.*g", digits, value));
    if (std::set<std::string>(names.begin(), names.end()).size() == different) break;
  }
  return names;
}

}  // namespace infoflow::paper_figures
