#include "infoflow/support/flag_set.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "infoflow/support/check.h"
#include "infoflow/support/flag_files.h"
#include "infoflow/support/npy.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/user_path.h"

namespace infoflow {

void FlagSet::Add(absl::string_view name, absl::string_view help, Setting setting,
                  Presence presence) {
  INFOFLOW_CHECK(Find(name) == nullptr);
  std::string default_text = setting.Text();
  flags_.push_back({std::string(name), std::string(help), std::move(setting),
                    std::move(default_text), presence == Presence::kRequired});
}

std::string FlagSet::WithChoices(absl::string_view help, const std::vector<std::string>& names) {
  return absl::StrCat(help, " (", absl::StrJoin(names, ", "), ")");
}

void FlagSet::AddNumber(absl::string_view name, double* value, absl::string_view help,
                        Presence presence) {
  using Limits = std::numeric_limits<double>;
  AddNumber(name, value, {Limits::lowest(), Limits::max()}, help, presence);
}

void FlagSet::AddNumber(absl::string_view name, double* value, Range<double> range,
                        absl::string_view help, Presence presence) {
  Add(name, help, Setting::OfNumber(value, range), presence);
}

void FlagSet::AddText(absl::string_view name, std::string* value, absl::string_view help,
                      Presence presence) {
  Add(name, help, Setting::OfText(value), presence);
}

void FlagSet::AddChoice(absl::string_view name, std::string* value,
                        const std::vector<std::string>& choices, absl::string_view help,
                        Presence presence) {
  Choices<std::string> words;
  for (const std::string& choice : choices) words.push_back({choice, choice});
  AddChoice(name, value, std::move(words), help, presence);
}

void FlagSet::AddBool(absl::string_view name, bool* value, absl::string_view help) {
  Add(name, help, Setting::OfBool(value), Presence::kOptional);
}

void FlagSet::OnlyWhere(absl::string_view other, std::vector<std::string> values,
                        const std::vector<std::string>& names) {
  const Flag* condition = Find(other);
  INFOFLOW_CHECK(condition != nullptr);
  for (const std::string& name : names) {
    INFOFLOW_CHECK(Find(name) != nullptr);
    restrictions_.push_back({name, std::string(other), values});
  }
}

FlagSet::Flag* FlagSet::Find(absl::string_view name) {
  for (Flag& flag : flags_) {
    if (flag.name == name) return &flag;
  }
  return nullptr;
}

std::vector<std::string> FlagSet::OneFile(const std::string& value) {
  return {UserPath(SplitArrayPath(value).file)};
}

void FlagSet::Reads(absl::string_view name, FilesOf files) {
  INFOFLOW_CHECK(Find(name) != nullptr);
  file_roles_.push_back({std::string(name), false, std::move(files)});
}

void FlagSet::Writes(absl::string_view name, FilesOf files) {
  INFOFLOW_CHECK(Find(name) != nullptr);
  file_roles_.push_back({std::string(name), true, std::move(files)});
}

absl::Status FlagSet::Parse(absl::Span<const std::string> arguments) {
  INFOFLOW_RETURN_IF_ERROR(ParseWords(arguments));
  INFOFLOW_RETURN_IF_ERROR(CheckRestrictions());
  return CheckFiles();
}

absl::Status FlagSet::ParseWords(absl::Span<const std::string> arguments) {
  for (Flag& flag : flags_) flag.given = false;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    absl::string_view argument = arguments[i];
    if (!absl::ConsumePrefix(&argument, "--")) {
      return absl::InvalidArgumentError(
          absl::StrCat("'", arguments[i], "': expected a flag like --name=value"));
    }
    const std::size_t equals = argument.find('=');
    const absl::string_view name = argument.substr(0, equals);
    Flag* flag = Find(name);
    if (flag == nullptr) {
      return absl::InvalidArgumentError(
          absl::StrCat("--", name, ": no such flag; there are: ",
                       absl::StrJoin(flags_, ", ", [](std::string* out, const Flag& known) {
                         absl::StrAppend(out, "--", known.name);
                       })));
    }
    if (flag->given) {
      return absl::InvalidArgumentError(absl::StrCat("--", name, ": given twice"));
    }
    flag->given = true;
    absl::string_view value;
    if (equals != absl::string_view::npos) {
      value = argument.substr(equals + 1);
    } else if (flag->IsBool()) {
      value = "true";
    } else if (i + 1 < arguments.size() && !absl::StartsWith(arguments[i + 1], "--")) {
      value = arguments[++i];
    } else {
      return absl::InvalidArgumentError(absl::StrCat("--", name, ": needs a value"));
    }
    std::string failed;
    if (const absl::Status status = flag->setting.Assign({value}, &failed); !status.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("--", name, "=", value, ": ", status.message()));
    }
  }
  for (const Flag& flag : flags_) {
    if (flag.required && !flag.given) {
      return absl::InvalidArgumentError(absl::StrCat("--", flag.name, ": missing; ", flag.help));
    }
  }
  return absl::OkStatus();
}

absl::Status FlagSet::CheckRestrictions() {
  for (const Restriction& restriction : restrictions_) {
    const std::string current = Find(restriction.other)->setting.Text();
    const std::vector<std::string>& values = restriction.values;
    if (!Given(restriction.name) ||
        std::find(values.begin(), values.end(), current) != values.end()) {
      continue;
    }
    return absl::InvalidArgumentError(absl::StrCat(
        "--", restriction.name, ": has no meaning with --", restriction.other, "=", current,
        ", only with --", restriction.other, "=", absl::StrJoin(values, " or ")));
  }
  return absl::OkStatus();
}

absl::Status FlagSet::CheckFiles() {
  std::vector<FlagFiles> read, written;
  for (const FileRole& role : file_roles_) {
    if (!Given(role.name)) continue;
    const std::string value = Find(role.name)->setting.Text();
    (role.written ? written : read).push_back({role.name, value, role.files(value)});
  }
  INFOFLOW_RETURN_IF_ERROR(CheckFilesApart(read, written));
  return CheckParentFolders(written);
}

absl::Status FlagSet::InWordsOfFlags(const absl::Status& status) const {
  for (const Flag& flag : flags_) {
    absl::string_view rest = status.message();
    if (!absl::ConsumePrefix(&rest, flag.name)) continue;
    const auto with = [&](absl::string_view value, absl::string_view what) {
      return absl::Status(status.code(), absl::StrCat("--", flag.name, "=", value, ": ", what));
    };
    if (absl::StartsWith(rest, "=")) {
      return absl::Status(status.code(), absl::StrCat("--", status.message()));
    }
    if (flag.given && absl::ConsumePrefix(&rest, ": ")) return with(flag.setting.Text(), rest);
    const std::size_t end = rest.find("; ");
    if (end != absl::string_view::npos && absl::ConsumePrefix(&rest, " is ")) {
      return with(rest.substr(0, end - 4), rest.substr(end - 2));
    }
  }
  return status;
}

bool FlagSet::Given(absl::string_view name) const {
  for (const Flag& flag : flags_) {
    if (flag.name == name) return flag.given;
  }
  return false;
}

std::string FlagSet::Help() const {
  std::string text;
  for (const Flag& flag : flags_) {
    const std::string state = flag.required ? "required"
                              : flag.default_text.empty()
                                  ? "optional"
                                  : absl::StrCat("default ", flag.default_text);
    absl::StrAppend(&text, absl::StrFormat("  --%-20s %s [%s]\n", flag.name, flag.help, state));
  }
  return text;
}

}  // namespace infoflow
