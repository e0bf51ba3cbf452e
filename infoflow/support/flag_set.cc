#include "infoflow/support/flag_set.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {

namespace {

absl::Status FlagError(absl::string_view name, absl::string_view value, absl::string_view allowed) {
  return absl::InvalidArgumentError(absl::StrCat("--", name, "=", value, ": ", allowed));
}

}  // namespace

void FlagSet::Add(absl::string_view name, absl::string_view help, std::string default_text,
                  Presence presence, std::function<absl::Status(absl::string_view)> assign) {
  INFOFLOW_CHECK(Find(name) == nullptr);
  Flag flag;
  flag.name = std::string(name);
  flag.help = std::string(help);
  flag.default_text = std::move(default_text);
  flag.required = presence == Presence::kRequired;
  flag.assign = std::move(assign);
  flags_.push_back(std::move(flag));
}

void FlagSet::AddNumber(absl::string_view name, double* value, absl::string_view help,
                        Presence presence) {
  Add(name, help, absl::StrCat(*value), presence,
      [value, name = std::string(name)](absl::string_view text) {
        double parsed;
        if (!absl::SimpleAtod(text, &parsed) || !std::isfinite(parsed)) {
          return FlagError(name, text, "must be a finite number");
        }
        *value = parsed;
        return absl::OkStatus();
      });
}

void FlagSet::AddInteger(absl::string_view name, std::int64_t* value, std::int64_t least,
                         absl::string_view help, Presence presence) {
  Add(name, help, absl::StrCat(*value), presence,
      [value, least, name = std::string(name)](absl::string_view text) {
        std::int64_t parsed;
        if (!absl::SimpleAtoi(text, &parsed) || parsed < least) {
          return FlagError(name, text, absl::StrCat("must be an integer of at least ", least));
        }
        *value = parsed;
        return absl::OkStatus();
      });
}

void FlagSet::AddText(absl::string_view name, std::string* value, absl::string_view help,
                      Presence presence) {
  Add(name, help, *value, presence, [value, name = std::string(name)](absl::string_view text) {
    if (text.empty()) return FlagError(name, text, "must not be empty");
    *value = std::string(text);
    return absl::OkStatus();
  });
}

void FlagSet::AddChoice(absl::string_view name, std::string* value,
                        std::vector<std::string> choices, absl::string_view help,
                        Presence presence) {
  const std::string all = absl::StrJoin(choices, ", ");
  Add(name, absl::StrCat(help, " (", all, ")"), *value, presence,
      [value, choices, all, name = std::string(name)](absl::string_view text) {
        if (std::find(choices.begin(), choices.end(), text) == choices.end()) {
          return FlagError(name, text, absl::StrCat("must be one of ", all));
        }
        *value = std::string(text);
        return absl::OkStatus();
      });
  flags_.back().current = [value] { return *value; };
}

void FlagSet::AddBool(absl::string_view name, bool* value, absl::string_view help) {
  Add(name, help, *value ? "true" : "false", Presence::kOptional,
      [value, name = std::string(name)](absl::string_view text) {
        if (!absl::SimpleAtob(text, value)) return FlagError(name, text, "must be true or false");
        return absl::OkStatus();
      });
  flags_.back().is_bool = true;
  flags_.back().current = [value] { return std::string(*value ? "true" : "false"); };
}

void FlagSet::OnlyWhere(absl::string_view other, std::vector<std::string> values,
                        const std::vector<std::string>& names) {
  const Flag* condition = Find(other);
  INFOFLOW_CHECK(condition != nullptr && condition->current != nullptr);
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

absl::Status FlagSet::Parse(absl::Span<const std::string> arguments) {
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
    } else if (flag->is_bool) {
      value = "true";
    } else if (i + 1 < arguments.size() && !absl::StartsWith(arguments[i + 1], "--")) {
      value = arguments[++i];
    } else {
      return absl::InvalidArgumentError(absl::StrCat("--", name, ": needs a value"));
    }
    INFOFLOW_RETURN_IF_ERROR(flag->assign(value));
  }
  for (const Flag& flag : flags_) {
    if (flag.required && !flag.given) {
      return absl::InvalidArgumentError(absl::StrCat("--", flag.name, ": missing; ", flag.help));
    }
  }
  for (const Restriction& restriction : restrictions_) {
    const std::string current = Find(restriction.other)->current();
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
