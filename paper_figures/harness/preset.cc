#include "paper_figures/harness/preset.h"

namespace infoflow::paper_figures {

const Choices<Preset>& Presets() {
  static const auto& presets = *new Choices<Preset>{
      {"smoke", Preset::kSmoke}, {"default", Preset::kDefault}, {"paper", Preset::kPaper}};
  return presets;
}

std::string PresetName(Preset preset) { return Presets()[static_cast<int>(preset)].name; }

}  // namespace infoflow::paper_figures
