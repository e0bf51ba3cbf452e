#ifndef INFOFLOW_SUPPORT_FLAG_SET_H_
#define INFOFLOW_SUPPORT_FLAG_SET_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace infoflow {

// The flags of one command: declared with the variable they fill, parsed from
// "--name=value" or "--name value" ("--name" alone sets a bool), each at most once. A value
// that begins with "--" needs the form with "=".
//
// Errors are one sentence that names the flag, the value given and what is allowed.
class FlagSet {
 public:
  enum class Presence { kOptional, kRequired };

  // `*value` holds the default. Numbers must be finite and, for integers, at least `least`; text
  // that is given must not be empty.
  void AddNumber(absl::string_view name, double* value, absl::string_view help,
                 Presence presence = Presence::kOptional);
  void AddInteger(absl::string_view name, std::int64_t* value, std::int64_t least,
                  absl::string_view help, Presence presence = Presence::kOptional);
  void AddText(absl::string_view name, std::string* value, absl::string_view help,
               Presence presence = Presence::kOptional);
  void AddChoice(absl::string_view name, std::string* value, std::vector<std::string> choices,
                 absl::string_view help, Presence presence = Presence::kOptional);
  void AddBool(absl::string_view name, bool* value, absl::string_view help);

  // The flags `names` have a meaning only where the choice or bool flag `other` has one of
  // `values` ("true" for a bool); given elsewhere they are an error instead of being ignored.
  void OnlyWhere(absl::string_view other, std::vector<std::string> values,
                 const std::vector<std::string>& names);

  absl::Status Parse(absl::Span<const std::string> arguments);

  // True when the flag was given in the arguments parsed last.
  bool Given(absl::string_view name) const;

  // One line per flag: name, help, default or "required".
  std::string Help() const;

 private:
  struct Flag {
    std::string name;
    std::string help;
    std::string default_text;
    bool required = false;
    bool is_bool = false;
    bool given = false;
    std::function<absl::Status(absl::string_view)> assign;
    // The value as text; for choices and bools.
    std::function<std::string()> current;
  };
  struct Restriction {
    std::string name;
    std::string other;
    std::vector<std::string> values;
  };

  void Add(absl::string_view name, absl::string_view help, std::string default_text,
           Presence presence, std::function<absl::Status(absl::string_view)> assign);
  Flag* Find(absl::string_view name);

  std::vector<Flag> flags_;
  std::vector<Restriction> restrictions_;
};

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_FLAG_SET_H_
