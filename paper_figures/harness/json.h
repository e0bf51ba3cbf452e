#ifndef PAPER_FIGURES_HARNESS_JSON_H_
#define PAPER_FIGURES_HARNESS_JSON_H_

#include <cmath>
#include <string>

#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"
#include "paper_figures/harness/parameter_set.h"

// The library that files are written and read with. Included by sources only: it takes a second to
// compile.

namespace infoflow::paper_figures {

// Members stay in the order in which they were added.
using Json = nlohmann::ordered_json;

// JSON has no word for numbers that are not finite: they are text.
inline Json JsonNumber(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value;
}

// The parameters with their types.
inline Json JsonParameters(const ParameterSet& set) {
  Json object = Json::object();
  for (const ParameterSet::Entry& entry : set.entries()) {
    object[entry.name] =
        std::visit([](const auto& value) { return Json(value); }, entry.setting.value());
  }
  return object;
}

// A discarded value where `text` is no JSON, or nested deeper than anything that is written here:
// what goes through values does so by recursion.
inline Json ParseJson(absl::string_view text) {
  constexpr int kMostDepth = 100;
  bool too_deep = false;
  Json parsed = Json::parse(
      text.begin(), text.end(),
      [&](int depth, Json::parse_event_t, Json&) { return !(too_deep |= depth > kMostDepth); },
      /*allow_exceptions=*/false);
  return too_deep ? Json(Json::value_t::discarded) : parsed;
}

// Text that is not valid UTF-8 is written with replacement characters.
inline std::string Dump(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_JSON_H_
