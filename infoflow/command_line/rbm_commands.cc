#include "infoflow/command_line/rbm_commands.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "infoflow/rbm/annealed_importance.h"
#include "infoflow/rbm/correlator.h"
#include "infoflow/rbm/exact_sum.h"
#include "infoflow/rbm/flow.h"
#include "infoflow/rbm/machine.h"
#include "infoflow/rbm/machine_file.h"
#include "infoflow/rbm/pattern_statistics.h"
#include "infoflow/rbm/spin_file.h"
#include "infoflow/rbm/training.h"
#include "infoflow/rbm/training_monitor.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::command_line {

namespace {

constexpr char kNats[] = "nats";
constexpr char kNatsPerSample[] = "nats per sample";

constexpr char kMachineHelp[] =
    "machine in PREFIX_params.csv or PREFIX_weights.npy and its two biases";
constexpr char kSamplesHelp[] =
    "samples +-1: .npy (samples x units or images), or CSV with header k,v0,v1,... or "
    "k,y,x0,x1,...";

// Relative paths are taken from where the user stands, not from where Bazel runs programs.
std::string UserPath(const std::string& path) {
  const char* folder = std::getenv("BUILD_WORKING_DIRECTORY");
  if (path.empty() || path[0] == '/' || folder == nullptr) return path;
  return absl::StrCat(folder, "/", path);
}

absl::Status InFlag(absl::string_view flag, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat("--", flag, ": ", status.message()));
}

absl::StatusOr<rbm::Machine> ReadMachine(const std::string& prefix) {
  absl::StatusOr<rbm::Machine> machine = rbm::LoadMachine(UserPath(prefix));
  if (!machine.ok()) return InFlag("machine", machine.status());
  return machine;
}

absl::StatusOr<rbm::Spins> ReadSamples(const std::string& path) {
  absl::StatusOr<rbm::Spins> samples = rbm::ReadSpins(UserPath(path));
  if (!samples.ok()) return InFlag("in", samples.status());
  return samples;
}

// Samples for a given machine.
absl::StatusOr<rbm::Spins> ReadSamples(const std::string& path, const rbm::Machine& machine) {
  INFOFLOW_ASSIGN_OR_RETURN(rbm::Spins samples, ReadSamples(path));
  const absl::Status status = rbm::ValidateSpins(samples, machine.visible_units());
  if (!status.ok()) return InFlag("in", status);
  return samples;
}

absl::StatusOr<int> ToInt(absl::string_view flag, std::int64_t value) {
  if (value > std::numeric_limits<int>::max()) {
    return absl::InvalidArgumentError(absl::StrCat("--", flag, "=", value,
                                                   ": must be an integer of at most ",
                                                   std::numeric_limits<int>::max()));
  }
  return static_cast<int>(value);
}

class TrainCommand : public Command {
 public:
  std::string name() const override { return "rbm-train"; }
  std::string summary() const override {
    return "Train a restricted Boltzmann machine on samples +-1 and save it";
  }

  void DeclareFlags(FlagSet& flags) override {
    constexpr auto kRequired = FlagSet::Presence::kRequired;
    flags.AddText("in", &in_, kSamplesHelp, kRequired);
    flags.AddInteger("hidden", &hidden_, 1, "number of hidden units", kRequired);
    flags.AddText("out", &out_,
                  "prefix of the files: PREFIX_params.csv; with --npy PREFIX_weights.npy and so on",
                  kRequired);
    flags.AddNumber("learning_rate", &learning_rate_,
                    "learning rate, above 0; larger than 0.02 seldom settles");
    flags.AddInteger("epochs", &epochs_, 1, "passes through the samples");
    flags.AddInteger("decay_epochs", &decay_epochs_, 0,
                     "more epochs at each of 1/2, 1/5 and 1/20 of the learning rate");
    flags.AddInteger("batch", &batch_, 1, "samples per update");
    flags.AddInteger("cd", &cd_, 1, "steps k of contrastive divergence");
    flags.AddBool("persistent", &persistent_, "chains go on from update to update");
    flags.AddInteger("chains", &chains_, 0, "persistent chains; 0 for as many as --batch");
    flags.AddBool("biases", &biases_, "train biases too");
    flags.AddNumber("l1", &l1_, "L1 penalty: learning_rate l1 sign W is subtracted per update");
    flags.AddNumber("l2", &l2_, "L2 penalty: learning_rate l2 W is subtracted per update");
    flags.AddNumber("deviation", &deviation_, "standard deviation of the weights at the start");
    flags.AddInteger("seed", &seed_, 0, "seed");
    flags.AddBool("npy", &npy_, "save as .npy files");
    flags.AddBool("resume", &resume_,
                  "save the state after every epoch and go on from PREFIX_training.csv if there");
  }

  absl::StatusOr<Table> Run() override {
    if (!(learning_rate_ > 0.0)) {
      return absl::InvalidArgumentError(
          absl::StrCat("--learning_rate=", learning_rate_, ": must be a number above 0"));
    }
    rbm::TrainingOptions options;
    INFOFLOW_ASSIGN_OR_RETURN(options.hidden_units, ToInt("hidden", hidden_));
    INFOFLOW_ASSIGN_OR_RETURN(options.batch_size, ToInt("batch", batch_));
    INFOFLOW_ASSIGN_OR_RETURN(options.rule.gibbs_steps, ToInt("cd", cd_));
    INFOFLOW_ASSIGN_OR_RETURN(options.persistent_chains, ToInt("chains", chains_));
    INFOFLOW_ASSIGN_OR_RETURN(const int epochs, ToInt("epochs", epochs_));
    INFOFLOW_ASSIGN_OR_RETURN(const int decay, ToInt("decay_epochs", decay_epochs_));
    options.schedule = {{learning_rate_, epochs}};
    if (decay > 0) {
      for (const double factor : {0.5, 0.2, 0.05}) {
        options.schedule.push_back({factor * learning_rate_, decay});
      }
    }
    options.rule.persistent = persistent_;
    options.rule.train_biases = biases_;
    options.rule.l1 = l1_;
    options.rule.l2 = l2_;
    options.initial_deviation = deviation_;
    options.seed = static_cast<std::uint64_t>(seed_);
    INFOFLOW_RETURN_IF_ERROR(rbm::ValidateTrainingOptions(options));
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::Spins samples, ReadSamples(in_));
    const std::string prefix = UserPath(out_);
    INFOFLOW_ASSIGN_OR_RETURN(rbm::Trainer trainer, rbm::Trainer::Create(options, samples));
    if (resume_) {
      const absl::StatusOr<rbm::TrainingState> state = rbm::LoadTrainingState(options, prefix);
      if (state.ok()) {
        INFOFLOW_ASSIGN_OR_RETURN(trainer, rbm::Trainer::Resume(options, samples, *state));
      } else if (state.status().code() != absl::StatusCode::kNotFound) {
        return state.status();
      }
    }
    Table table(std::vector<Column>{{"epoch", ""},
                                    {"learning_rate", ""},
                                    {"reconstruction_error", ""},
                                    {"pseudo_log_likelihood", kNatsPerSample},
                                    {"log_likelihood", kNatsPerSample},
                                    {"weight_deviation", ""},
                                    {"largest_weight", ""},
                                    {"median_participation", "sites"}});
    table.AddComment(rbm::FormatTrainingOptions(options));
    table.AddComment(
        "likelihoods of the first 500 samples; log_likelihood where a layer has at "
        "most 16 units");
    while (!trainer.finished()) {
      INFOFLOW_RETURN_IF_ERROR(trainer.TrainEpoch());
      if (resume_) {
        INFOFLOW_RETURN_IF_ERROR(rbm::SaveTrainingState(trainer.state(), options, prefix));
      }
      INFOFLOW_ASSIGN_OR_RETURN(const rbm::TrainingReport report,
                                rbm::MonitorTraining(trainer.machine(), samples, rbm::Spins()));
      table.AddRow({static_cast<double>(trainer.epoch()), trainer.learning_rate(),
                    report.reconstruction_error, report.pseudo_log_likelihood,
                    report.log_likelihood, report.weight_deviation, report.largest_weight,
                    report.median_participation});
    }
    INFOFLOW_RETURN_IF_ERROR(rbm::SaveMachine(
        trainer.machine(), prefix, npy_ ? rbm::MachineLayout::kNpy : rbm::MachineLayout::kCsv));
    return table;
  }

 private:
  std::string in_;
  std::string out_;
  std::int64_t hidden_ = 0;
  double learning_rate_ = 0.01;
  std::int64_t epochs_ = 10;
  std::int64_t decay_epochs_ = 0;
  std::int64_t batch_ = 100;
  std::int64_t cd_ = 1;
  bool persistent_ = false;
  std::int64_t chains_ = 0;
  bool biases_ = false;
  double l1_ = 0.0;
  double l2_ = 0.0;
  double deviation_ = 0.01;
  std::int64_t seed_ = 1;
  bool npy_ = false;
  bool resume_ = false;
};

class ExactCommand : public Command {
 public:
  std::string name() const override { return "rbm-exact"; }
  std::string summary() const override {
    return "Log-partition function and likelihoods of a machine by an exact sum";
  }

  void DeclareFlags(FlagSet& flags) override {
    flags.AddText("machine", &machine_, kMachineHelp, FlagSet::Presence::kRequired);
    flags.AddText("in", &in_, kSamplesHelp);
    flags.AddInteger("threads", &threads_, 0, "threads; 0 for one per core");
  }

  absl::StatusOr<Table> Run() override {
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::Machine machine, ReadMachine(machine_));
    INFOFLOW_ASSIGN_OR_RETURN(const int threads, ToInt("threads", threads_));
    rbm::Spins samples;
    if (!in_.empty()) {
      INFOFLOW_ASSIGN_OR_RETURN(samples, ReadSamples(in_, machine));
    }
    INFOFLOW_ASSIGN_OR_RETURN(const double log_partition, rbm::LogPartition(machine, threads));
    double free_energy = std::numeric_limits<double>::quiet_NaN();
    double pseudo = std::numeric_limits<double>::quiet_NaN();
    if (samples.rows() > 0) {
      free_energy = pseudo = 0.0;
      for (const double f : rbm::FreeEnergies(machine, samples)) free_energy += f / samples.rows();
      for (const double l : rbm::PseudoLogLikelihoods(machine, samples)) {
        pseudo += l / samples.rows();
      }
    }
    Table table(std::vector<Column>{{"visible", ""},
                                    {"hidden", ""},
                                    {"log_partition", kNats},
                                    {"log_partition_without_couplings", kNats},
                                    {"samples", ""},
                                    {"mean_free_energy", kNatsPerSample},
                                    {"mean_log_likelihood", kNatsPerSample},
                                    {"mean_pseudo_log_likelihood", kNatsPerSample}});
    table.AddRow({static_cast<double>(machine.visible_units()),
                  static_cast<double>(machine.hidden_units()), log_partition,
                  rbm::LogPartitionWithoutCouplings(machine), static_cast<double>(samples.rows()),
                  free_energy, -free_energy - log_partition, pseudo});
    return table;
  }

 private:
  std::string machine_;
  std::string in_;
  std::int64_t threads_ = 1;
};

class AnnealingCommand : public Command {
 public:
  std::string name() const override { return "rbm-ais"; }
  std::string summary() const override {
    return "Log-partition function of a machine by annealed importance sampling";
  }

  void DeclareFlags(FlagSet& flags) override {
    flags.AddText("machine", &machine_, kMachineHelp, FlagSet::Presence::kRequired);
    flags.AddInteger("chains", &chains_, 2, "independent chains");
    flags.AddInteger("steps", &steps_, 1, "inverse temperatures between 0 and 1");
    flags.AddInteger("burn_in", &burn_in_, 1,
                     "steps of the chains that the reverse direction starts from, unless the "
                     "smaller layer has at most 16 units and samples are exact");
    flags.AddInteger("seed", &seed_, 0, "seed");
    flags.AddInteger("threads", &threads_, 0, "threads; 0 for one per core");
  }

  absl::StatusOr<Table> Run() override {
    constexpr int kLargestExact = 16;
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::Machine machine, ReadMachine(machine_));
    rbm::AnnealingOptions options;
    INFOFLOW_ASSIGN_OR_RETURN(options.chains, ToInt("chains", chains_));
    INFOFLOW_ASSIGN_OR_RETURN(options.steps, ToInt("steps", steps_));
    INFOFLOW_ASSIGN_OR_RETURN(options.threads, ToInt("threads", threads_));
    INFOFLOW_ASSIGN_OR_RETURN(const int burn_in, ToInt("burn_in", burn_in_));
    options.seed = static_cast<std::uint64_t>(seed_);
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::AnnealingEstimate forward,
                              rbm::AnnealForward(machine, options));
    const bool exact = std::min(machine.visible_units(), machine.hidden_units()) <= kLargestExact;
    // Other random numbers than those of the annealing.
    absl::StatusOr<rbm::Spins> samples =
        exact ? rbm::SampleExactly(machine, options.chains, options.seed + 1)
              : rbm::SampleLongChains(machine, options.chains, burn_in, options.seed + 1,
                                      options.threads);
    if (!samples.ok()) return samples.status();
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::AnnealingEstimate reverse,
                              rbm::AnnealReverse(machine, *samples, options));
    Table table(std::vector<Column>{{"direction", ""},
                                    {"log_partition", kNats},
                                    {"error", kNats},
                                    {"jackknife_error", kNats},
                                    {"effective_sample_size", "chains"}});
    table.AddComment(absl::StrCat("reverse from ", exact ? "exact samples" : "long chains",
                                  "; forward is too low and reverse too high on average"));
    for (const auto& [direction, estimate] :
         {std::pair<const char*, const rbm::AnnealingEstimate*>{"forward", &forward},
          {"reverse", &reverse}}) {
      table.AddRow({direction, FormatDouble(estimate->log_partition), FormatDouble(estimate->error),
                    FormatDouble(estimate->jackknife_error),
                    FormatDouble(estimate->effective_sample_size)});
    }
    return table;
  }

 private:
  std::string machine_;
  std::int64_t chains_ = 200;
  std::int64_t steps_ = 1000;
  std::int64_t burn_in_ = 1000;
  std::int64_t seed_ = 1;
  std::int64_t threads_ = 1;
};

class CorrelatorsCommand : public Command {
 public:
  std::string name() const override { return "rbm-correlators"; }
  std::string summary() const override {
    return "Statistics of the patterns <v h> of a machine on square images";
  }

  void DeclareFlags(FlagSet& flags) override {
    flags.AddText("machine", &machine_, kMachineHelp, FlagSet::Presence::kRequired);
    flags.AddText("in", &in_, kSamplesHelp, FlagSet::Presence::kRequired);
    flags.AddBool("patterns", &patterns_, "print the patterns themselves, a row per hidden unit");
  }

  absl::StatusOr<Table> Run() override {
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::Machine machine, ReadMachine(machine_));
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::Spins samples, ReadSamples(in_, machine));
    const int sites = machine.visible_units();
    const int side = static_cast<int>(std::lround(std::sqrt(static_cast<double>(sites))));
    if (side * side != sites) {
      return absl::InvalidArgumentError(
          absl::StrCat("--machine=", machine_, ": ", sites, " visible units are no square image"));
    }
    INFOFLOW_ASSIGN_OR_RETURN(linalg::Matrix<double> patterns,
                              rbm::MachineCorrelator(machine, samples));
    const std::vector<int> gauge = rbm::GaugeSigns(patterns);
    rbm::ApplyGauge(gauge, patterns);
    if (patterns_) {
      std::vector<Column> columns = {{"a", ""}, {"gauge", ""}};
      for (int i = 0; i < sites; ++i) columns.push_back({absl::StrCat("v", i), ""});
      Table table(std::move(columns));
      for (int a = 0; a < patterns.rows(); ++a) {
        std::vector<double> row = {static_cast<double>(a), static_cast<double>(gauge[a])};
        row.insert(row.end(), patterns.row(a).begin(), patterns.row(a).end());
        table.AddRow(row);
      }
      return table;
    }
    Table table(std::vector<Column>{{"a", ""},
                                    {"gauge", ""},
                                    {"mean", ""},
                                    {"max", ""},
                                    {"min", ""},
                                    {"participation_raw", "sites"},
                                    {"participation", "sites"},
                                    {"participation_weights", "sites"},
                                    {"concentration", ""},
                                    {"concentration_weights", ""},
                                    {"moran_index", ""},
                                    {"mean_k2", "per squared site"},
                                    {"peak_x", "sites"},
                                    {"peak_y", "sites"}});
    const linalg::Matrix<double> columns = linalg::Transposed(machine.weights);
    for (int a = 0; a < patterns.rows(); ++a) {
      const rbm::PatternStatistics s = rbm::ComputePatternStatistics(patterns.row(a), side);
      table.AddRow({static_cast<double>(a), static_cast<double>(gauge[a]), s.mean, s.largest,
                    s.smallest, s.participation_raw, s.participation,
                    rbm::ParticipationRatio(columns.row(a)), s.concentration,
                    rbm::Concentration(columns.row(a), side, 2.0), s.moran_index,
                    s.mean_squared_wave_number, static_cast<double>(s.peak.x),
                    static_cast<double>(s.peak.y)});
    }
    return table;
  }

 private:
  std::string machine_;
  std::string in_;
  bool patterns_ = false;
};

class FlowCommand : public Command {
 public:
  std::string name() const override { return "rbm-flow"; }
  std::string summary() const override {
    return "Samples passed through a machine again and again";
  }

  void DeclareFlags(FlagSet& flags) override {
    flags.AddText("machine", &machine_, kMachineHelp, FlagSet::Presence::kRequired);
    flags.AddText("in", &in_, kSamplesHelp, FlagSet::Presence::kRequired);
    flags.AddInteger("steps", &steps_, 1, "steps v -> h -> v");
    flags.AddChoice("variant", &variant_, {"stochastic", "hmean", "mean"},
                    "both layers sampled; h = tanh; both tanh with the sign at the end");
    flags.AddText("out", &out_, "file for the samples after the last step, .npy or CSV");
    flags.AddInteger("seed", &seed_, 0, "seed");
    flags.AddInteger("threads", &threads_, 0, "threads; 0 for one per core");
  }

  absl::StatusOr<Table> Run() override {
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::FlowVariant variant, rbm::ParseFlowVariant(variant_));
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::Machine machine, ReadMachine(machine_));
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::Spins samples, ReadSamples(in_, machine));
    INFOFLOW_ASSIGN_OR_RETURN(const int steps, ToInt("steps", steps_));
    INFOFLOW_ASSIGN_OR_RETURN(const int threads, ToInt("threads", threads_));
    INFOFLOW_ASSIGN_OR_RETURN(
        rbm::Flow flow,
        rbm::Flow::Create(machine, samples, variant, static_cast<std::uint64_t>(seed_), threads));
    Table table(std::vector<Column>{{"step", ""},
                                    {"magnetization", "per unit"},
                                    {"absolute_magnetization", "per unit"},
                                    {"squared_magnetization", "per unit squared"},
                                    {"free_energy", kNatsPerSample},
                                    {"changed", ""}});
    table.AddComment("changed: fraction of units other than in the samples at step 0");
    rbm::Spins spins = samples;
    for (int step = 0;; ++step) {
      double mean = 0.0;
      double absolute = 0.0;
      double square = 0.0;
      std::int64_t changed = 0;
      for (int k = 0; k < spins.rows(); ++k) {
        int sum = 0;
        for (int i = 0; i < spins.columns(); ++i) {
          sum += spins(k, i);
          if (spins(k, i) != samples(k, i)) ++changed;
        }
        const double m = static_cast<double>(sum) / spins.columns();
        mean += m / spins.rows();
        absolute += std::abs(m) / spins.rows();
        square += m * m / spins.rows();
      }
      double free_energy = 0.0;
      for (const double f : rbm::FreeEnergies(machine, spins)) free_energy += f / spins.rows();
      table.AddRow({static_cast<double>(step), mean, absolute, square, free_energy,
                    static_cast<double>(changed) / static_cast<double>(spins.size())});
      if (step == steps) break;
      flow.Advance(1);
      spins = flow.Visible();
    }
    if (!out_.empty()) INFOFLOW_RETURN_IF_ERROR(rbm::WriteSpins(spins, UserPath(out_)));
    return table;
  }

 private:
  std::string machine_;
  std::string in_;
  std::int64_t steps_ = 26;
  std::string variant_ = "stochastic";
  std::string out_;
  std::int64_t seed_ = 1;
  std::int64_t threads_ = 1;
};

}  // namespace

Commands RbmCommands() {
  Commands commands;
  commands.push_back(std::make_unique<TrainCommand>());
  commands.push_back(std::make_unique<ExactCommand>());
  commands.push_back(std::make_unique<AnnealingCommand>());
  commands.push_back(std::make_unique<CorrelatorsCommand>());
  commands.push_back(std::make_unique<FlowCommand>());
  return commands;
}

}  // namespace infoflow::command_line
