#ifndef PAPER_FIGURES_HARNESS_PARAMETER_SET_H_
#define PAPER_FIGURES_HARNESS_PARAMETER_SET_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "infoflow/support/setting.h"
#include "paper_figures/harness/preset.h"

namespace infoflow::paper_figures {

// A parameter's values in the three presets.
template <typename T>
struct PerPreset {
  T smoke;
  T standard;
  T paper;

  const T& operator[](Preset preset) const {
    return preset == Preset::kSmoke ? smoke : preset == Preset::kDefault ? standard : paper;
  }
};

// What a parameter means, and its unit; "" for a pure number.
struct Meaning {
  Meaning(const char* text, const char* unit = "") : text(text), unit(unit) {}  // NOLINT
  Meaning(std::string text) : text(std::move(text)) {}                          // NOLINT

  std::string text;
  std::string unit;
};

// The parameters of one figure: fields of a struct, each registered once with name, meaning,
// values per preset and range or choices.
//
//   struct Parameters {
//     std::vector<double> couplings;
//     int steps;
//
//     void Register(ParameterSet& set) {
//       set.Add("couplings", &couplings, "initial couplings K", {{0.3, 1.0}, {0.5}, {2.0}},
//               {1e-6, 10.0});
//       set.Add("steps", &steps, "decimation steps", {6, 9, 12}, {1, 60});
//     }
//   };
//
// Whoever computes reads the fields; presets, --set, lists and files go through the set. The
// struct must outlive it.
class ParameterSet {
 public:
  // An integer, a double or a list of them. Every number given later must lie in `range`, and a
  // list has at least one entry.
  template <typename T>
  void Add(absl::string_view name, T* field, Meaning meaning, PerPreset<T> values,
           Range<RangeNumber<T>> range) {
    AddSetting(name, std::move(meaning), Setting::OfNumber(field, range),
               [field, values](Preset preset) { *field = values[preset]; });
  }
  // One of `choices`, or a list out of them: an enum, a bool or text.
  template <typename T>
  void AddChoice(absl::string_view name, T* field, Meaning meaning, PerPreset<T> values,
                 Choices<Element<T>> choices) {
    AddSetting(name, std::move(meaning), Setting::OfChoice(field, std::move(choices)),
               [field, values](Preset preset) { *field = values[preset]; });
  }

  // Text that is not empty, such as the path of a file.
  void AddText(absl::string_view name, std::string* field, Meaning meaning,
               PerPreset<std::string> values) {
    AddSetting(name, std::move(meaning), Setting::OfText(field),
               [field, values](Preset preset) { *field = values[preset]; });
  }

  // Sets every parameter to its value in `preset`.
  void UsePreset(Preset preset);

  // Overrides from "name=value,name=value,..."; lists continue after commas
  // ("couplings=0.3,0.5,steps=12"), each name and each value of a list at most once. Errors name
  // the parameter, the value and what is allowed.
  absl::Status Override(absl::string_view assignments);

  struct Entry {
    std::string name;
    Meaning meaning;
    Setting setting;
  };
  // In the order of registration.
  const std::vector<Entry>& entries() const { return entries_; }

  // "name=value,name=value,..." as Override() takes it back.
  std::string Assignments() const;

 private:
  void AddSetting(absl::string_view name, Meaning meaning, Setting setting,
                  std::function<void(Preset)> use_preset);

  std::vector<Entry> entries_;
  std::vector<std::function<void(Preset)>> use_preset_;
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_PARAMETER_SET_H_
