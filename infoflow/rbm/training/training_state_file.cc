#include "infoflow/rbm/training/training_state_file.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "infoflow/support/checkpoint_file.h"
#include "infoflow/support/sha256.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::rbm {

namespace {

// Without the numbers of epochs and updates, which may be prolonged.
std::string FormatWithoutEpochs(TrainingOptions options) {
  for (LearningRatePhase& phase : options.schedule) phase.epochs = 0;
  options.updates = 0;
  return FormatTrainingOptions(options);
}

// Where two texts of FormatWithoutEpochs part: "seed is '1' there, '2' here".
std::string FirstDifference(absl::string_view saved, absl::string_view asked) {
  const std::vector<absl::string_view> there = absl::StrSplit(saved, ' ');
  const std::vector<absl::string_view> here = absl::StrSplit(asked, ' ');
  std::size_t k = 0;
  while (k < there.size() && k < here.size() && there[k] == here[k]) ++k;
  if (k == there.size() || k == here.size()) {
    return absl::StrCat("it has the options '", saved, "' there, '", asked, "' here");
  }
  const std::vector<absl::string_view> old = absl::StrSplit(there[k], absl::MaxSplits('=', 1));
  const std::vector<absl::string_view> now = absl::StrSplit(here[k], absl::MaxSplits('=', 1));
  // Learning rates stand behind numbers of epochs, which are 0 here; one of them may have more.
  constexpr absl::string_view kEpochs = "epochs", kNoEpochs = "0@";
  if (old[0] == kEpochs && now[0] == kEpochs) {
    return absl::StrCat("learning_rate is '", absl::StripPrefix(old.back(), kNoEpochs),
                        "' there, '", absl::StripPrefix(now.back(), kNoEpochs), "' here");
  }
  if (old[0] != now[0]) {
    return absl::StrCat("it has ", old[0] == kEpochs ? "more" : "fewer", " learning rates there");
  }
  return absl::StrCat(old[0], " is '", old.back(), "' there, '", now.back(), "' here");
}

template <typename T>
std::vector<T> Copy(absl::Span<const T> values) {
  return std::vector<T>(values.begin(), values.end());
}

// Adam's moments as arrays; none without Adam.
struct MomentArrays {
  const char* weights;
  const char* visible_bias;
  const char* hidden_bias;
};
constexpr MomentArrays kFirstMoment = {"first_weights", "first_visible_bias", "first_hidden_bias"};
constexpr MomentArrays kSecondMoment = {"second_weights", "second_visible_bias",
                                        "second_hidden_bias"};

void PutMoment(const FloatMachine& moment, const MomentArrays& names, CheckpointFile& file) {
  if (moment.weights.empty()) return;
  file.floats[names.weights] = Copy<float>(moment.weights.values());
  file.floats[names.visible_bias] = moment.visible_bias;
  file.floats[names.hidden_bias] = moment.hidden_bias;
}

// False unless its arrays are all there, with the machine's sizes, or all absent.
bool TakeMoment(const MomentArrays& names, const Machine& machine, CheckpointFile& file,
                FloatMachine& moment) {
  const std::vector<float>& weights = file.floats[names.weights];
  moment.visible_bias = file.floats[names.visible_bias];
  moment.hidden_bias = file.floats[names.hidden_bias];
  if (weights.empty()) return moment.visible_bias.empty() && moment.hidden_bias.empty();
  if (weights.size() != machine.weights.size() ||
      moment.visible_bias.size() != machine.visible_bias.size() ||
      moment.hidden_bias.size() != machine.hidden_bias.size()) {
    return false;
  }
  moment.weights = linalg::Matrix<float>(machine.visible_units(), machine.hidden_units());
  std::copy(weights.begin(), weights.end(), moment.weights.values().begin());
  return true;
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
  file.texts["batches"] = absl::StrCat(state.batches);
  file.texts["updates"] = absl::StrCat(state.progress.updates);
  file.texts["options"] = FormatWithoutEpochs(options);
  file.texts["samples"] = samples_checksum;
  file.texts["visible_units"] = absl::StrCat(state.machine.visible_units());
  file.texts["hidden_units"] = absl::StrCat(state.machine.hidden_units());
  file.texts["chains"] = absl::StrCat(state.progress.chains.rows());
  file.texts["chain_units"] = absl::StrCat(state.progress.chains.columns());
  file.doubles["weights"] = Copy<double>(state.machine.weights.values());
  file.doubles["visible_bias"] = state.machine.visible_bias;
  file.doubles["hidden_bias"] = state.machine.hidden_bias;
  file.bytes["chains"] = Copy<std::int8_t>(state.progress.chains.values());
  file.doubles["history"] = state.history;
  PutMoment(state.progress.moments.first, kFirstMoment, file);
  PutMoment(state.progress.moments.second, kSecondMoment, file);
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
    return error(
        absl::StrCat("belongs to another training: ",
                     FirstDifference(file.texts["options"], FormatWithoutEpochs(options))));
  }
  if (!samples_checksum.empty() && file.texts["samples"] != samples_checksum) {
    return error("the saved training had other samples");
  }
  TrainingState state;
  int visible = 0, hidden = 0, chains = 0, chain_units = 0;
  const auto read = [&](const char* name, auto* number) {
    return absl::SimpleAtoi(file.texts[name], number);
  };
  if (!read("epoch", &state.epoch) || !read("batches", &state.batches) ||
      !read("updates", &state.progress.updates) || !read("chain_units", &chain_units) ||
      !read("visible_units", &visible) || !read("hidden_units", &hidden) ||
      !read("chains", &chains) || state.epoch < 0 || state.batches < 0 || visible < 1 ||
      hidden < 1 || chains < 0 || chain_units < 0) {
    return error("its numbers are not those of a training");
  }
  const std::vector<double>& weights = file.doubles["weights"];
  const std::vector<std::int8_t>& spins = file.bytes["chains"];
  const auto sizes = [](int rows, int columns) { return static_cast<std::size_t>(rows) * columns; };
  if (weights.size() != sizes(visible, hidden) || spins.size() != sizes(chains, chain_units) ||
      file.doubles["visible_bias"].size() != sizes(1, visible) ||
      file.doubles["hidden_bias"].size() != sizes(1, hidden)) {
    return error("its arrays do not have the sizes of the machine");
  }
  if (!std::all_of(spins.begin(), spins.end(), [](int spin) { return spin == 1 || spin == -1; })) {
    return error("its chains are not spins");
  }
  state.history = file.doubles["history"];
  state.machine = Machine(visible, hidden);
  std::copy(weights.begin(), weights.end(), state.machine.weights.values().begin());
  state.machine.visible_bias = file.doubles["visible_bias"];
  state.machine.hidden_bias = file.doubles["hidden_bias"];
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(state.machine));
  if (chains > 0) {
    state.progress.chains = Spins(SpinsView(absl::MakeConstSpan(spins), chains, chain_units));
  }
  if (!TakeMoment(kFirstMoment, state.machine, file, state.progress.moments.first) ||
      !TakeMoment(kSecondMoment, state.machine, file, state.progress.moments.second)) {
    return error("its moments do not have the sizes of the machine");
  }
  return state;
}

}  // namespace infoflow::rbm
