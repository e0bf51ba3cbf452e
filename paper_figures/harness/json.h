#ifndef PAPER_FIGURES_HARNESS_JSON_H_
#define PAPER_FIGURES_HARNESS_JSON_H_

#include <string>

#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"
#include "paper_figures/harness/parameter_set.h"

// The library that files are written and read with. Included by sources only: it takes a second to
// compile, and reading and writing take two more, which json.cc spends for all of them.

namespace infoflow::paper_figures {

// Members stay in the order in which they were added.
using Json = nlohmann::ordered_json;

// JSON has no word for numbers that are not finite: they are text.
Json JsonNumber(double value);

// The parameters with their types.
Json JsonParameters(const ParameterSet& set);

// A discarded value where `text` is no JSON, or nested deeper than anything that is written here:
// what goes through values does so by recursion.
Json ParseJson(absl::string_view text);

// Text that is not valid UTF-8 is written with replacement characters.
std::string Dump(const Json& json, int indent = -1);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_JSON_H_
