#include "infoflow/network/training/training_checkpoint.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/checkpoint_file.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

constexpr std::size_t kNumbersPerEpoch = 4;

// What must be the same for the saved state to make sense.
template <typename T>
std::map<std::string, std::string> Settings(const Training<T>& training,
                                            const std::map<std::string, std::string>& notes) {
  const TrainingOptions& options = training.options();
  std::map<std::string, std::string> settings;
  settings["layers"] = training.network().Describe();
  settings["loss"] = LossConventionName(options.loss);
  settings["optimizer"] = DescribeOptimizer(options.optimizer);
  settings["minibatches"] = DescribeMinibatches(options.minibatches);
  settings["seed"] = absl::StrCat(options.seed);
  for (const auto& [name, value] : notes) settings[absl::StrCat("note.", name)] = value;
  return settings;
}

template <typename T>
std::vector<T> Copy(absl::Span<const T> values) {
  return std::vector<T>(values.begin(), values.end());
}

// The texts of `file` say where the training stands. An error is the text to print.
template <typename T>
absl::StatusOr<typename Training<T>::Position> ReadPosition(CheckpointFile& file, int batches) {
  typename Training<T>::Position position;
  std::int64_t steps = 0;
  if (!absl::SimpleAtoi(file.texts["epoch"], &position.epoch) || position.epoch < 0 ||
      !absl::SimpleAtoi(file.texts["batch"], &position.batch) || position.batch < 0 ||
      !absl::SimpleAtoi(file.texts["steps"], &steps) || steps < 0) {
    return absl::DataLossError("epoch, batch and steps must be numbers, at least 0");
  }
  if (position.batch > batches ||
      steps != static_cast<std::int64_t>(position.epoch) * batches + position.batch) {
    return absl::DataLossError(absl::StrCat(steps, " steps cannot be epoch ", position.epoch,
                                            ", batch ", position.batch, " with ", batches,
                                            " batches per epoch"));
  }
  if (file.doubles["loss_sum"].size() != 1 || !std::isfinite(file.doubles["loss_sum"][0])) {
    return absl::DataLossError("loss_sum must be one finite number");
  }
  position.loss_sum = file.doubles["loss_sum"][0];
  return position;
}

absl::StatusOr<std::vector<EpochRecord>> ReadHistory(const std::vector<double>& numbers,
                                                     int epochs) {
  if (numbers.size() % kNumbersPerEpoch != 0 || numbers.size() / kNumbersPerEpoch > epochs + 1ul) {
    return absl::DataLossError("the history has the wrong length");
  }
  std::vector<EpochRecord> history;
  for (std::size_t i = 0; i < numbers.size(); i += kNumbersPerEpoch) {
    const int epoch = static_cast<int>(history.size());
    if (numbers[i] != epoch) return absl::DataLossError("the history is not of epochs 0, 1, ...");
    history.push_back({epoch, numbers[i + 1], numbers[i + 2], numbers[i + 3]});
  }
  return history;
}

}  // namespace

template <typename T>
absl::Status SaveTraining(const Training<T>& training, const std::vector<EpochRecord>& history,
                          const std::map<std::string, std::string>& notes,
                          const std::string& path) {
  CheckpointFile file;
  file.texts = Settings(training, notes);
  file.texts["epoch"] = absl::StrCat(training.position().epoch);
  file.texts["batch"] = absl::StrCat(training.position().batch);
  file.texts["steps"] = absl::StrCat(training.optimizer().steps());
  file.doubles["loss_sum"] = {training.position().loss_sum};
  std::vector<double>& records = file.doubles["history"];
  for (const EpochRecord& record : history) {
    records.insert(records.end(), {static_cast<double>(record.epoch), record.train_loss,
                                   record.test_loss, record.test_accuracy});
  }
  auto& arrays = file.arrays<T>();
  arrays["parameters"] = Copy(training.network().all_parameters());
  arrays["first_moment"] = Copy(training.optimizer().first_moment());
  arrays["second_moment"] = Copy(training.optimizer().second_moment());
  return WriteCheckpoint(file, path);
}

template <typename T>
absl::Status RestoreTraining(const std::string& path,
                             const std::map<std::string, std::string>& notes, Training<T>& training,
                             std::vector<EpochRecord>& history) {
  INFOFLOW_ASSIGN_OR_RETURN(CheckpointFile file, ReadCheckpoint(path));
  for (const auto& [name, value] : Settings(training, notes)) {
    const std::string saved = file.texts.count(name) ? file.texts[name] : "";
    if (saved == value) continue;
    return absl::FailedPreconditionError(absl::StrCat(path, ": belongs to another training: ", name,
                                                      " is '", saved, "' there, '", value,
                                                      "' here"));
  }
  const auto error = [&](absl::string_view what) {
    return absl::DataLossError(absl::StrCat(path, ": ", what));
  };
  const auto position = ReadPosition<T>(file, training.batches_per_epoch());
  if (!position.ok()) return error(position.status().message());
  auto past = ReadHistory(file.doubles["history"], position->epoch);
  if (!past.ok()) return error(past.status().message());
  auto& arrays = file.arrays<T>();
  Optimizer<T>& optimizer = training.optimizer();
  if (arrays["parameters"].size() != training.network().num_parameters() ||
      arrays["first_moment"].size() != optimizer.first_moment().size() ||
      arrays["second_moment"].size() != optimizer.second_moment().size()) {
    return error("arrays do not have the sizes of the network, or another precision");
  }
  if (const absl::Status finite = file.CheckFinite<T>(); !finite.ok()) {
    return error(finite.message());
  }
  const auto copy = [](const std::vector<T>& from, absl::Span<T> to) {
    std::copy(from.begin(), from.end(), to.begin());
  };
  copy(arrays["parameters"], training.network().all_parameters());
  copy(arrays["first_moment"], optimizer.first_moment());
  copy(arrays["second_moment"], optimizer.second_moment());
  optimizer.set_steps(static_cast<std::int64_t>(position->epoch) * training.batches_per_epoch() +
                      position->batch);
  training.set_position(*position);
  history = *std::move(past);
  return absl::OkStatus();
}

template absl::Status SaveTraining(const Training<float>&, const std::vector<EpochRecord>&,
                                   const std::map<std::string, std::string>&, const std::string&);
template absl::Status SaveTraining(const Training<double>&, const std::vector<EpochRecord>&,
                                   const std::map<std::string, std::string>&, const std::string&);
template absl::Status RestoreTraining(const std::string&, const std::map<std::string, std::string>&,
                                      Training<float>&, std::vector<EpochRecord>&);
template absl::Status RestoreTraining(const std::string&, const std::map<std::string, std::string>&,
                                      Training<double>&, std::vector<EpochRecord>&);

}  // namespace infoflow::network
