#include "infoflow/rbm/training/training.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::rbm {

namespace {

absl::Status OptionError(absl::string_view name, double value, absl::string_view allowed) {
  return absl::InvalidArgumentError(
      absl::StrCat(name, " is ", FormatDouble(value), "; it must be ", allowed));
}

absl::Status AtLeast(absl::string_view name, int value, int least) {
  if (value >= least) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, " is ", value, "; it must be at least ", least));
}

float LargestOf(absl::Span<const float> values) {
  float largest = 0.0f;
  for (const float value : values) {
    // NaN is larger than everything here.
    if (!(std::fabs(value) <= largest)) largest = std::fabs(value);
    if (std::isnan(value)) return value;
  }
  return largest;
}

int ChainsOf(const TrainingOptions& options) {
  if (!options.rule.persistent) return 0;
  return options.persistent_chains == 0 ? options.batch_size : options.persistent_chains;
}

// Units of the layer that persistent chains stand in.
int ChainUnits(const TrainingOptions& options, int visible_units) {
  const bool hidden = options.rule.hidden_samples == HiddenSamples::kBoth;
  return hidden ? options.hidden_units : visible_units;
}

// Chains at random states, so that they know nothing of the data, and moments of zero.
UpdateState StartOf(const TrainingOptions& options, int visible_units) {
  UpdateState start;
  start.chains = Spins(ChainsOf(options), ChainUnits(options, visible_units));
  for (int c = 0; c < start.chains.rows(); ++c) {
    random::Stream stream(options.seed, random::StreamUse::kInitialState, c);
    for (std::int8_t& spin : start.chains.row(c)) spin = (stream() & 1) != 0 ? 1 : -1;
  }
  if (options.rule.optimizer == Optimizer::kAdam) {
    const FloatMachine zeros = ToFloat(Machine(visible_units, options.hidden_units));
    start.moments = {zeros, zeros};
  }
  return start;
}

absl::Status CheckChains(const TrainingOptions& options, int visible_units, SpinsView chains) {
  const int count = ChainsOf(options);
  if (chains.rows() != count) {
    return absl::InvalidArgumentError(absl::StrCat("the saved training has ", chains.rows(),
                                                   " persistent chains, the options ask for ",
                                                   count));
  }
  return count == 0 ? absl::OkStatus() : CheckSpins(chains, ChainUnits(options, visible_units));
}

absl::Status CheckMoments(const TrainingOptions& options, int visible_units,
                          const AdamMoments& moments) {
  const bool adam = options.rule.optimizer == Optimizer::kAdam;
  const std::size_t visible = adam ? visible_units : 0;
  const std::size_t hidden = adam ? options.hidden_units : 0;
  for (const FloatMachine* moment : {&moments.first, &moments.second}) {
    if (moment->weights.size() != visible * hidden || moment->visible_bias.size() != visible ||
        moment->hidden_bias.size() != hidden) {
      return absl::InvalidArgumentError(
          adam ? "the saved training has no moments of Adam that fit the machine"
               : "the saved training has moments of Adam, the options ask for none");
    }
  }
  return absl::OkStatus();
}

}  // namespace

int TotalEpochs(const TrainingOptions& options) {
  int epochs = 0;
  for (const LearningRatePhase& phase : options.schedule) epochs += phase.epochs;
  return epochs;
}

absl::Status CheckTrainingOptions(const TrainingOptions& options) {
  INFOFLOW_RETURN_IF_ERROR(AtLeast("the number of hidden units", options.hidden_units, 1));
  INFOFLOW_RETURN_IF_ERROR(AtLeast("the batch size", options.batch_size, 1));
  INFOFLOW_RETURN_IF_ERROR(
      AtLeast("the number of steps of contrastive divergence", options.rule.gibbs_steps, 1));
  INFOFLOW_RETURN_IF_ERROR(
      AtLeast("the number of persistent chains", options.persistent_chains, 0));
  if (options.schedule.empty()) {
    return absl::InvalidArgumentError("the schedule of learning rates is empty");
  }
  if (options.updates < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of updates is ", options.updates, "; it must be at least 0"));
  }
  for (const LearningRatePhase& phase : options.schedule) {
    INFOFLOW_RETURN_IF_ERROR(AtLeast("the number of epochs", phase.epochs, 1));
    if (!(phase.learning_rate > 0.0) || !std::isfinite(phase.learning_rate)) {
      return OptionError("the learning rate", phase.learning_rate, "finite and above 0");
    }
  }
  for (const auto& [name, value] :
       {std::pair<const char*, double>{"L1", options.rule.l1}, {"L2", options.rule.l2}}) {
    if (!(value >= 0.0) || !std::isfinite(value)) {
      return OptionError(name, value, "finite and not negative");
    }
  }
  if (!(options.rule.epsilon > 0.0) || !std::isfinite(options.rule.epsilon)) {
    return OptionError("epsilon", options.rule.epsilon, "finite and above 0");
  }
  if (!(options.largest_weight > 0.0)) {
    return OptionError("the largest weight", options.largest_weight, "above 0");
  }
  if (!(options.initial_deviation >= 0.0 && options.initial_deviation <= options.largest_weight)) {
    return OptionError("the initial deviation", options.initial_deviation,
                       absl::StrCat("from 0 to the largest weight, ", options.largest_weight));
  }
  return absl::OkStatus();
}

double TrainingBytes(const TrainingOptions& options, int visible_units, int samples,
                     bool checkpoints) {
  const double hidden = options.hidden_units;
  const double parameters = (visible_units + 1.0) * hidden + visible_units;
  // In double precision at the start and to be observed, twice there, and as it is trained.
  double bytes = 20.0 * parameters;
  // Moments in single precision, and the copy that the start holds.
  if (options.rule.optimizer == Optimizer::kAdam) bytes += 16.0 * parameters;
  // A state as arrays, and as the bytes of the file.
  if (checkpoints) bytes += 16.0 * parameters;
  // Spins and fields of the batch and the chains.
  const double rows = 2.0 * std::min(options.batch_size, samples) + ChainsOf(options);
  return bytes + 5.0 * rows * (hidden + visible_units);
}

std::string FormatTrainingOptions(const TrainingOptions& options) {
  std::string text = absl::StrCat("hidden_units=", options.hidden_units);
  for (const LearningRatePhase& phase : options.schedule) {
    absl::StrAppend(&text, " epochs=", phase.epochs, "@", FormatDouble(phase.learning_rate));
  }
  const UpdateRule& rule = options.rule;
  absl::StrAppend(&text, " updates=", options.updates);
  absl::StrAppend(&text, " batch_size=", options.batch_size, " cd=", rule.gibbs_steps,
                  " persistent=", rule.persistent ? 1 : 0, " chains=", options.persistent_chains,
                  " biases=", rule.train_biases ? 1 : 0, " l1=", FormatDouble(rule.l1),
                  " l2=", FormatDouble(rule.l2));
  absl::StrAppend(
      &text, " hidden_samples=", rule.hidden_samples == HiddenSamples::kBoth ? "both" : "chain",
      " optimizer=", rule.optimizer == Optimizer::kAdam ? "adam" : "sgd",
      " epsilon=", FormatDouble(rule.epsilon));
  absl::StrAppend(&text, " initial_deviation=", FormatDouble(options.initial_deviation),
                  " largest_weight=", FormatDouble(options.largest_weight), " seed=", options.seed);
  return text;
}

Trainer::Trainer(const TrainingOptions& options, SpinsView samples)
    : options_(options), samples_(samples) {}

absl::StatusOr<Trainer> Trainer::Create(const TrainingOptions& options, SpinsView samples) {
  INFOFLOW_RETURN_IF_ERROR(CheckTrainingOptions(options));
  if (samples.columns() < 1) return absl::InvalidArgumentError("the samples have no units");
  INFOFLOW_RETURN_IF_ERROR(CheckSpins(samples, samples.columns()));
  if (const std::int64_t most = MostHiddenUnits(samples.columns()); options.hidden_units > most) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the number of hidden units is ", options.hidden_units, "; with ", samples.columns(),
        " visible units it must be at most ", most, " (", kMostParameters, " parameters)"));
  }
  TrainingState start;
  INFOFLOW_ASSIGN_OR_RETURN(start.machine, RandomMachine(samples.columns(), options.hidden_units,
                                                         options.initial_deviation, options.seed));
  start.progress = StartOf(options, samples.columns());
  return Resume(options, samples, start);
}

absl::StatusOr<Trainer> Trainer::Resume(const TrainingOptions& options, SpinsView samples,
                                        const TrainingState& state) {
  INFOFLOW_RETURN_IF_ERROR(CheckTrainingOptions(options));
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(state.machine));
  INFOFLOW_RETURN_IF_ERROR(CheckSpins(samples, state.machine.visible_units()));
  Trainer trainer(options, samples);
  if (state.machine.hidden_units() != options.hidden_units) {
    return absl::InvalidArgumentError(
        absl::StrCat("the saved machine has ", state.machine.hidden_units(),
                     " hidden units, the options ask for ", options.hidden_units));
  }
  if (state.epoch < 0 || (options.updates == 0 && state.epoch > TotalEpochs(options))) {
    return absl::InvalidArgumentError(absl::StrCat("the saved training stands after epoch ",
                                                   state.epoch, ", the options ask for ",
                                                   TotalEpochs(options)));
  }
  const std::uint64_t asked = static_cast<std::uint64_t>(options.updates);
  if (asked > 0 && state.progress.updates > asked) {
    return absl::InvalidArgumentError(absl::StrCat("the saved training stands after update ",
                                                   state.progress.updates, ", the options ask for ",
                                                   asked));
  }
  if (state.batches < 0 ||
      static_cast<std::int64_t>(state.batches) * options.batch_size >= samples.rows()) {
    return absl::InvalidArgumentError(absl::StrCat("the saved training stands after batch ",
                                                   state.batches, " of an epoch, but there are ",
                                                   samples.rows(), " samples"));
  }
  const UpdateState& progress = state.progress;
  INFOFLOW_RETURN_IF_ERROR(CheckChains(options, state.machine.visible_units(), progress.chains));
  INFOFLOW_RETURN_IF_ERROR(CheckMoments(options, state.machine.visible_units(), progress.moments));
  trainer.epoch_ = state.epoch;
  trainer.batches_ = state.batches;
  trainer.updates_ = std::make_unique<ContrastiveDivergence>(
      ToFloat(state.machine), options.rule, std::min(options.batch_size, samples.rows()),
      ChainsOf(options), options.seed);
  trainer.updates_->Restore(progress);
  return trainer;
}

bool Trainer::finished() const {
  if (options_.updates > 0) return updates() >= static_cast<std::uint64_t>(options_.updates);
  return epoch_ >= TotalEpochs(options_);
}

double Trainer::LearningRate(int epoch) const {
  for (const LearningRatePhase& phase : options_.schedule) {
    if (epoch < phase.epochs) return phase.learning_rate;
    epoch -= phase.epochs;
  }
  return options_.schedule.back().learning_rate;
}

absl::Status Trainer::TrainEpoch() {
  if (finished()) return absl::FailedPreconditionError("all epochs of the training are done");
  learning_rate_ = LearningRate(epoch_);
  random::Stream stream(options_.seed, random::StreamUse::kShuffle, epoch_);
  const std::vector<int> order = random::RandomPermutation(stream, samples_.rows());
  const std::size_t batch = options_.batch_size;
  while (batches_ * batch < order.size() && !finished()) {
    updates_->Update(samples_, absl::MakeConstSpan(order).subspan(batches_ * batch, batch),
                     learning_rate_);
    ++batches_;
  }
  if (batches_ * batch >= order.size()) {
    ++epoch_;
    batches_ = 0;
  }
  return CheckSizes();
}

absl::Status Trainer::CheckSizes() const {
  const FloatMachine& machine = updates_->machine();
  for (const auto& [name, largest] :
       {std::pair<const char*, float>{"weight", LargestOf(machine.weights.values())},
        {"visible bias", LargestOf(machine.visible_bias)},
        {"hidden bias", LargestOf(machine.hidden_bias)}}) {
    if (largest <= options_.largest_weight) continue;
    return absl::AbortedError(absl::StrCat(
        "training diverged in epoch ", epoch_ + (batches_ > 0 ? 1 : 0), " at learning rate ",
        FormatDouble(learning_rate_), ": the largest ", name, " is ",
        std::isfinite(largest) ? absl::StrCat(FormatDouble(largest), ", more than ",
                                              FormatDouble(options_.largest_weight))
                               : "not finite",
        "; take a smaller learning rate"));
  }
  return absl::OkStatus();
}

TrainingState Trainer::state() const {
  TrainingState state;
  state.epoch = epoch_;
  state.batches = batches_;
  state.machine = machine();
  state.progress = updates_->state();
  return state;
}

absl::StatusOr<Machine> Train(const TrainingOptions& options, SpinsView samples,
                              absl::FunctionRef<absl::Status(const Trainer&)> after_epoch) {
  INFOFLOW_ASSIGN_OR_RETURN(Trainer trainer, Trainer::Create(options, samples));
  while (!trainer.finished()) {
    INFOFLOW_RETURN_IF_ERROR(trainer.TrainEpoch());
    INFOFLOW_RETURN_IF_ERROR(after_epoch(trainer));
  }
  return trainer.machine();
}

absl::StatusOr<Machine> Train(const TrainingOptions& options, SpinsView samples) {
  return Train(options, samples, [](const Trainer&) { return absl::OkStatus(); });
}

}  // namespace infoflow::rbm
