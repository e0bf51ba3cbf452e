#ifndef PAPER_FIGURES_HARNESS_PRESET_H_
#define PAPER_FIGURES_HARNESS_PRESET_H_

#include <string>

#include "infoflow/support/setting.h"

namespace infoflow::paper_figures {

// How much a figure computes: `smoke` takes seconds and is what golden files hold, `default`
// shows the effect plainly within a minute or two, `paper` has the paper's own parameters.
enum class Preset { kSmoke, kDefault, kPaper };

// The presets by their names.
const Choices<Preset>& Presets();
std::string PresetName(Preset preset);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_PRESET_H_
