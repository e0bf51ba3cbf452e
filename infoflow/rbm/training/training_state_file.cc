#include "infoflow/rbm/training/training_state_file.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <system_error>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "infoflow/support/checkpoint_file.h"
#include "infoflow/support/sha256.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::rbm {

namespace {

// Without the numbers of epochs, which may be prolonged.
std::string FormatWithoutEpochs(TrainingOptions options) {
  for (LearningRatePhase& phase : options.schedule) phase.epochs = 0;
  return FormatTrainingOptions(options);
}

template <typename T>
std::vector<T> Copy(absl::Span<const T> values) {
  return std::vector<T>(values.begin(), values.end());
}

}  // namespace

std::string SamplesChecksum(SpinsView samples) {
  std::string content = absl::StrCat(samples.rows(), "x", samples.columns(), "\n");
  for (int k = 0; k < samples.rows(); ++k) {
    const absl::Span<const std::int8_t> row = samples.row(k);
    content.append(reinterpret_cast<const char*>(row.data()), row.size());
  }
  return Sha256(content);
}

absl::Status SaveTrainingState(const TrainingState& state, const TrainingOptions& options,
                               const std::string& samples_checksum, const std::string& path) {
  CheckpointFile file;
  file.texts["epoch"] = absl::StrCat(state.epoch);
  file.texts["updates"] = absl::StrCat(state.updates);
  file.texts["options"] = FormatWithoutEpochs(options);
  file.texts["samples"] = samples_checksum;
  file.texts["visible_units"] = absl::StrCat(state.machine.visible_units());
  file.texts["hidden_units"] = absl::StrCat(state.machine.hidden_units());
  file.texts["chains"] = absl::StrCat(state.chains.rows());
  file.doubles["weights"] = Copy<double>(state.machine.weights.values());
  file.doubles["visible_bias"] = state.machine.visible_bias;
  file.doubles["hidden_bias"] = state.machine.hidden_bias;
  file.bytes["chains"] = Copy<std::int8_t>(state.chains.values());
  return WriteCheckpoint(file, path);
}

absl::StatusOr<TrainingState> LoadTrainingState(const TrainingOptions& options,
                                                const std::string& samples_checksum,
                                                const std::string& path) {
  std::error_code code;
  if (!std::filesystem::exists(path, code)) {
    return absl::NotFoundError(absl::StrCat("there is no file ", path));
  }
  INFOFLOW_ASSIGN_OR_RETURN(CheckpointFile file, ReadCheckpoint(path));
  const auto error = [&](absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", what));
  };
  if (file.texts["options"] != FormatWithoutEpochs(options)) {
    return error(absl::StrCat("the saved training has other options: ", file.texts["options"]));
  }
  if (!samples_checksum.empty() && file.texts["samples"] != samples_checksum) {
    return error("the saved training had other samples");
  }
  TrainingState state;
  int visible = 0, hidden = 0, chains = 0;
  const auto read = [&](const char* name, auto* number) {
    return absl::SimpleAtoi(file.texts[name], number);
  };
  if (!read("epoch", &state.epoch) || !read("updates", &state.updates) ||
      !read("visible_units", &visible) || !read("hidden_units", &hidden) ||
      !read("chains", &chains) || state.epoch < 0 || visible < 1 || hidden < 1 || chains < 0) {
    return error("its numbers are not those of a training");
  }
  const std::vector<double>& weights = file.doubles["weights"];
  const std::vector<std::int8_t>& spins = file.bytes["chains"];
  const auto sizes = [](int rows, int columns) { return static_cast<std::size_t>(rows) * columns; };
  if (weights.size() != sizes(visible, hidden) || spins.size() != sizes(chains, visible) ||
      file.doubles["visible_bias"].size() != sizes(1, visible) ||
      file.doubles["hidden_bias"].size() != sizes(1, hidden)) {
    return error("its arrays do not have the sizes of the machine");
  }
  if (!std::all_of(spins.begin(), spins.end(), [](int spin) { return spin == 1 || spin == -1; })) {
    return error("its chains are not spins");
  }
  state.machine = Machine(visible, hidden);
  std::copy(weights.begin(), weights.end(), state.machine.weights.values().begin());
  state.machine.visible_bias = file.doubles["visible_bias"];
  state.machine.hidden_bias = file.doubles["hidden_bias"];
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(state.machine));
  if (chains > 0) state.chains = Spins(SpinsView(absl::MakeConstSpan(spins), chains, visible));
  return state;
}

}  // namespace infoflow::rbm
