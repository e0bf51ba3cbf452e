// Scaling dimensions of spin and energy along the flow of machines trained at T_c, beside those of
// the samples themselves, by the fit to the torus and by the straight one. Mathematics and
// defaults: docs/rbm.md.
//
// Symbols: Delta_m, Delta_eps scaling dimensions, L side, G spin correlator.

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "infoflow/ising/sampling/spin_observables.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/ising/sampling/torus_thermometer.h"
#include "infoflow/rbm/flow/flow.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/rbm/critical_measurement.h"
#include "paper_figures/rbm/estimate_fields.h"
#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/rbm/rbm_scaling_dimensions_claims.h"

namespace infoflow::paper_figures {

namespace {

constexpr int kBins = 32;

// Steps at which the flow is measured, and the last one of `steps`.
constexpr int kMeasuredSteps[] = {1, 2, 3, 5, 7, 10, 15, 26, 50, 100};

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

struct Record {
  std::vector<MeasuredStep> measurements;

  INFOFLOW_FIELDS(measurements)
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

absl::StatusOr<MeasuredStep> Measure(const rbm::Spins& spins, int step, int threads) {
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples samples, LatticeOf(spins));
  MeasuredStep got;
  got.step = step;
  INFOFLOW_ASSIGN_OR_RETURN(got.critical, MeasureCritical(samples, kBins, threads));
  INFOFLOW_ASSIGN_OR_RETURN(got.temperature, ising::MeasureTemperature(samples, kBins));
  std::int64_t squares = 0;
  for (const ising::ConfigurationTotals& total : ising::MeasureTotals(samples)) {
    squares += static_cast<std::int64_t>(total.magnetization) * total.magnetization;
  }
  const double sites = samples.sites();
  got.squared_magnetization = squares / (sites * sites) / samples.count();
  return got;
}

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  Run seeded = run;
  seeded.seed = point.seed;
  INFOFLOW_ASSIGN_OR_RETURN(const rbm::Spins samples,
                            SampleTemperatures(point.training.side, {kCriticalTemperature},
                                               point.samples, point.first_group, seeded));
  if (point.training.hidden_units == 0) {
    INFOFLOW_ASSIGN_OR_RETURN(const MeasuredStep control, Measure(samples, 0, run.threads));
    return Record{{control}};
  }
  INFOFLOW_ASSIGN_OR_RETURN(const rbm::Machine machine, CriticalMachine(point.training, seeded));
  INFOFLOW_ASSIGN_OR_RETURN(
      rbm::Flow flow,
      rbm::Flow::Create(machine, samples, rbm::FlowVariant::kStochastic, point.seed, run.threads));
  std::vector<int> steps(
      std::begin(kMeasuredSteps),
      std::lower_bound(std::begin(kMeasuredSteps), std::end(kMeasuredSteps), point.steps));
  steps.push_back(point.steps);
  Record record;
  for (const int step : steps) {
    flow.Advance(step - flow.steps());
    INFOFLOW_ASSIGN_OR_RETURN(MeasuredStep got, Measure(flow.Visible(), step, run.threads));
    record.measurements.push_back(std::move(got));
  }
  return record;
}

struct DimensionRow {
  std::string source;  // "samples" or "machine"
  int hidden = 0;
  MeasuredStep at;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("source", self.source);
    visit("hidden", self.hidden);
    visit("step", self.at.step);
    VisitEstimate("spin_dimension", self.at.critical.torus.spin, visit);
    VisitEstimate("energy_dimension", self.at.critical.torus.energy, visit);
    VisitEstimate("straight_spin_dimension", self.at.critical.straight.spin, visit);
    VisitEstimate("straight_energy_dimension", self.at.critical.straight.energy, visit);
    VisitEstimate("temperature", self.at.temperature, visit, "J/k_B");
    visit("squared_magnetization", self.at.squared_magnetization);
  }
};

struct CorrelatorRow {
  std::string source;
  int hidden = 0, step = 0, distance = 0;
  double correlator = 0.0, correlator_error = 0.0, torus_correlator = 0.0;

  INFOFLOW_COLUMNS(source, "", hidden, "", step, "", distance, "sites", correlator, "",
                   correlator_error, "", torus_correlator, "")
};

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, Dimensions::Results results) {
  std::vector<DimensionRow> dimensions;
  std::vector<CorrelatorRow> correlators;
  for (const auto& [point, record] : results) {
    const int hidden = point.training.hidden_units;
    const char* source = hidden == 0 ? "samples" : "machine";
    for (const MeasuredStep& m : record.measurements) {
      dimensions.push_back({source, hidden, m});
      for (const CriticalCorrelator& at : m.critical.correlators) {
        correlators.push_back(
            {source, hidden, m.step, at.distance, at.spin.value, at.spin.error, at.torus_spin});
      }
    }
  }
  const MeasuredStep& control = results[0].record.measurements[0];
  Presentation shown;
  shown.tables = {
      {"dimensions", "Scaling dimensions along the flow, beside the samples'", TableOf(dimensions)},
      {"correlators", "Spin correlators along the flow and that of the critical torus",
       TableOf(correlators)}};
  std::vector<std::vector<MeasuredStep>> flows;
  for (const auto& [point, record] : results.subspan(1)) flows.push_back(record.measurements);
  AddCriticalClaims({"samples_scaling_limit", "samples_spin", "samples_energy", "samples'"},
                    control.critical, shown.claims);
  AddScalingClaims(control, flows, shown.claims);
  shown.keys.Add("hidden_units", p.hidden_units);
  shown.keys.Add("shown_steps", std::vector<int>{kFirstClaimedStep, kLastClaimedStep, p.steps});
  shown.keys.Add("spin_dimension", kSpinDimension);
  shown.keys.Add("energy_dimension", kEnergyDimension);
  shown.keys.Add("samples_spin", control.critical.torus.spin.value);
  shown.keys.Add("samples_energy", control.critical.torus.energy.value);
  shown.keys.Add("samples_straight_spin", control.critical.straight.spin.value);
  shown.keys.Add("samples_straight_energy", control.critical.straight.energy.value);
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
