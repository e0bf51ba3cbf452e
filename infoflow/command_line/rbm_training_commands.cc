#include "infoflow/command_line/rbm_training_commands.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/command_line/rbm_input.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/machine/spin_file.h"
#include "infoflow/rbm/training/machine_file.h"
#include "infoflow/rbm/training/training.h"
#include "infoflow/rbm/training/training_monitor.h"
#include "infoflow/rbm/training/training_state_file.h"
#include "infoflow/support/flag_set.h"
#include "infoflow/support/memory.h"
#include "infoflow/support/setting.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"
#include "infoflow/support/user_path.h"

namespace infoflow::command_line {

namespace {

constexpr char kNatsPerSample[] = "nats per sample";

class TrainCommand : public Command {
 public:
  std::string name() const override { return "rbm-train"; }
  std::string summary() const override {
    return "Train a restricted Boltzmann machine on samples +-1 and save it";
  }

  void DeclareFlags(FlagSet& flags) override {
    constexpr auto kRequired = FlagSet::Presence::kRequired;
    DeclareRbmSamples(flags, &in_);
    flags.AddInteger("hidden", &hidden_, 1, "number of hidden units", kRequired);
    flags.AddText("out", &out_,
                  "prefix of the files: PREFIX_params.csv; with --npy PREFIX_weights.npy and so on",
                  kRequired);
    flags.AddNumber("learning_rate", &learning_rate_, kPositive,
                    "learning rate, above 0; larger than 0.02 seldom settles");
    flags.AddInteger("epochs", &epochs_, 1, "passes through the samples");
    flags.AddInteger("updates", &updates_, 0,
                     "updates, in place of --epochs; the last pass may end early; 0: by epochs");
    flags.AddInteger("decay_epochs", &decay_epochs_, 0,
                     "more epochs at each of 1/2, 1/5 and 1/20 of the learning rate");
    flags.AddInteger("batch", &batch_, 1, "samples per update");
    flags.AddInteger("cd", &cd_, 1, "steps k of contrastive divergence");
    flags.AddBool("persistent", &persistent_, "chains go on from update to update");
    flags.AddInteger("chains", &chains_, 0, "persistent chains; 0 for as many as --batch");
    flags.AddChoice("hidden_samples", &hidden_samples_,
                    {{"chain", rbm::HiddenSamples::kChain}, {"both", rbm::HiddenSamples::kBoth}},
                    "where hidden units are sampled: inside the chain only, with tanh in both "
                    "phases of the gradient, or in both phases too");
    flags.AddBool("biases", &biases_, "train biases too");
    flags.AddChoice("optimizer", &optimizer_,
                    {{"sgd", rbm::Optimizer::kGradient}, {"adam", rbm::Optimizer::kAdam}},
                    "plain gradient, or Adam in TensorFlow 1's form");
    flags.AddNumber("epsilon", &epsilon_, kPositive, "of Adam, above 0");
    flags.AddNumber("l1", &l1_, kNotNegative,
                    "L1 penalty: learning_rate l1 sign W is subtracted per update");
    flags.AddNumber("l2", &l2_, kNotNegative,
                    "L2 penalty: learning_rate l2 W is subtracted per update");
    flags.AddNumber("deviation", &deviation_, {0.0, rbm::TrainingOptions().largest_weight},
                    "standard deviation of the weights at the start");
    flags.AddInteger("seed", &seed_, 0, "seed");
    flags.AddBool("npy", &npy_, "save as .npy files");
    flags.AddBool("resume", &resume_,
                  "save the state after every epoch and go on from PREFIX.checkpoint if there");
    flags.AddBool("other_samples", &other_samples_,
                  "go on although the state was saved with other samples");
    flags.OnlyWhere("resume", {"true"}, {"other_samples"});
    flags.OnlyWhere("persistent", {"true"}, {"chains"});
    flags.OnlyWhere("optimizer", {"adam"}, {"epsilon"});
    flags.Writes("out", [this](const std::string& value) {
      const std::string prefix = UserPath(value);
      std::vector<std::string> files = rbm::MachineFiles(prefix, Layout());
      if (resume_) files.push_back(Checkpoint(prefix));
      return files;
    });
    flags_ = &flags;
  }

  absl::StatusOr<Table> Run() override {
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::TrainingOptions options, Options());
    const std::string prefix = UserPath(out_);
    INFOFLOW_RETURN_IF_ERROR(rbm::CheckMachineWritable(prefix, Layout()));
    INFOFLOW_ASSIGN_OR_RETURN(const RbmSamples read, ReadRbmSamples(in_));
    const rbm::Spins& samples = read.spins;
    INFOFLOW_RETURN_IF_ERROR(CheckSize(options, samples));
    INFOFLOW_ASSIGN_OR_RETURN(rbm::Trainer trainer, rbm::Trainer::Create(options, samples));
    const std::string checkpoint = Checkpoint(prefix);
    std::string samples_checksum;
    std::vector<double> history;  // the rows of the table, one after the other
    if (resume_) {
      samples_checksum = rbm::SamplesChecksum(samples);
      const absl::StatusOr<rbm::TrainingState> state =
          rbm::LoadTrainingState(options, other_samples_ ? "" : samples_checksum, checkpoint);
      if (state.ok()) {
        absl::StatusOr<rbm::Trainer> resumed = rbm::Trainer::Resume(options, samples, *state);
        if (!resumed.ok()) {
          return absl::Status(resumed.status().code(),
                              absl::StrCat(checkpoint, ": ", resumed.status().message()));
        }
        trainer = *std::move(resumed);
        history = state->history;
      } else if (state.status().code() != absl::StatusCode::kNotFound) {
        return state.status();
      }
    }
    while (!trainer.finished()) {
      INFOFLOW_RETURN_IF_ERROR(trainer.TrainEpoch());
      INFOFLOW_ASSIGN_OR_RETURN(const rbm::TrainingReport report,
                                rbm::MonitorTraining(trainer.machine(), samples, rbm::Spins()));
      history.insert(history.end(),
                     {static_cast<double>(trainer.epoch()), static_cast<double>(trainer.updates()),
                      trainer.learning_rate(), report.reconstruction_error,
                      report.pseudo_log_likelihood, report.log_likelihood, report.weight_deviation,
                      report.largest_weight, report.median_participation});
      if (!resume_) continue;
      rbm::TrainingState state = trainer.state();
      state.history = history;
      INFOFLOW_RETURN_IF_ERROR(
          rbm::SaveTrainingState(state, options, samples_checksum, checkpoint));
    }
    INFOFLOW_RETURN_IF_ERROR(rbm::SaveMachine(trainer.machine(), prefix, Layout()));
    return HistoryTable(history, read.comment, options);
  }

 private:
  rbm::MachineLayout Layout() const {
    return npy_ ? rbm::MachineLayout::kNpy : rbm::MachineLayout::kCsv;
  }
  // Known before the work: the training, and the files at its end.
  absl::Status CheckSize(const rbm::TrainingOptions& options, rbm::SpinsView samples) const {
    const int visible = samples.columns();
    if (const std::int64_t most = rbm::MostHiddenUnits(visible); hidden_ > most) {
      return absl::InvalidArgumentError(
          absl::StrCat("--hidden=", hidden_, ": must be at most ", most, " with samples of ",
                       visible, " units, for a machine of ", rbm::kMostParameters, " parameters"));
    }
    // Beside the machine in single and, twice, in double precision.
    const double written = npy_ ? 0.0 : (rbm::kMachineLineBytes + 20.0) * (visible + 1.0) * hidden_;
    return CheckMemory(
        std::max(rbm::TrainingBytes(options, visible, samples.rows(), resume_), written),
        absl::StrCat("--hidden=", hidden_, " --batch=", batch_,
                     persistent_ ? absl::StrCat(" --chains=", chains_) : "",
                     npy_ ? "" : " without --npy"));
  }

  static std::string Checkpoint(const std::string& prefix) { return prefix + ".checkpoint"; }

  // `history` is a row of numbers per epoch.
  static absl::StatusOr<Table> HistoryTable(const std::vector<double>& history,
                                            const std::string& samples,
                                            const rbm::TrainingOptions& options) {
    Table table(std::vector<Column>{{"epoch", ""},
                                    {"updates", ""},
                                    {"learning_rate", ""},
                                    {"reconstruction_error", ""},
                                    {"pseudo_log_likelihood", kNatsPerSample},
                                    {"log_likelihood", kNatsPerSample},
                                    {"weight_deviation", ""},
                                    {"largest_weight", ""},
                                    {"median_participation", "sites"}});
    table.AddComment(samples);
    table.AddComment(rbm::FormatTrainingOptions(options));
    table.AddComment(
        "likelihoods of the first 500 samples; log_likelihood where a layer has at "
        "most 16 units, unless the sum is too long");
    const std::size_t columns = table.columns().size();
    if (history.size() % columns != 0) {
      return absl::DataLossError("the history of the saved training has the wrong length");
    }
    for (std::size_t row = 0; row < history.size(); row += columns) {
      table.AddRow(std::vector<Cell>(history.begin() + row, history.begin() + row + columns));
    }
    return table;
  }

  absl::StatusOr<rbm::TrainingOptions> Options() const {
    if (updates_ > 0 && (flags_->Given("epochs") || flags_->Given("decay_epochs"))) {
      return absl::InvalidArgumentError(
          absl::StrCat("--updates=", updates_, ": not together with --epochs or --decay_epochs"));
    }
    rbm::TrainingOptions options;
    options.hidden_units = hidden_;
    options.batch_size = batch_;
    options.updates = updates_;
    options.persistent_chains = chains_;
    options.schedule = {{learning_rate_, epochs_}};
    if (decay_epochs_ > 0) {
      for (const double factor : {0.5, 0.2, 0.05}) {
        options.schedule.push_back({factor * learning_rate_, decay_epochs_});
      }
    }
    options.rule.gibbs_steps = cd_;
    options.rule.persistent = persistent_;
    options.rule.train_biases = biases_;
    options.rule.hidden_samples = hidden_samples_;
    options.rule.optimizer = optimizer_;
    options.rule.epsilon = epsilon_;
    options.rule.l1 = l1_;
    options.rule.l2 = l2_;
    options.initial_deviation = deviation_;
    options.seed = static_cast<std::uint64_t>(seed_);
    INFOFLOW_RETURN_IF_ERROR(rbm::CheckTrainingOptions(options));
    return options;
  }

  std::string in_;
  std::string out_;
  int hidden_ = 0;
  double learning_rate_ = 0.01;
  int epochs_ = 10;
  std::int64_t updates_ = 0;
  int decay_epochs_ = 0;
  int batch_ = 100;
  int cd_ = 1;
  bool persistent_ = false;
  int chains_ = 0;
  rbm::HiddenSamples hidden_samples_ = rbm::HiddenSamples::kChain;
  rbm::Optimizer optimizer_ = rbm::Optimizer::kGradient;
  double epsilon_ = 1e-8;
  bool biases_ = false;
  double l1_ = 0.0;
  double l2_ = 0.0;
  double deviation_ = 0.01;
  std::int64_t seed_ = 1;
  bool npy_ = false;
  bool resume_ = false;
  bool other_samples_ = false;
  const FlagSet* flags_ = nullptr;
};

}  // namespace

Commands RbmTrainingCommands() {
  Commands commands;
  commands.push_back(std::make_unique<TrainCommand>());
  return commands;
}

}  // namespace infoflow::command_line
