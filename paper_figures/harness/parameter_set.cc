#include "paper_figures/harness/parameter_set.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "infoflow/support/check.h"

namespace infoflow::paper_figures {

namespace {

absl::Status ParameterError(absl::string_view name, absl::string_view value,
                            absl::string_view allowed) {
  return absl::InvalidArgumentError(absl::StrCat("--set ", name, "=", value, ": ", allowed));
}

struct Assignment {
  absl::string_view name;
  std::vector<absl::string_view> words;
};

absl::Status Assign(const ParameterSet::Entry& entry, const Assignment& assignment) {
  const std::string given = absl::StrJoin(assignment.words, ",");
  if (!entry.setting.is_list() && assignment.words.size() != 1) {
    return ParameterError(entry.name, given, "must be a single value");
  }
  std::string failed;
  const absl::Status status = entry.setting.Assign(assignment.words, &failed);
  if (!status.ok()) {
    return ParameterError(entry.name, given, absl::StrCat("'", failed, "' ", status.message()));
  }
  // Lists name curves, machines or points: the same one twice would be drawn over itself.
  std::set<std::string> values;
  for (const std::string& value : entry.setting.Words()) {
    if (values.insert(value).second) continue;
    return ParameterError(entry.name, given, absl::StrCat("'", value, "' is given twice"));
  }
  return absl::OkStatus();
}

}  // namespace

void ParameterSet::AddSetting(absl::string_view name, Meaning meaning, Setting setting,
                              std::function<void(Preset)> use_preset) {
  for (const Entry& entry : entries_) INFOFLOW_CHECK(entry.name != name);
  use_preset(Preset::kDefault);
  entries_.push_back({std::string(name), std::move(meaning), std::move(setting)});
  use_preset_.push_back(std::move(use_preset));
}

void ParameterSet::UsePreset(Preset preset) {
  for (const std::function<void(Preset)>& use : use_preset_) use(preset);
}

absl::Status ParameterSet::Override(absl::string_view assignments) {
  if (assignments.empty()) return absl::OkStatus();
  std::vector<Assignment> parsed;
  for (const absl::string_view piece : absl::StrSplit(assignments, ',')) {
    const std::size_t equals = piece.find('=');
    if (equals != absl::string_view::npos) {
      parsed.push_back({piece.substr(0, equals), {piece.substr(equals + 1)}});
    } else if (!parsed.empty()) {
      parsed.back().words.push_back(piece);
    } else {
      return absl::InvalidArgumentError(
          absl::StrCat("--set ", assignments, ": expected name=value,name=value,..."));
    }
  }
  for (auto assignment = parsed.begin(); assignment != parsed.end(); ++assignment) {
    const auto same = [&](const Assignment& other) { return other.name == assignment->name; };
    if (std::any_of(parsed.begin(), assignment, same)) {
      return absl::InvalidArgumentError(absl::StrCat("--set ", assignment->name, ": given twice"));
    }
    const auto entry = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& e) { return e.name == assignment->name; });
    if (entry == entries_.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--set ", assignment->name, ": no such parameter; there are: ",
                       absl::StrJoin(entries_, ", ", [](std::string* out, const Entry& known) {
                         absl::StrAppend(out, known.name);
                       })));
    }
    if (absl::Status status = Assign(*entry, *assignment); !status.ok()) return status;
  }
  return absl::OkStatus();
}

std::string ParameterSet::Assignments() const {
  return absl::StrJoin(entries_, ",", [](std::string* out, const Entry& entry) {
    absl::StrAppend(out, entry.name, "=", entry.setting.Text());
  });
}

}  // namespace infoflow::paper_figures
