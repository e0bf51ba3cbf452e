#include "infoflow/command_line/ising_sampling_commands.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "infoflow/ising/sampling/block_spins.h"
#include "infoflow/ising/sampling/ising_sampler.h"
#include "infoflow/ising/sampling/spin_observables.h"
#include "infoflow/ising/sampling/spin_sample_file.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/ising/sampling/torus_thermometer.h"
#include "infoflow/support/file.h"
#include "infoflow/support/memory.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/user_path.h"

namespace infoflow::command_line {

namespace {

constexpr auto kRequired = FlagSet::Presence::kRequired;
constexpr char kEnergyUnit[] = "J per site";
constexpr char kTemperatureUnit[] = "J/k_B";

// Larger numbers are refused by what they are passed to.
int Clamped(std::int64_t value) {
  return static_cast<int>(std::min<std::int64_t>(value, std::numeric_limits<int>::max()));
}

// What makes the energy -coupling sum s s' - field sum s, in the units of the temperature.
void DeclareModel(FlagSet& flags, double* coupling, double* field) {
  flags.AddNumber("coupling", coupling,
                  "coupling J of the energy -J sum s s' - h sum s; negative: antiferromagnet");
  flags.AddNumber("field", field, "external field h of that energy");
}

void DeclareConfigurations(FlagSet& flags, std::string* path) {
  flags.AddText(
      "in", path,
      "file of configurations, spins +-1, 0 and 1, or bool: .npy, .npz or text (docs/files.md)",
      kRequired);
  flags.Reads("in");
}

// NaN in place of a reading that is a bound only, which `reason` then tells.
numerics::JackknifeEstimate CheckedReading(numerics::JackknifeEstimate reading,
                                           std::string* reason) {
  if (ising::TellsTemperature(reading.value)) return reading;
  *reason =
      reading.value > 0.0
          ? absl::StrCat("the mean energy is that of T = ", reading.value,
                         " or above (or of no temperature), which the thermometer cannot read")
          : "the mean energy is that of T = 0 within rounding, as at any T below 0.22";
  numerics::JackknifeEstimate none;
  none.value = none.error = std::numeric_limits<double>::quiet_NaN();
  return none;
}

class SampleCommand : public Command {
 public:
  std::string name() const override { return "ising-sample"; }

  std::string summary() const override {
    return "Samples of the Ising model on a square torus, to an .npy (bit-packed) or .csv file";
  }

  void DeclareFlags(FlagSet& flags) override {
    flags.AddInteger("lattice", &lattice_, 1, "side of the lattice", kRequired);
    flags.AddNumber("temperature", &temperature_,
                    "temperature times k_B, in the units of the coupling (1 by default)",
                    kRequired);
    DeclareModel(flags, &options_.coupling, &options_.field);
    flags.AddInteger("samples", &samples_, 1, "number of configurations", kRequired);
    flags.AddText("out", &out_, "file to write, .npy or .csv", kRequired);
    flags.Writes("out");
    flags.AddChoice("sampler", &sampler_, ising::SamplerNames(), "how configurations are made");
    flags.AddChoice("order", &order_, {"checkerboard", "sequential"},
                    "order of metropolis updates; checkerboard needs an even lattice");
    flags.AddNumber("burn_in", &options_.burn_in,
                    "sweeps (wolff: spins turned per site) before the first sample; 0: automatic");
    flags.AddNumber("skip", &options_.skip,
                    "sweeps (wolff: spins turned per site) between samples; 0: automatic");
    flags.AddInteger("chains", &chains_, 0,
                     "independent chains (multispin: groups of 512); 0: automatic");
    flags.AddInteger("seed", &seed_, 0, "seed of the random numbers");
    flags.AddInteger("threads", &threads_, 0,
                     "threads, which never change a sample; 0: one per core");
  }

  absl::StatusOr<Table> Run() override {
    const std::string out = UserPath(out_);
    INFOFLOW_RETURN_IF_ERROR(ising::CheckSpinSamplePath(out));
    INFOFLOW_RETURN_IF_ERROR(CheckWritable(out));
    INFOFLOW_ASSIGN_OR_RETURN(options_.sampler, ising::ParseSampler(sampler_));
    options_.order = order_ == "sequential" ? ising::UpdateOrder::kSequential
                                            : ising::UpdateOrder::kCheckerboard;
    options_.chains = Clamped(chains_);
    options_.seed = static_cast<std::uint64_t>(seed_);
    options_.threads = Clamped(threads_);
    // Packed words, totals, and the file's text twice on the way.
    const double side = std::min(Clamped(lattice_), ising::kLargestSampledSide);
    INFOFLOW_RETURN_IF_ERROR(
        CheckMemory(static_cast<double>(samples_) *
                        (8.0 * std::ceil(side * side / 64.0) + sizeof(ising::ConfigurationTotals) +
                         2.0 * side * std::ceil(side / 8.0)),
                    absl::StrCat("--samples=", samples_, " of --lattice=", lattice_)));
    INFOFLOW_ASSIGN_OR_RETURN(
        const ising::SpinSamples samples,
        ising::SampleIsing(Clamped(lattice_), temperature_, samples_, options_));
    INFOFLOW_RETURN_IF_ERROR(ising::WriteSpinSamples(samples, out));
    Table table(std::vector<Column>{{"file", ""},
                                    {"sampler", ""},
                                    {"lattice", "sites along a side"},
                                    {"temperature", kTemperatureUnit},
                                    {"samples", ""},
                                    {"mean_energy", kEnergyUnit},
                                    {"mean_absolute_magnetization", "per site"},
                                    {"mean_magnetization", "per site"},
                                    {"coupling", "J"},
                                    {"field", "J"}});
    double bonds = 0.0, magnetization = 0.0, absolute = 0.0;
    for (const ising::ConfigurationTotals& total : ising::MeasureTotals(samples)) {
      bonds += total.energy;
      magnetization += total.magnetization;
      absolute += std::abs(total.magnetization);
    }
    const double energy = options_.coupling * bonds - options_.field * magnetization;
    const double spins = static_cast<double>(samples.count()) * samples.sites();
    table.AddRow({out_, sampler_, absl::StrCat(samples.side()), FormatDouble(temperature_),
                  absl::StrCat(samples.count()), FormatDouble(energy / spins),
                  FormatDouble(absolute / spins), FormatDouble(magnetization / spins),
                  FormatDouble(options_.coupling), FormatDouble(options_.field)});
    return table;
  }

 private:
  std::int64_t lattice_ = 0;
  double temperature_ = 0.0;
  std::int64_t samples_ = 0;
  std::string out_;
  std::string sampler_ = "multispin";
  std::string order_ = "checkerboard";
  std::int64_t chains_ = 0;
  std::int64_t seed_ = 1;
  std::int64_t threads_ = 0;
  ising::SamplingOptions options_;
};

class ObservablesCommand : public Command {
 public:
  std::string name() const override { return "ising-observables"; }

  std::string summary() const override {
    return "Thermodynamics of Ising configurations in a file, with autocorrelations and errors";
  }

  void DeclareFlags(FlagSet& flags) override {
    DeclareConfigurations(flags, &in_);
    flags.AddNumber("temperature", &temperature_,
                    "temperature in J/k_B; 0: the file's, or else the thermometer's reading; "
                    "where there is none, quantities that need it are nan");
    DeclareModel(flags, &coupling_, &field_);
    flags.AddInteger("bins", &bins_, 2, "bins of successive samples for the jackknife's errors");
    flags_ = &flags;
  }

  absl::StatusOr<Table> Run() override {
    std::string understood;
    INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples samples,
                              ising::ReadSpinSamples(UserPath(in_), &understood));
    if (flags_->Given("bins") && bins_ > samples.count()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--bins=", bins_, ": must be from 2 to the number of samples, ", samples.count()));
    }
    const int bins = Clamped(bins_);
    if (!std::isfinite(coupling_) || !std::isfinite(field_)) {
      return absl::InvalidArgumentError(
          absl::StrCat("--coupling=", coupling_, " --field=", field_, ": must be finite numbers"));
    }
    std::string no_reading;
    INFOFLOW_ASSIGN_OR_RETURN(const numerics::JackknifeEstimate reading,
                              Reading(samples, bins, &no_reading));
    double temperature = temperature_ != 0.0 ? temperature_ : samples.temperature();
    std::string source = temperature_ != 0.0 ? "--temperature" : "the file";
    if (std::isnan(temperature)) {
      temperature = reading.value;
      source = "the energy";
    }
    INFOFLOW_ASSIGN_OR_RETURN(
        const ising::IsingThermodynamics result,
        ising::MeasureThermodynamics(samples, temperature, bins, coupling_, field_));
    Table table(std::vector<Column>{{"quantity", ""}, {"value", ""}, {"error", ""}, {"unit", ""}});
    table.AddComment(absl::StrCat(
        samples.count(), " samples of side ", samples.side(),
        std::isnan(temperature)
            ? std::string(" at a temperature that is not known")
            : absl::StrCat(" at temperature ", FormatDouble(temperature), " (from ", source, ")")));
    if (!no_reading.empty()) {
      table.AddComment(absl::StrCat("effective_temperature is nan: ", no_reading));
    }
    if (std::isnan(temperature)) {
      table.AddComment(
          "heat_capacity, susceptibility and connected_susceptibility are nan: they need "
          "--temperature");
    }
    table.AddComment(absl::StrCat("read ", understood));
    const auto add = [&table](absl::string_view quantity, double value, double error,
                              absl::string_view unit) {
      table.AddRow(
          {std::string(quantity), FormatDouble(value), FormatDouble(error), std::string(unit)});
    };
    const auto add_estimate =
        [&add](absl::string_view quantity, const numerics::JackknifeEstimate& estimate,
               absl::string_view unit) { add(quantity, estimate.value, estimate.error, unit); };
    add_estimate("energy", result.energy, kEnergyUnit);
    add_estimate("heat_capacity", result.heat_capacity, "k_B per site");
    add_estimate("magnetization", result.magnetization, "per site");
    add_estimate("absolute_magnetization", result.absolute_magnetization, "per site");
    add_estimate("squared_magnetization", result.squared_magnetization, "per site squared");
    add_estimate("fourth_moment", result.fourth_moment, "per site to the fourth");
    add_estimate("susceptibility", result.susceptibility, "per site and J");
    add_estimate("connected_susceptibility", result.connected_susceptibility, "per site and J");
    add_estimate("binder_cumulant", result.binder, "");
    add_estimate("effective_temperature", reading, kTemperatureUnit);
    add("energy_autocorrelation_time", result.energy_time.time, result.energy_time.error,
        "samples");
    add("magnetization_autocorrelation_time", result.magnetization_time.time,
        result.magnetization_time.error, "samples");
    return table;
  }

 private:
  // By the thermometer, which is that of the ferromagnet without field; on even sides the
  // antiferromagnet is that with a sublattice turned round.
  absl::StatusOr<numerics::JackknifeEstimate> Reading(ising::SpinSamples samples, int bins,
                                                      std::string* reason) const {
    numerics::JackknifeEstimate reading;
    if (field_ != 0.0 || coupling_ == 0.0 || (coupling_ < 0.0 && samples.side() % 2 != 0)) {
      *reason = "the thermometer takes no field, and negative couplings on even sides only";
      reading.value = reading.error = std::numeric_limits<double>::quiet_NaN();
      return reading;
    }
    if (coupling_ < 0.0) ising::TurnOddSublattice(samples);
    INFOFLOW_ASSIGN_OR_RETURN(reading, ising::MeasureTemperature(samples, bins));
    reading = CheckedReading(reading, reason);
    reading.value *= std::fabs(coupling_);
    reading.error *= std::fabs(coupling_);
    return reading;
  }

  const FlagSet* flags_ = nullptr;
  std::string in_;
  double temperature_ = 0.0;
  double coupling_ = 1.0;
  double field_ = 0.0;
  std::int64_t bins_ = 32;
};

class BlockSpinCommand : public Command {
 public:
  std::string name() const override { return "block-spin"; }

  std::string summary() const override {
    return "2 x 2 block spins of Ising configurations in a file, and their temperature";
  }

  void DeclareFlags(FlagSet& flags) override {
    DeclareConfigurations(flags, &in_);
    flags.AddText("out", &out_, "file to write the block spins to, .npy or .csv");
    flags.Writes("out");
    flags.AddChoice("rule", &rule_, ising::BlockRuleNames(), "how four spins become one");
    flags.AddInteger("steps", &steps_, 1, "number of times");
    flags.AddInteger("seed", &seed_, 0, "seed of the random bits that decide ties");
  }

  absl::StatusOr<Table> Run() override {
    const std::string out = UserPath(out_);
    if (!out_.empty()) {
      INFOFLOW_RETURN_IF_ERROR(ising::CheckSpinSamplePath(out));
      INFOFLOW_RETURN_IF_ERROR(CheckWritable(out));
    }
    INFOFLOW_ASSIGN_OR_RETURN(const ising::BlockRule rule, ising::ParseBlockRule(rule_));
    std::string understood;
    INFOFLOW_ASSIGN_OR_RETURN(ising::SpinSamples samples,
                              ising::ReadSpinSamples(UserPath(in_), &understood));
    Table table(std::vector<Column>{{"step", ""},
                                    {"lattice", "sites along a side"},
                                    {"samples", ""},
                                    {"mean_energy", kEnergyUnit},
                                    {"effective_temperature", kTemperatureUnit},
                                    {"effective_temperature_error", kTemperatureUnit}});
    table.AddComment(absl::StrCat("read ", understood));
    for (std::int64_t step = 0; step <= steps_; ++step) {
      if (step > 0) {
        INFOFLOW_ASSIGN_OR_RETURN(
            samples, ising::BlockSpins(samples, rule, static_cast<std::uint64_t>(seed_),
                                       static_cast<std::uint32_t>(step - 1)));
      }
      double energy = 0.0;
      for (const ising::ConfigurationTotals& total : ising::MeasureTotals(samples)) {
        energy += total.energy;
      }
      energy /= static_cast<double>(samples.count()) * samples.sites();
      // One sample has no error; a single spin no temperature.
      numerics::JackknifeEstimate reading;
      reading.value = std::nan("");
      reading.error = std::nan("");
      if (samples.side() >= 2) {
        INFOFLOW_ASSIGN_OR_RETURN(reading.value,
                                  ising::TemperatureFromEnergy(energy, samples.side()));
        if (samples.count() >= 2) {
          INFOFLOW_ASSIGN_OR_RETURN(reading, ising::MeasureTemperature(samples));
        }
        std::string no_reading;
        reading = CheckedReading(reading, &no_reading);
        if (!no_reading.empty()) {
          table.AddComment(
              absl::StrCat("effective_temperature of step ", step, " is nan: ", no_reading));
        }
      }
      table.AddRow({static_cast<double>(step), static_cast<double>(samples.side()),
                    static_cast<double>(samples.count()), energy, reading.value, reading.error});
    }
    if (!out_.empty()) INFOFLOW_RETURN_IF_ERROR(ising::WriteSpinSamples(samples, out));
    return table;
  }

 private:
  std::string in_;
  std::string out_;
  std::string rule_ = "majority";
  std::int64_t steps_ = 1;
  std::int64_t seed_ = 1;
};

}  // namespace

Commands IsingSamplingCommands() {
  Commands commands;
  commands.push_back(std::make_unique<SampleCommand>());
  commands.push_back(std::make_unique<ObservablesCommand>());
  commands.push_back(std::make_unique<BlockSpinCommand>());
  return commands;
}

}  // namespace infoflow::command_line
