#include "infoflow/support/named_parameters.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace infoflow {

absl::StatusOr<NameAndParameters> ParseNameAndParameters(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> halves =
      absl::StrSplit(text, absl::MaxSplits(':', 1));
  NameAndParameters parsed;
  parsed.name = std::string(absl::StripAsciiWhitespace(halves.first));
  if (parsed.name.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" has no name; write name or name:key=value,key=value"));
  }
  if (absl::StripAsciiWhitespace(halves.second).empty()) return parsed;
  for (const absl::string_view part : absl::StrSplit(halves.second, ',')) {
    const std::pair<absl::string_view, absl::string_view> sides =
        absl::StrSplit(part, absl::MaxSplits('=', 1));
    const std::string key(absl::StripAsciiWhitespace(sides.first));
    double value = 0.0;
    if (key.empty() || !absl::SimpleAtod(absl::StripAsciiWhitespace(sides.second), &value)) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", part, "\" in \"", text, "\" is not of the form key=number"));
    }
    if (!parsed.parameters.emplace(key, value).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", key, "\" is given twice in \"", text, "\""));
    }
  }
  return parsed;
}

absl::Status CheckParameterNames(absl::string_view subject, const NamedParameters& parameters,
                                 const std::vector<std::string>& allowed) {
  for (const auto& [key, value] : parameters) {
    if (std::find(allowed.begin(), allowed.end(), key) != allowed.end()) continue;
    return absl::InvalidArgumentError(
        absl::StrCat(subject, " has no parameter \"", key, "\"; it takes ",
                     allowed.empty() ? std::string("none") : absl::StrJoin(allowed, ", ")));
  }
  return absl::OkStatus();
}

double ParameterOr(const NamedParameters& parameters, const std::string& key, double fallback) {
  const auto it = parameters.find(key);
  return it == parameters.end() ? fallback : it->second;
}

}  // namespace infoflow
