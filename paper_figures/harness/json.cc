#include "paper_figures/harness/json.h"

#include <cmath>
#include <variant>

namespace infoflow::paper_figures {

Json JsonNumber(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return value;
}

Json JsonParameters(const ParameterSet& set) {
  Json object = Json::object();
  for (const ParameterSet::Entry& entry : set.entries()) {
    object[entry.name] =
        std::visit([](const auto& value) { return Json(value); }, entry.setting.value());
  }
  return object;
}

Json ParseJson(absl::string_view text) {
  constexpr int kMostDepth = 100;
  bool too_deep = false;
  Json parsed = Json::parse(
      text.begin(), text.end(),
      [&](int depth, Json::parse_event_t, Json&) { return !(too_deep |= depth > kMostDepth); },
      /*allow_exceptions=*/false);
  return too_deep ? Json(Json::value_t::discarded) : parsed;
}

std::string Dump(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace infoflow::paper_figures
