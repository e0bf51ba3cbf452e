// Scaling dimensions of spin and energy along the flow of machines trained at T_c, beside those of
// the samples themselves, by the fit to the torus and by the straight one. Mathematics and
// defaults: docs/rbm.md.
//
// Symbols: Delta_m, Delta_eps scaling dimensions, k step of the flow, L side, G spin correlator.

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "infoflow/ising/scaling_dimensions.h"
#include "infoflow/ising/spin_correlations.h"
#include "infoflow/ising/spin_observables.h"
#include "infoflow/ising/spin_samples.h"
#include "infoflow/ising/torus_correlators.h"
#include "infoflow/ising/torus_thermometer.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/jackknife.h"
#include "infoflow/rbm/flow.h"
#include "infoflow/rbm/machine.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/rbm/ising_machines.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kRecipe[] =
#include "paper_figures/rbm/rbm_scaling_dimensions.gp.inc"
    ;

constexpr int kBins = 32;

// Steps at which the flow is measured, and the last one of `steps`.
constexpr int kMeasuredSteps[] = {0, 1, 2, 3, 5, 7, 10, 15, 26, 50, 100};
// Those of which the claims about the flow's first steps speak.
constexpr int kFirstClaimed = 1;
constexpr int kLastClaimed = 10;

// The control, or the flow of a machine at one step.
struct Measurement {
  std::string source;  // "samples" or "machine"
  int hidden = 0;      // 0 for the samples
  int step = 0;
  ising::ScalingDimensions torus;
  ising::ScalingDimensions straight;
  numerics::JackknifeEstimate temperature;
  double squared_magnetization = 0.0;
  std::vector<numerics::JackknifeEstimate> correlator;  // G(r), r = 1 .. L/2, mean of both axes
};

absl::StatusOr<Measurement> Measure(const ising::SpinSamples& samples, int threads) {
  Measurement result;
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinCorrelations correlations,
                            ising::MeasureCorrelations(samples, kBins, threads));
  INFOFLOW_ASSIGN_OR_RETURN(
      result.torus, ising::MeasureScalingDimensions(correlations, ising::DimensionFit::kTorus));
  INFOFLOW_ASSIGN_OR_RETURN(
      result.straight, ising::MeasureScalingDimensions(correlations, ising::DimensionFit::kPower));
  INFOFLOW_ASSIGN_OR_RETURN(result.temperature, ising::MeasureTemperature(samples, kBins));
  const double sites = samples.sites();
  for (const ising::ConfigurationTotals& total : ising::MeasureTotals(samples)) {
    const double m = total.magnetization / sites;
    result.squared_magnetization += m * m / samples.count();
  }
  const int side = samples.side();
  for (int r = 1; r <= side / 2; ++r) {
    linalg::Matrix<double> bins(kBins, 1);
    for (int b = 0; b < kBins; ++b) {
      bins(b, 0) = 0.5 * (correlations.spin(b, r) + correlations.spin(b, r * side));
    }
    result.correlator.push_back(
        numerics::Jackknife(bins, [](absl::Span<const double> mean) { return mean[0]; }));
  }
  return result;
}

// Critical samples and what becomes of them in the machine.
absl::StatusOr<std::vector<Measurement>> MeasureFlow(int hidden, const rbm::Machine& machine,
                                                     const rbm::Spins& samples, int steps,
                                                     const FigureContext& context) {
  std::vector<Measurement> measurements;
  INFOFLOW_ASSIGN_OR_RETURN(rbm::Flow flow,
                            rbm::Flow::Create(machine, samples, rbm::FlowVariant::kStochastic,
                                              context.seed, context.threads));
  std::vector<int> measured(std::begin(kMeasuredSteps), std::end(kMeasuredSteps));
  while (!measured.empty() && measured.back() >= steps) measured.pop_back();
  measured.push_back(steps);
  for (const int step : measured) {
    if (step == 0) continue;  // the samples themselves
    flow.Advance(step - flow.steps());
    INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples lattice, LatticeOf(flow.Visible()));
    INFOFLOW_ASSIGN_OR_RETURN(Measurement measurement, Measure(lattice, context.threads));
    measurement.source = "machine";
    measurement.hidden = hidden;
    measurement.step = step;
    measurements.push_back(std::move(measurement));
  }
  return measurements;
}

void AddClaims(const std::vector<Measurement>& measurements, int side, int last_step,
               std::vector<Claim>& claims) {
  using Relation = Claim::Relation;
  const Measurement& control = measurements.front();
  // NaN where there is nothing to claim about: that never holds.
  const double none = std::numeric_limits<double>::quiet_NaN();
  double least_spin = none, greatest_spin = none, least_energy = none, greatest_energy = none;
  double least_drop = none;
  double worst_temperature = none;
  for (const Measurement& m : measurements) {
    if (m.source != "machine") continue;
    const double spin = m.torus.spin.value;
    const double energy = m.torus.energy.value;
    if (m.step >= kFirstClaimed && m.step <= kLastClaimed) {
      least_spin = std::fmin(least_spin, spin);
      greatest_spin = std::fmax(greatest_spin, spin);
      least_energy = std::fmin(least_energy, energy);
      greatest_energy = std::fmax(greatest_energy, energy);
    }
    if (m.step == last_step) {
      least_drop =
          std::fmin(least_drop, (control.torus.spin.value - spin) /
                                    std::hypot(control.torus.spin.error, m.torus.spin.error));
      worst_temperature =
          std::fmax(worst_temperature, std::abs(m.temperature.value - kCriticalTemperature));
    }
  }
  double worst_correlator = 0.0;
  for (int r = 2; r <= side / 2; ++r) {
    const double curve = ising::kTorusSpinAmplitude * ising::TorusSpinShape(side, r);
    worst_correlator =
        std::max(worst_correlator, std::abs(control.correlator[r - 1].value / curve - 1.0));
  }
  claims.insert(
      claims.end(),
      {{"F10",
        "The samples' spin correlator is, from distance 2 on, its scaling limit: that of "
        "conformal field theory on the torus.",
        "largest relative deviation of G(r) from the scaling limit, r >= 2", worst_correlator,
        Relation::kLess, 0.01},
       {"T1a", "The samples' spin scaling dimension is 1/8.", "|Delta_m - 1/8|, fit to the torus",
        std::abs(control.torus.spin.value - 0.125), Relation::kAtMost, 0.006},
       {"T1b", "The samples' energy scaling dimension is 1.", "|Delta_eps - 1|, fit to the torus",
        std::abs(control.torus.energy.value - 1.0), Relation::kAtMost, 0.08},
       {"T1c", "In the first ten steps of the flow the spin dimension stays near 1/8: not below.",
        "smallest Delta_m, steps 1 to 10", least_spin, Relation::kAtLeast, 0.10},
       {"T1d", "Nor above.", "largest Delta_m, steps 1 to 10", greatest_spin, Relation::kAtMost,
        0.135},
       {"T1e", "The energy dimension stays near 1: not below.", "smallest Delta_eps, steps 1 to 10",
        least_energy, Relation::kAtLeast, 0.9},
       {"T1f", "Nor above.", "largest Delta_eps, steps 1 to 10", greatest_energy, Relation::kAtMost,
        1.2},
       {"T1g",
        "At the fixed point the spin dimension is lower than the samples': the machine magnetizes "
        "too much ...",
        "Delta_m of samples - of the last step (errors of the difference)", least_drop,
        Relation::kAtLeast, 4.0,
        "The flow of a machine trained at T_c has the scaling dimensions of the Ising model (as "
        "inferred: an abstract says that both come out right)."},
       {"T1h", "... although its temperature is T_c.", "|T - T_c| at the last step (J/k_B)",
        worst_temperature, Relation::kLess, 0.08}});
}

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  const int side = static_cast<int>(parameters.Integer("side"));
  const int steps = static_cast<int>(parameters.Integer("steps"));
  std::vector<int> hidden;
  for (const double units : parameters.Numbers("hidden_units")) {
    hidden.push_back(static_cast<int>(units));
  }
  // Other samples than those learned from.
  INFOFLOW_ASSIGN_OR_RETURN(
      const rbm::Spins samples,
      SampleTemperatures(side, {kCriticalTemperature}, parameters.Integer("flow_samples"),
                         kFlowGroup, context));
  std::vector<rbm::Machine> machines(hidden.size());
  FigureContext one_thread = context;
  one_thread.threads = 1;
  INFOFLOW_RETURN_IF_ERROR(
      ParallelFor(static_cast<int>(hidden.size()), context.threads, [&](int m) -> absl::Status {
        INFOFLOW_ASSIGN_OR_RETURN(
            machines[m],
            CriticalMachine(side, hidden[m], parameters.Integer("critical_samples"),
                            static_cast<int>(parameters.Integer("critical_stretch")), one_thread));
        return absl::OkStatus();
      }));

  // More samples than flow: what they show is to be exact.
  INFOFLOW_ASSIGN_OR_RETURN(
      const rbm::Spins control_samples,
      SampleTemperatures(side, {kCriticalTemperature}, parameters.Integer("control_samples"),
                         kFlowGroup + 1, context));
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples lattice, LatticeOf(control_samples));
  INFOFLOW_ASSIGN_OR_RETURN(Measurement control, Measure(lattice, context.threads));
  control.source = "samples";
  std::vector<Measurement> measurements = {std::move(control)};
  for (std::size_t m = 0; m < hidden.size(); ++m) {
    INFOFLOW_ASSIGN_OR_RETURN(std::vector<Measurement> flow,
                              MeasureFlow(hidden[m], machines[m], samples, steps, context));
    std::move(flow.begin(), flow.end(), std::back_inserter(measurements));
  }

  Table dimensions({{"source", ""},
                    {"hidden", ""},
                    {"step", ""},
                    {"spin_dimension", ""},
                    {"spin_dimension_error", ""},
                    {"energy_dimension", ""},
                    {"energy_dimension_error", ""},
                    {"straight_spin_dimension", ""},
                    {"straight_spin_dimension_error", ""},
                    {"straight_energy_dimension", ""},
                    {"straight_energy_dimension_error", ""},
                    {"temperature", "J/k_B"},
                    {"temperature_error", "J/k_B"},
                    {"squared_magnetization", ""}});
  Table correlators({{"source", ""},
                     {"hidden", ""},
                     {"step", ""},
                     {"distance", "sites"},
                     {"correlator", ""},
                     {"correlator_error", ""},
                     {"torus_correlator", ""}});
  for (const Measurement& m : measurements) {
    const std::vector<std::string> name = {m.source, absl::StrCat(m.hidden), absl::StrCat(m.step)};
    std::vector<std::string> cells = name;
    for (const double value : {m.torus.spin.value, m.torus.spin.error, m.torus.energy.value,
                               m.torus.energy.error, m.straight.spin.value, m.straight.spin.error,
                               m.straight.energy.value, m.straight.energy.error,
                               m.temperature.value, m.temperature.error, m.squared_magnetization}) {
      cells.push_back(FormatDouble(value));
    }
    dimensions.AddRow(cells);
    for (int r = 1; r <= side / 2; ++r) {
      cells = name;
      cells.push_back(absl::StrCat(r));
      cells.push_back(FormatDouble(m.correlator[r - 1].value));
      cells.push_back(FormatDouble(m.correlator[r - 1].error));
      cells.push_back(FormatDouble(ising::kTorusSpinAmplitude * ising::TorusSpinShape(side, r)));
      correlators.AddRow(cells);
    }
  }

  // Training and flows are the same bits everywhere.
  const GoldenTolerance exact = {1e-9, 1e-9};
  FigureResult result;
  result.tables = {
      {"dimensions", "Scaling dimensions along the flow, beside the samples'", dimensions, exact},
      {"correlators", "Spin correlators along the flow and that of the critical torus", correlators,
       exact}};
  AddClaims(measurements, side, steps, result.claims);
  return result;
}

}  // namespace

Figure RbmScalingDimensions() {
  Figure figure;
  figure.slug = "rbm_scaling_dimensions";
  figure.title = "Scaling dimensions along the flow of machines trained at the critical point";
  figure.paper = "arXiv:1906.05212";
  figure.source = "scaling dimensions of spin and energy from correlators of the flow";
  figure.description =
      "Delta_m and Delta_eps of critical samples as they pass through a machine, by a fit to the "
      "correlators of the critical torus and by a straight line, beside the samples' own.";
  figure.oracle =
      "torus correlators against testdata/reference/rbm/torus_correlators.csv; estimators against "
      "exact power laws (scaling_dimensions_test); samples against 1/8 and 1";
  figure.parameters.AddInteger("side", "side of the lattice", {10, 10, 10}, {6, 32})
      .AddNumbers("hidden_units", "hidden units of the machines", {{81}, {81, 100}, {81, 100}},
                  {1, 1024})
      .AddInteger("critical_samples", "samples learned from", {20000, 20000, 60000},
                  {100, 10000000})
      .AddInteger("critical_stretch", "epochs in units of 60, of falling learning rate", {1, 1, 2},
                  {1, 1000})
      .AddInteger("flow_samples", "samples that flow", {20000, 30000, 200000}, {64, 10000000})
      .AddInteger("control_samples", "samples of the control", {100000, 200000, 500000},
                  {64, 10000000})
      .AddInteger("steps", "steps of the flow", {100, 200, 300}, {11, 100000});
  AddCacheParameter(figure.parameters);
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
