// Scaling dimensions of spin and energy along the flow of machines trained at T_c, beside those of
// the samples themselves, by the fit to the torus and by the straight one. Mathematics and
// defaults: docs/rbm.md.
//
// Symbols: Delta_m, Delta_eps scaling dimensions, k step of the flow, L side, G spin correlator.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

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
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/rbm/ising_machines.h"

namespace infoflow::paper_figures {

namespace {

using ising::ScalingDimensions;
using numerics::JackknifeEstimate;

constexpr int kBins = 32;

// Steps at which the flow is measured, and the last one of `steps`.
constexpr int kMeasuredSteps[] = {1, 2, 3, 5, 7, 10, 15, 26, 50, 100};
// Those of which the claims about the flow's first steps speak.
constexpr int kFirstClaimed = 1;
constexpr int kLastClaimed = 10;

// Of the Ising model in two dimensions.
constexpr double kSpinDimension = 0.125;
constexpr double kEnergyDimension = 1.0;

struct Parameters {
  int side;
  std::vector<int> hidden_units;
  std::int64_t critical_samples;
  int critical_stretch;
  std::int64_t flow_samples;
  std::int64_t control_samples;
  int steps;

  void Register(ParameterSet& set) {
    set.Add("side", &side, "side of the lattice", {10, 10, 10}, {6, 32});
    set.Add("hidden_units", &hidden_units, "hidden units of the machines",
            {{81}, {81, 100}, {81, 100}}, {1, 1024});
    set.Add("critical_samples", &critical_samples, "samples learned from", {20000, 20000, 60000},
            {100, 10000000});
    set.Add("critical_stretch", &critical_stretch,
            "epochs in units of 60, of falling learning rate", {1, 1, 2}, {1, 1000});
    set.Add("flow_samples", &flow_samples, "samples that flow", {20000, 30000, 200000},
            {64, 10000000});
    set.Add("control_samples", &control_samples, "samples of the control", {100000, 200000, 500000},
            {64, 10000000});
    set.Add("steps", &steps, "steps of the flow", {100, 200, 300}, {11, 100000});
  }
};

// Critical samples on their way through a machine, or (hidden_units = 0) as they are.
struct Point {
  CriticalTraining training;  // of the machine
  int samples = 0;
  int first_group = 0;  // of their streams
  int steps = 0;
  std::uint64_t seed = 0;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("hidden_units", self.training.hidden_units);
    visit("training", self.training);
    visit("samples", self.samples);
    visit("first_group", self.first_group);
    visit("steps", self.steps);
    visit("seed", self.seed);
  }
};

// What is measured of the samples ("samples", step 0) or at one step of a flow ("machine").
struct Measurement {
  std::string source;
  int hidden_units = 0;
  int step = 0;
  ScalingDimensions torus, straight;
  JackknifeEstimate temperature;
  double squared_magnetization = 0.0;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("source", self.source);
    visit("hidden", self.hidden_units);
    visit("step", self.step);
    visit("spin_dimension", self.torus.spin.value);
    visit("spin_dimension_error", self.torus.spin.error);
    visit("energy_dimension", self.torus.energy.value);
    visit("energy_dimension_error", self.torus.energy.error);
    visit("straight_spin_dimension", self.straight.spin.value);
    visit("straight_spin_dimension_error", self.straight.spin.error);
    visit("straight_energy_dimension", self.straight.energy.value);
    visit("straight_energy_dimension_error", self.straight.energy.error);
    visit("temperature", self.temperature.value, "J/k_B");
    visit("temperature_error", self.temperature.error, "J/k_B");
    visit("squared_magnetization", self.squared_magnetization);
  }
};

// G(r) of them, mean of both axes.
struct Correlator {
  std::string source;
  int hidden_units = 0;
  int step = 0;
  int distance = 0;
  double value = 0.0, error = 0.0;
  double torus = 0.0;  // its scaling limit

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("source", self.source);
    visit("hidden", self.hidden_units);
    visit("step", self.step);
    visit("distance", self.distance, "sites");
    visit("correlator", self.value);
    visit("correlator_error", self.error);
    visit("torus_correlator", self.torus);
  }
};

// A measurement per measured step, and its correlators at r = 1 .. L/2.
struct Record {
  std::vector<Measurement> measurements;
  std::vector<Correlator> correlators;

  INFOFLOW_FIELDS(measurements, correlators)
};

using Dimensions = FigureOf<Parameters, Point, Record>;

// The control and each machine. The control has more samples than flow, and other ones: what it
// shows is to be exact. None of them were learned from.
absl::StatusOr<std::vector<Point>> Points(const Parameters& p, const Run& run) {
  std::vector<Point> points = {
      {{p.side, 0, 0, 0}, static_cast<int>(p.control_samples), kFlowGroup + 1, 0, run.seed}};
  for (const int hidden : p.hidden_units) {
    points.push_back({{p.side, hidden, p.critical_samples, p.critical_stretch},
                      static_cast<int>(p.flow_samples),
                      kFlowGroup,
                      p.steps,
                      run.seed});
  }
  return points;
}

absl::Status Measure(const rbm::Spins& spins, int hidden_units, int step, int threads,
                     Record& record) {
  Measurement got;
  got.source = hidden_units == 0 ? "samples" : "machine";
  got.hidden_units = hidden_units;
  got.step = step;
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples samples, LatticeOf(spins));
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinCorrelations correlations,
                            ising::MeasureCorrelations(samples, kBins, threads));
  INFOFLOW_ASSIGN_OR_RETURN(
      got.torus, ising::MeasureScalingDimensions(correlations, ising::DimensionFit::kTorus));
  INFOFLOW_ASSIGN_OR_RETURN(
      got.straight, ising::MeasureScalingDimensions(correlations, ising::DimensionFit::kPower));
  INFOFLOW_ASSIGN_OR_RETURN(got.temperature, ising::MeasureTemperature(samples, kBins));
  std::int64_t squares = 0;
  for (const ising::ConfigurationTotals& total : ising::MeasureTotals(samples)) {
    squares += static_cast<std::int64_t>(total.magnetization) * total.magnetization;
  }
  const double sites = samples.sites();
  got.squared_magnetization = squares / (sites * sites) / samples.count();
  const int side = samples.side();
  for (int r = 1; r <= side / 2; ++r) {
    linalg::Matrix<double> bins(kBins, 1);
    for (int b = 0; b < kBins; ++b) {
      bins(b, 0) = 0.5 * (correlations.spin(b, r) + correlations.spin(b, r * side));
    }
    const JackknifeEstimate spin =
        numerics::Jackknife(bins, [](absl::Span<const double> mean) { return mean[0]; });
    record.correlators.push_back({got.source, hidden_units, step, r, spin.value, spin.error,
                                  ising::kTorusSpinAmplitude * ising::TorusSpinShape(side, r)});
  }
  record.measurements.push_back(std::move(got));
  return absl::OkStatus();
}

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  const int hidden_units = point.training.hidden_units;
  Run seeded = run;
  seeded.seed = point.seed;
  INFOFLOW_ASSIGN_OR_RETURN(const rbm::Spins samples,
                            SampleTemperatures(point.training.side, {kCriticalTemperature},
                                               point.samples, point.first_group, seeded));
  Record record;
  if (hidden_units == 0) {
    INFOFLOW_RETURN_IF_ERROR(Measure(samples, 0, 0, run.threads, record));
    return record;
  }
  INFOFLOW_ASSIGN_OR_RETURN(const rbm::Machine machine, CriticalMachine(point.training, seeded));
  INFOFLOW_ASSIGN_OR_RETURN(
      rbm::Flow flow,
      rbm::Flow::Create(machine, samples, rbm::FlowVariant::kStochastic, point.seed, run.threads));
  std::vector<int> steps(std::begin(kMeasuredSteps), std::end(kMeasuredSteps));
  while (!steps.empty() && steps.back() >= point.steps) steps.pop_back();
  steps.push_back(point.steps);
  for (const int step : steps) {
    flow.Advance(step - flow.steps());
    INFOFLOW_RETURN_IF_ERROR(Measure(flow.Visible(), hidden_units, step, run.threads, record));
  }
  return record;
}

void AddControlClaims(const Record& record, ClaimList& claims) {
  double worst_correlator = 0.0;
  for (const Correlator& g : record.correlators) {
    if (g.distance == 1) continue;
    worst_correlator = std::max(worst_correlator, std::abs(g.value / g.torus - 1.0));
  }
  const Measurement& control = record.measurements[0];
  claims
      .Add("samples_scaling_limit",
           "The samples' spin correlator is, from distance 2 on, its scaling limit: that of "
           "conformal field theory on the torus.")
      .Measured("largest relative deviation of G(r) from the scaling limit, r >= 2",
                worst_correlator)
      .Below(0.01);
  claims.Add("samples_spin", "The samples' spin scaling dimension is 1/8.")
      .Measured("|Delta_m - 1/8|, fit to the torus",
                std::abs(control.torus.spin.value - kSpinDimension))
      .AtMost(0.006);
  claims.Add("samples_energy", "The samples' energy scaling dimension is 1.")
      .Measured("|Delta_eps - 1|, fit to the torus",
                std::abs(control.torus.energy.value - kEnergyDimension))
      .AtMost(0.08);
}

void AddFlowClaims(const Measurement& control, Dimensions::Results flows, ClaimList& claims) {
  double least_spin = INFINITY, greatest_spin = -INFINITY;
  double least_energy = INFINITY, greatest_energy = -INFINITY;
  double least_drop = INFINITY, worst_temperature = 0.0;
  for (const auto& [point, record] : flows) {
    for (const Measurement& m : record.measurements) {
      if (m.step < kFirstClaimed || m.step > kLastClaimed) continue;
      least_spin = std::min(least_spin, m.torus.spin.value);
      greatest_spin = std::max(greatest_spin, m.torus.spin.value);
      least_energy = std::min(least_energy, m.torus.energy.value);
      greatest_energy = std::max(greatest_energy, m.torus.energy.value);
    }
    const Measurement& last = record.measurements.back();
    least_drop =
        std::min(least_drop, (control.torus.spin.value - last.torus.spin.value) /
                                 std::hypot(control.torus.spin.error, last.torus.spin.error));
    worst_temperature =
        std::max(worst_temperature, std::abs(last.temperature.value - kCriticalTemperature));
  }
  claims
      .Add("spin_not_below",
           "In the first ten steps of the flow the spin dimension stays near 1/8: not below.")
      .Measured("smallest Delta_m, steps 1 to 10", least_spin)
      .AtLeast(0.10);
  claims.Add("spin_not_above", "Nor above.")
      .Measured("largest Delta_m, steps 1 to 10", greatest_spin)
      .AtMost(0.135);
  claims.Add("energy_not_below", "The energy dimension stays near 1: not below.")
      .Measured("smallest Delta_eps, steps 1 to 10", least_energy)
      .AtLeast(0.9);
  claims.Add("energy_not_above", "Nor above.")
      .Measured("largest Delta_eps, steps 1 to 10", greatest_energy)
      .AtMost(1.2);
  claims
      .Add("fixed_point_spin",
           "At the fixed point the spin dimension is lower than the samples': the machine "
           "magnetizes too much ...")
      .Inferred()
      .Refines(
          "The flow of a machine trained at T_c has the scaling dimensions of the Ising model (as "
          "inferred: an abstract says that both come out right).")
      .Measured("Delta_m of samples - of the last step (errors of the difference)", least_drop)
      .AtLeast(4.0);
  claims.Add("fixed_point_temperature", "... although its temperature is T_c.")
      .Measured("|T - T_c| at the last step (J/k_B)", worst_temperature)
      .Below(0.08);
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, Dimensions::Results results) {
  std::vector<Measurement> measurements;
  std::vector<Correlator> correlators;
  for (const auto& [point, record] : results) {
    measurements.insert(measurements.end(), record.measurements.begin(), record.measurements.end());
    correlators.insert(correlators.end(), record.correlators.begin(), record.correlators.end());
  }
  // Training and flows are the same bits everywhere.
  const GoldenTolerance exact = {1e-9, 1e-9};
  Presentation shown;
  shown.tables = {{"dimensions", "Scaling dimensions along the flow, beside the samples'",
                   TableOf(measurements), exact},
                  {"correlators", "Spin correlators along the flow and that of the critical torus",
                   TableOf(correlators), exact}};
  AddControlClaims(results[0].record, shown.claims);
  const Measurement& control = results[0].record.measurements[0];
  AddFlowClaims(control, results.subspan(1), shown.claims);
  shown.keys.Add("hidden_units", p.hidden_units);
  shown.keys.Add("shown_steps", std::vector<int>{kFirstClaimed, kLastClaimed, p.steps});
  shown.keys.Add("spin_dimension", kSpinDimension);
  shown.keys.Add("energy_dimension", kEnergyDimension);
  shown.keys.Add("samples_spin", control.torus.spin.value);
  shown.keys.Add("samples_energy", control.torus.energy.value);
  shown.keys.Add("samples_straight_spin", control.straight.spin.value);
  shown.keys.Add("samples_straight_energy", control.straight.energy.value);
  shown.keys.Add("critical_temperature", kCriticalTemperature);
  return shown;
}

}  // namespace

Figure RbmScalingDimensions() {
  Dimensions figure;
  figure.title = "Scaling dimensions along the flow of machines trained at the critical point";
  figure.paper = "arXiv:1906.05212";
  figure.source = "scaling dimensions of spin and energy from correlators of the flow";
  figure.description =
      "Delta_m and Delta_eps of critical samples as they pass through a machine, by a fit to the "
      "correlators of the critical torus and by a straight line, beside the samples' own.";
  figure.oracle =
      "torus correlators against testdata/reference/rbm/torus_correlators.csv; estimators against "
      "exact power laws (scaling_dimensions_test); samples against 1/8 and 1";
  figure.width = 1400;
  figure.height = 900;
  figure.keeps_points = true;
  figure.keeps_work = true;
  figure.points = Points;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
