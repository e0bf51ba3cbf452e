#ifndef INFOFLOW_SUPPORT_FLAG_SET_H_
#define INFOFLOW_SUPPORT_FLAG_SET_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "infoflow/support/setting.h"

namespace infoflow {

// The flags of one command: declared with the variable they fill, parsed from
// "--name=value" or "--name value" ("--name" alone sets a bool), each at most once. A value
// that begins with "--" needs the form with "=".
//
//   std::int64_t steps = 8;
//   FlagSet flags;
//   flags.AddInteger("steps", &steps, {1, 1000}, "decimation steps");
//   INFOFLOW_RETURN_IF_ERROR(flags.Parse(arguments));
//
// Errors are one sentence that names the flag, the value given and what is allowed; types, limits
// and what is said of them are setting.h's.
class FlagSet {
 public:
  enum class Presence { kOptional, kRequired };

  // `*value` holds the default. Numbers must be finite and in `range` where there is one, of at
  // least `least` where there is that; text that is given must not be empty.
  void AddNumber(absl::string_view name, double* value, absl::string_view help,
                 Presence presence = Presence::kOptional);
  void AddNumber(absl::string_view name, double* value, Range<double> range, absl::string_view help,
                 Presence presence = Presence::kOptional);
  // `value` points to an integer of any type, which limits the range as well.
  template <typename T>
  void AddInteger(absl::string_view name, T* value, Range<std::int64_t> range,
                  absl::string_view help, Presence presence = Presence::kOptional) {
    Add(name, help, Setting::OfNumber(value, range), presence);
  }
  template <typename T>
  void AddInteger(absl::string_view name, T* value, std::int64_t least, absl::string_view help,
                  Presence presence = Presence::kOptional) {
    AddInteger(name, value, {least, std::numeric_limits<std::int64_t>::max()}, help, presence);
  }
  void AddText(absl::string_view name, std::string* value, absl::string_view help,
               Presence presence = Presence::kOptional);
  // One of `choices`, each with its word: an enum keeps its type.
  template <typename T>
  void AddChoice(absl::string_view name, T* value, Choices<T> choices, absl::string_view help,
                 Presence presence = Presence::kOptional) {
    std::vector<std::string> names;
    for (const Choice<T>& choice : choices) names.push_back(choice.name);
    Add(name, WithChoices(help, names), Setting::OfChoice(value, std::move(choices)), presence);
  }
  // Words that stand for themselves.
  void AddChoice(absl::string_view name, std::string* value,
                 const std::vector<std::string>& choices, absl::string_view help,
                 Presence presence = Presence::kOptional);
  void AddBool(absl::string_view name, bool* value, absl::string_view help);

  // The flags `names` have a meaning only where the choice or bool flag `other` has one of
  // `values` ("true" for a bool); given elsewhere they are an error instead of being ignored.
  void OnlyWhere(absl::string_view other, std::vector<std::string> values,
                 const std::vector<std::string>& names);

  // The paths of the files behind a flag's value, as the program opens them.
  using FilesOf = std::function<std::vector<std::string>(const std::string& value)>;
  // UserPath of the value, which may be FILE.npz:NAME.
  static std::vector<std::string> OneFile(const std::string& value);

  // The text flag `name`, where it is given, names files that are read, or files or a folder that
  // are written. Parse refuses what would replace a file that is read or written by another flag,
  // and folders that are not there (flag_files.h). `files` is called after all flags are set.
  void Reads(absl::string_view name, FilesOf files = OneFile);
  void Writes(absl::string_view name, FilesOf files = OneFile);

  absl::Status Parse(absl::Span<const std::string> arguments);

  // `status`, of what was computed from the flags; where its message begins with the name of one,
  // with the flag as it was given: "batch=0: ...", "jitter is -1; ..." and "sizes: ..." become
  // "--batch=0: ...", "--jitter=-1: ..." and "--sizes=4,2: ...".
  absl::Status InWordsOfFlags(const absl::Status& status) const;

  // True when the flag was given in the arguments parsed last.
  bool Given(absl::string_view name) const;

  // One line per flag: name, help, default or "required".
  std::string Help() const;

 private:
  struct Flag {
    std::string name;
    std::string help;
    Setting setting;
    std::string default_text;
    bool required = false;
    bool given = false;

    bool IsBool() const { return std::holds_alternative<bool>(setting.value()); }
  };
  struct Restriction {
    std::string name;
    std::string other;
    std::vector<std::string> values;
  };
  struct FileRole {
    std::string name;
    bool written = false;
    FilesOf files;
  };

  void Add(absl::string_view name, absl::string_view help, Setting setting, Presence presence);
  static std::string WithChoices(absl::string_view help, const std::vector<std::string>& names);
  Flag* Find(absl::string_view name);
  absl::Status ParseWords(absl::Span<const std::string> arguments);
  absl::Status CheckRestrictions();
  absl::Status CheckFiles();

  std::vector<Flag> flags_;
  std::vector<Restriction> restrictions_;
  std::vector<FileRole> file_roles_;
};

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_FLAG_SET_H_
