#include "infoflow/command_line/ising_chain_commands.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/ising/chain/chain.h"
#include "infoflow/ising/chain/finite_chain.h"
#include "infoflow/ising/chain/finite_chain_relative_entropy.h"
#include "infoflow/ising/chain/flow.h"
#include "infoflow/ising/chain/relative_entropy.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::command_line {

namespace {

constexpr char kNatsPerSite[] = "nats per site";
constexpr char kNats[] = "nats";

// A row is printed for each; the flow has long ended.
constexpr std::int64_t kMostSteps = 100000;

class ChainFlowCommand : public Command {
 public:
  std::string name() const override { return "ising-chain"; }

  std::string summary() const override {
    return "Infinite Ising chain along exact decimation, with relative entropies";
  }

  void DeclareFlags(FlagSet& flags) override {
    flags.AddNumber("coupling", &couplings_.coupling,
                    "nearest-neighbour coupling, inverse temperature absorbed",
                    FlagSet::Presence::kRequired);
    flags.AddNumber("field", &couplings_.field, "field, inverse temperature absorbed");
    flags.AddInteger("blocking", &blocking_, 2, "b: a step keeps every b-th spin");
    flags.AddInteger("steps", &steps_, {0, kMostSteps}, "number of decimation steps");
  }

  absl::StatusOr<Table> Run() override {
    INFOFLOW_ASSIGN_OR_RETURN(const ising::Chain chain, ising::Chain::Create(couplings_));
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<ising::ChainFlowStep> flow,
                              ising::ChainFlow(chain, blocking_, steps_));
    const ising::RelativeEntropies limit = ising::AsymptoticRelativeEntropies(chain);
    Table table(std::vector<Column>{{"step", ""},
                                    {"coupling", ""},
                                    {"field", ""},
                                    {"magnetization", ""},
                                    {"log_partition_per_site", kNatsPerSite},
                                    {"entropy_per_site", kNatsPerSite},
                                    {"relative_entropy_forward", kNatsPerSite},
                                    {"relative_entropy_reverse", kNatsPerSite},
                                    {"forward_asymptote", kNatsPerSite},
                                    {"reverse_asymptote", kNatsPerSite}});
    for (std::int64_t step = 0; step <= steps_; ++step) {
      const auto& [kept, at_step] = flow[step];
      table.AddRow({step, kept.coupling(), kept.field(), kept.magnetization(),
                    kept.log_partition_per_site(), kept.entropy_per_site(), at_step.forward,
                    at_step.reverse, limit.forward, limit.reverse});
    }
    return table;
  }

 private:
  ising::ChainCouplings couplings_;
  std::int64_t blocking_ = 2;
  std::int64_t steps_ = 10;
};

class FiniteChainCommand : public Command {
 public:
  std::string name() const override { return "ising-chain-finite"; }

  std::string summary() const override {
    return "Two Ising chains of N spins on the same lattice, with relative entropies";
  }

  void DeclareFlags(FlagSet& flags) override {
    constexpr auto kRequired = FlagSet::Presence::kRequired;
    flags.AddNumber("coupling", &couplings_.coupling,
                    "coupling of the first chain, inverse temperature absorbed", kRequired);
    flags.AddNumber("field", &couplings_.field, "field of the first chain");
    flags.AddNumber("other_coupling", &other_.coupling, "coupling of the other chain", kRequired);
    flags.AddNumber("other_field", &other_.field, "field of the other chain");
    flags.AddInteger("sites", &sites_, 1, "number of spins", kRequired);
    flags.AddChoice(
        "boundary", &boundary_,
        {{"periodic", ising::ChainBoundary::kPeriodic}, {"open", ising::ChainBoundary::kOpen}},
        "how the chain ends");
  }

  absl::StatusOr<Table> Run() override {
    INFOFLOW_RETURN_IF_ERROR(ising::CheckChainCouplings(couplings_));
    if (const absl::Status status = ising::CheckChainCouplings(other_); !status.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("other_", status.message()));
    }
    INFOFLOW_ASSIGN_OR_RETURN(const ising::FiniteChainMoments first,
                              ising::ComputeFiniteChain(couplings_, sites_, boundary_));
    INFOFLOW_ASSIGN_OR_RETURN(const ising::FiniteChainMoments other,
                              ising::ComputeFiniteChain(other_, sites_, boundary_));
    INFOFLOW_ASSIGN_OR_RETURN(
        const ising::RelativeEntropies entropies,
        ising::FiniteChainRelativeEntropies(couplings_, other_, sites_, boundary_));
    Table table(std::vector<Column>{{"sites", ""},
                                    {"log_partition", kNats},
                                    {"other_log_partition", kNats},
                                    {"bond_sum", ""},
                                    {"other_bond_sum", ""},
                                    {"spin_sum", ""},
                                    {"other_spin_sum", ""},
                                    {"relative_entropy_to_other", kNats},
                                    {"relative_entropy_from_other", kNats}});
    table.AddRow({sites_, first.log_partition, other.log_partition, first.bond_sum, other.bond_sum,
                  first.spin_sum, other.spin_sum, entropies.forward, entropies.reverse});
    return table;
  }

 private:
  ising::ChainCouplings couplings_;
  ising::ChainCouplings other_;
  std::int64_t sites_ = 0;
  ising::ChainBoundary boundary_ = ising::ChainBoundary::kPeriodic;
};

}  // namespace

Commands IsingChainCommands() {
  Commands commands;
  commands.push_back(std::make_unique<ChainFlowCommand>());
  commands.push_back(std::make_unique<FiniteChainCommand>());
  return commands;
}

}  // namespace infoflow::command_line
