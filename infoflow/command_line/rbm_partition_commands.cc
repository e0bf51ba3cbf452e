#include "infoflow/command_line/rbm_partition_commands.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "infoflow/command_line/rbm_input.h"
#include "infoflow/rbm/flow/annealed_importance.h"
#include "infoflow/rbm/machine/exact_sum.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/machine/spin_file.h"
#include "infoflow/support/flag_set.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::command_line {

namespace {

constexpr char kNats[] = "nats";
constexpr char kNatsPerSample[] = "nats per sample";

class ExactCommand : public Command {
 public:
  std::string name() const override { return "rbm-exact"; }
  std::string summary() const override {
    return "Log-partition function and likelihoods of a machine by an exact sum";
  }

  void DeclareFlags(FlagSet& flags) override {
    DeclareRbmMachine(flags, &machine_);
    DeclareRbmSamples(flags, &in_, FlagSet::Presence::kOptional, "; for likelihoods");
    flags.AddInteger("threads", &threads_, 0, "threads; 0 for one per core");
  }

  absl::StatusOr<Table> Run() override {
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::Machine machine, ReadRbmMachine(machine_));
    RbmSamples read;
    if (!in_.empty()) {
      INFOFLOW_ASSIGN_OR_RETURN(read, ReadRbmSamples(in_, machine));
    }
    const rbm::Spins& samples = read.spins;
    INFOFLOW_ASSIGN_OR_RETURN(const double log_partition, rbm::LogPartition(machine, threads_));
    std::vector<Column> columns = {{"visible", ""},
                                   {"hidden", ""},
                                   {"log_partition", kNats},
                                   {"log_partition_without_couplings", kNats}};
    std::vector<double> row = {static_cast<double>(machine.visible_units()),
                               static_cast<double>(machine.hidden_units()), log_partition,
                               rbm::LogPartitionWithoutCouplings(machine)};
    if (!in_.empty()) {
      double free_energy = 0.0, pseudo = 0.0;
      for (const double f : rbm::FreeEnergies(machine, samples)) free_energy += f / samples.rows();
      for (const double l : rbm::PseudoLogLikelihoods(machine, samples)) {
        pseudo += l / samples.rows();
      }
      columns.insert(columns.end(), {{"samples", ""},
                                     {"mean_free_energy", kNatsPerSample},
                                     {"mean_log_likelihood", kNatsPerSample},
                                     {"mean_pseudo_log_likelihood", kNatsPerSample}});
      row.insert(row.end(), {static_cast<double>(samples.rows()), free_energy,
                             -free_energy - log_partition, pseudo});
    }
    Table table(std::move(columns));
    if (!in_.empty()) table.AddComment(read.comment);
    table.AddNumbers(row);
    return table;
  }

 private:
  std::string machine_;
  std::string in_;
  int threads_ = 1;
};

class AnnealingCommand : public Command {
 public:
  std::string name() const override { return "rbm-ais"; }
  std::string summary() const override {
    return "Log-partition function of a machine by annealed importance sampling";
  }

  void DeclareFlags(FlagSet& flags) override {
    DeclareRbmMachine(flags, &machine_);
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
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::Machine machine, ReadSinglePrecisionMachine(machine_));
    rbm::AnnealingOptions options;
    options.chains = chains_;
    options.steps = steps_;
    options.threads = threads_;
    options.seed = static_cast<std::uint64_t>(seed_);
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::AnnealingEstimate forward,
                              rbm::AnnealForward(machine, options));
    const bool exact = std::min(machine.visible_units(), machine.hidden_units()) <= kLargestExact;
    // Other random numbers than those of the annealing.
    absl::StatusOr<rbm::Spins> samples =
        exact ? rbm::SampleExactly(machine, options.chains, options.seed + 1)
              : rbm::SampleLongChains(machine, options.chains, burn_in_, options.seed + 1,
                                      options.threads);
    if (!samples.ok()) return samples.status();
    INFOFLOW_ASSIGN_OR_RETURN(const rbm::AnnealingEstimate reverse,
                              rbm::AnnealReverse(machine, *samples, options));
    Table table(std::vector<Column>{{"direction", ""},
                                    {"log_partition", kNats},
                                    {"error", kNats},
                                    {"jackknife_error", kNats},
                                    {"effective_sample_size", "chains"},
                                    {"converged", ""}});
    table.AddComment(absl::StrCat("reverse from ", exact ? "exact samples" : "long chains",
                                  "; forward is too low and reverse too high on average"));
    const rbm::AnnealingVerdict verdict = rbm::JudgeAnnealing(forward, reverse);
    AddEstimate("forward", forward, verdict.forward, table);
    AddEstimate("reverse", reverse, verdict.reverse, table);
    return table;
  }

 private:
  // `why`: it is not converged; empty if it is.
  static void AddEstimate(const char* direction, const rbm::AnnealingEstimate& estimate,
                          const std::string& why, Table& table) {
    if (!why.empty()) {
      table.AddComment(absl::StrCat(direction, " has not converged: ", why,
                                    "; more --steps or --chains may help"));
    }
    table.AddRow({direction, estimate.log_partition, estimate.error, estimate.jackknife_error,
                  estimate.effective_sample_size, why.empty()});
  }

  std::string machine_;
  int chains_ = 200;
  int steps_ = 1000;
  int burn_in_ = 1000;
  std::int64_t seed_ = 1;
  int threads_ = 1;
};

}  // namespace

Commands RbmPartitionCommands() {
  Commands commands;
  commands.push_back(std::make_unique<ExactCommand>());
  commands.push_back(std::make_unique<AnnealingCommand>());
  return commands;
}

}  // namespace infoflow::command_line
