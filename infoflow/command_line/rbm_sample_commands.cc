#include "infoflow/command_line/rbm_sample_commands.h"

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/command_line/rbm_input.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/rbm/flow/flow.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/machine/spin_file.h"
#include "infoflow/rbm/patterns/correlator.h"
#include "infoflow/rbm/patterns/pattern_statistics.h"
#include "infoflow/support/file.h"
#include "infoflow/support/flag_set.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"
#include "infoflow/support/user_path.h"

namespace infoflow::command_line {

namespace {

constexpr char kNatsPerSample[] = "nats per sample";

class CorrelatorsCommand : public Command {
 public:
  std::string name() const override { return "rbm-correlators"; }
  std::string summary() const override {
    return "Statistics of the patterns <v h> of a machine on square images";
  }

  void DeclareFlags(FlagSet& flags) override {
    DeclareRbmMachine(flags, &machine_);
    DeclareRbmSamples(flags, &in_);
    flags.AddBool("patterns", &patterns_, "print the patterns themselves, a row per hidden unit");
  }

  absl::StatusOr<Table> Run() override {
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::Machine machine, ReadRbmMachine(machine_));
    INFOFLOW_ASSIGN_OR_RETURN(const RbmSamples read, ReadRbmSamples(in_, machine));
    const rbm::Spins& samples = read.spins;
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
      table.AddComment(read.comment);
      for (int a = 0; a < patterns.rows(); ++a) {
        std::vector<double> row = {static_cast<double>(a), static_cast<double>(gauge[a])};
        row.insert(row.end(), patterns.row(a).begin(), patterns.row(a).end());
        table.AddNumbers(row);
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
    table.AddComment(read.comment);
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
    DeclareRbmMachine(flags, &machine_);
    DeclareRbmSamples(flags, &in_);
    flags.AddInteger("steps", &steps_, 1, "steps v -> h -> v");
    flags.AddChoice("variant", &variant_, {"stochastic", "hmean", "mean"},
                    "both layers sampled; h = tanh; both tanh with the sign at the end");
    flags.AddText("out", &out_, "file for the samples after the last step, .npy or CSV");
    flags.Writes("out");
    flags.AddInteger("seed", &seed_, 0, "seed");
    flags.AddInteger("threads", &threads_, 0, "threads; 0 for one per core");
  }

  absl::StatusOr<Table> Run() override {
    const std::string out = UserPath(out_);
    if (!out_.empty()) INFOFLOW_RETURN_IF_ERROR(CheckWritable(out));
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::FlowVariant variant, rbm::ParseFlowVariant(variant_));
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::Machine machine, ReadSinglePrecisionMachine(machine_));
    INFOFLOW_ASSIGN_OR_RETURN(const RbmSamples read, ReadRbmSamples(in_, machine));
    const rbm::Spins& samples = read.spins;
    INFOFLOW_ASSIGN_OR_RETURN(
        rbm::Flow flow,
        rbm::Flow::Create(machine, samples, variant, static_cast<std::uint64_t>(seed_), threads_));
    Table table(std::vector<Column>{{"step", ""},
                                    {"magnetization", "per unit"},
                                    {"absolute_magnetization", "per unit"},
                                    {"squared_magnetization", "per unit squared"},
                                    {"free_energy", kNatsPerSample},
                                    {"changed", ""}});
    table.AddComment(read.comment);
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
      if (step == steps_) break;
      flow.Advance(1);
      spins = flow.Visible();
    }
    if (!out_.empty()) INFOFLOW_RETURN_IF_ERROR(rbm::WriteSpins(spins, out));
    return table;
  }

 private:
  std::string machine_;
  std::string in_;
  int steps_ = 26;
  std::string variant_ = "stochastic";
  std::string out_;
  std::int64_t seed_ = 1;
  int threads_ = 1;
};

}  // namespace

Commands RbmSampleCommands() {
  Commands commands;
  commands.push_back(std::make_unique<CorrelatorsCommand>());
  commands.push_back(std::make_unique<FlowCommand>());
  return commands;
}

}  // namespace infoflow::command_line
