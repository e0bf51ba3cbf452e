#include "paper_figures/harness/fields.h"

#include <string>

namespace infoflow::paper_figures::internal {

std::string MacroArgument(const char* arguments, int index) {
  bool quoted = false;
  std::string word;
  for (; *arguments != '\0' && index >= 0; ++arguments) {
    if (*arguments == '"') quoted = !quoted;
    if (*arguments == ',' && !quoted) {
      --index;
    } else if (index == 0 && *arguments != ' ') {
      word.push_back(*arguments);
    }
  }
  return word;
}

}  // namespace infoflow::paper_figures::internal
