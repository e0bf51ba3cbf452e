#include "infoflow/command_line/ising_square_commands.h"

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/ising/square/decimation.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/ising/square/flow.h"
#include "infoflow/ising/square/kept_law.h"
#include "infoflow/ising/square/relative_entropy.h"
#include "infoflow/ising/square/torus.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::command_line {

namespace {

constexpr char kNats[] = "nats per site";
constexpr char kNatsPerKept[] = "nats per kept spin";
constexpr char kCouplingHelp[] = "coupling K = J/kT of the square lattice";
constexpr char kBlockingHelp[] =
    "length factor of one mk step, 2 or more; 0 stands for 2, and for the other schemes' own";
constexpr std::int64_t kLargestSteps = 100000;

// --scheme and --blocking, which two commands share.
class SchemeFlags {
 public:
  void Declare(FlagSet& flags) {
    flags.AddChoice("scheme", &scheme_, {"drop", "sum", "wall", "mk", "optimal"},
                    "nearest-neighbour map of one step");
    flags.AddInteger("blocking", &blocking_, 0, kBlockingHelp);
  }

  absl::StatusOr<ising::SquareTruncation> Truncation() const {
    if (blocking_ == 0) return ising::SquareTruncation::Parse(scheme_);
    if (scheme_ != "mk") {
      return absl::InvalidArgumentError(
          absl::StrFormat("--blocking=%d: only --scheme=mk takes a blocking, while %s always "
                          "coarsens by sqrt(2)",
                          blocking_, scheme_));
    }
    if (blocking_ < 2 || blocking_ > ising::SquareTruncation::kLargestBlocking) {
      return absl::InvalidArgumentError(
          absl::StrFormat("--blocking=%d: must be an integer from 2 to %d", blocking_,
                          ising::SquareTruncation::kLargestBlocking));
    }
    return ising::SquareTruncation::MigdalKadanoff(static_cast<int>(blocking_));
  }

  const std::string& scheme() const { return scheme_; }

 private:
  std::string scheme_ = "sum";
  std::int64_t blocking_ = 0;
};

class FlowCommand : public Command {
 public:
  std::string name() const override { return "ising-square"; }
  std::string summary() const override {
    return "relative entropy per site along a truncated decimation flow of the square lattice";
  }
  void DeclareFlags(FlagSet& flags) override {
    flags.AddNumber("coupling", &coupling_, kCouplingHelp, FlagSet::Presence::kRequired);
    scheme_.Declare(flags);
    flags.AddInteger("steps", &steps_, {0, kLargestSteps}, "number of steps, at most 100000");
  }
  absl::StatusOr<Table> Run() override {
    INFOFLOW_ASSIGN_OR_RETURN(const ising::SquareTruncation truncation, scheme_.Truncation());
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> flow,
                              ising::SquareFlow(truncation, coupling_, steps_));
    Table table({{"step", ""},
                 {"coupling", ""},
                 {"relative_entropy_forward", kNats},
                 {"relative_entropy_reverse", kNats}});
    for (std::size_t n = 0; n < flow.size(); ++n) {
      table.AddRow({static_cast<double>(n), flow[n],
                    ising::SquareRelativeEntropy(coupling_, flow[n]),
                    ising::SquareRelativeEntropy(flow[n], coupling_)});
    }
    return table;
  }

 private:
  double coupling_ = 0.0;
  int steps_ = 10;
  SchemeFlags scheme_;
};

class ExactCommand : public Command {
 public:
  std::string name() const override { return "ising-square-exact"; }
  std::string summary() const override {
    return "exact thermodynamics of the infinite square lattice, or of a torus";
  }
  void DeclareFlags(FlagSet& flags) override {
    flags.AddNumber("coupling", &coupling_, kCouplingHelp, FlagSet::Presence::kRequired);
    flags.AddInteger("rows", &rows_, 0, "rows of a torus, 2 or more; 0 for the infinite lattice");
    flags.AddInteger("columns", &columns_, 0, "columns of a torus; given together with --rows");
  }
  absl::StatusOr<Table> Run() override {
    const bool torus_wanted = rows_ != 0 || columns_ != 0;
    if (torus_wanted) {
      INFOFLOW_RETURN_IF_ERROR(CheckSide("rows", rows_));
      INFOFLOW_RETURN_IF_ERROR(CheckSide("columns", columns_));
    }
    std::vector<Column> columns = {{"coupling", ""},
                                   {"log_partition", kNats},
                                   {"energy", "bonds per site"},
                                   {"energy_slope", "per site"},
                                   {"entropy", kNats},
                                   {"magnetization", ""},
                                   {"nearest_correlation", ""},
                                   {"diagonal_correlation", ""},
                                   {"axis_correlation", ""}};
    // Small programs have no arithmetic for it (kept_law_refused.cc).
    const absl::StatusOr<ising::SquareKeptLaw> law = ising::SolveSquareKeptLaw(coupling_);
    if (!law.ok() && !absl::IsUnimplemented(law.status())) return law.status();
    const double energy = ising::SquareEnergy(coupling_);
    std::vector<double> row = {coupling_,
                               ising::SquareLogPartition(coupling_),
                               energy,
                               ising::SquareEnergySlope(coupling_),
                               ising::SquareEntropy(coupling_),
                               ising::SquareMagnetization(coupling_),
                               0.5 * energy,
                               law.ok() ? law->diagonal_correlation : NAN,
                               law.ok() ? law->axis_correlation : NAN};
    if (torus_wanted) {
      INFOFLOW_ASSIGN_OR_RETURN(
          const ising::TorusThermodynamics torus,
          ising::SolveTorus(static_cast<int>(rows_), static_cast<int>(columns_), coupling_));
      for (Column column :
           {Column{"rows", ""}, Column{"columns", ""}, Column{"torus_log_partition", "nats"},
            Column{"torus_energy", "bonds"}}) {
        columns.push_back(std::move(column));
      }
      row.insert(row.end(), {static_cast<double>(rows_), static_cast<double>(columns_),
                             torus.log_partition, torus.energy});
    }
    Table table(std::move(columns));
    if (!law.ok()) {
      table.AddComment(absl::StrCat("diagonal_correlation and axis_correlation are nan: ",
                                    law.status().message()));
    }
    if (std::isinf(row[3])) {
      table.AddComment(
          "energy_slope is inf: this coupling is the double nearest K_c, 1.1e-17 above it; all "
          "other columns have their values there, the magnetization with its power 1/8 too");
    }
    table.AddNumbers(row);
    return table;
  }

 private:
  double coupling_ = 0.0;
  static absl::Status CheckSide(const char* name, std::int64_t value) {
    if (value >= 2 && value <= ising::kLargestTorusSide) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrFormat("--%s=%d: must be an integer from 2 to %d, as both sides of a torus", name,
                        value, ising::kLargestTorusSide));
  }

  std::int64_t rows_ = 0;
  std::int64_t columns_ = 0;
};

class FixedPointCommand : public Command {
 public:
  std::string name() const override { return "ising-square-fixed-point"; }
  std::string summary() const override {
    return "fixed point and exponents of a truncated decimation map, with the exact ones";
  }
  void DeclareFlags(FlagSet& flags) override { scheme_.Declare(flags); }
  absl::StatusOr<Table> Run() override {
    INFOFLOW_ASSIGN_OR_RETURN(const ising::SquareTruncation truncation, scheme_.Truncation());
    INFOFLOW_ASSIGN_OR_RETURN(const ising::SquareFixedPoint point,
                              ising::FindSquareFixedPoint(truncation));
    if (!point.converged) {
      return absl::InternalError(
          absl::StrFormat("the fixed point of scheme %s was not found in %d iterations",
                          truncation.name(), point.iterations));
    }
    Table table({{"scheme", ""},
                 {"length_factor", ""},
                 {"coupling", ""},
                 {"slope", ""},
                 {"thermal_exponent", ""},
                 {"correlation_length_exponent", ""}});
    const auto add = [&table](const std::string& name, const ising::SquareFixedPoint& p) {
      table.AddRow({name, FormatDouble(p.length_factor), FormatDouble(p.coupling),
                    FormatDouble(p.slope), FormatDouble(p.thermal_exponent),
                    FormatDouble(p.correlation_length_exponent)});
    };
    add(scheme_.scheme(), point);
    add("exact", ising::ExactSquareCriticalPoint());
    return table;
  }

 private:
  SchemeFlags scheme_;
};

class TruncationCommand : public Command {
 public:
  std::string name() const override { return "ising-square-truncation"; }
  std::string summary() const override {
    return "what one decimation step loses, and what each truncation of it costs";
  }
  void DeclareFlags(FlagSet& flags) override {
    flags.AddNumber("coupling", &coupling_, kCouplingHelp, FlagSet::Presence::kRequired);
  }
  absl::StatusOr<Table> Run() override {
    INFOFLOW_ASSIGN_OR_RETURN(const ising::SquareKeptLaw law, ising::SolveSquareKeptLaw(coupling_));
    const std::vector<ising::SquareTruncation> schemes = {
        ising::SquareTruncation::Drop(), ising::SquareTruncation::Sum(),
        ising::SquareTruncation::Wall(), ising::SquareTruncation::Optimal()};
    std::vector<double> models;
    for (const ising::SquareTruncation& scheme : schemes) models.push_back(scheme.Map(coupling_));
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> costs,
                              ising::SquareTruncationCosts(coupling_, models));
    Table table({{"scheme", ""},
                 {"coupling", ""},
                 {"truncated_coupling", ""},
                 {"truncation_cost", kNatsPerKept},
                 {"information_lost", "nats per summed spin"},
                 {"kept_entropy", kNatsPerKept}});
    for (std::size_t i = 0; i < schemes.size(); ++i) {
      table.AddRow({schemes[i].name(), FormatDouble(coupling_), FormatDouble(models[i]),
                    FormatDouble(costs[i]), FormatDouble(law.lost_entropy),
                    FormatDouble(law.kept_entropy)});
    }
    return table;
  }

 private:
  double coupling_ = 0.0;
};

}  // namespace

Commands IsingSquareCommands() {
  Commands commands;
  commands.push_back(std::make_unique<FlowCommand>());
  commands.push_back(std::make_unique<ExactCommand>());
  commands.push_back(std::make_unique<FixedPointCommand>());
  commands.push_back(std::make_unique<TruncationCommand>());
  return commands;
}

}  // namespace infoflow::command_line
