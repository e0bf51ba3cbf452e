// Scaling dimensions of spin and energy along the flow of machines trained at T_c, by the authors'
// recipe and by the local one, beside those of the samples themselves: by the fit to the torus, by
// the straight one, and by the authors' estimators within each class of a thermometer. Mathematics
// and defaults: docs/rbm.md.
//
// Symbols: Delta_m, Delta_eps scaling dimensions, L side, G spin correlator.

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "infoflow/ising/sampling/open_correlations.h"
#include "infoflow/ising/sampling/spin_observables.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/ising/sampling/torus_thermometer.h"
#include "infoflow/rbm/flow/flow.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/rbm/class_measurement.h"
#include "paper_figures/rbm/critical_measurement.h"
#include "paper_figures/rbm/estimate_fields.h"
#include "paper_figures/rbm/flow_thermometer.h"
#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/rbm/network_thermometer.h"
#include "paper_figures/rbm/rbm_scaling_dimensions_claims.h"
#include "paper_figures/rbm/recipe.h"

namespace infoflow::paper_figures {

namespace {

constexpr int kBins = 32;

// Steps at which the flow is measured, and the last one of `steps`.
constexpr int kMeasuredSteps[] = {1, 2, 3, 5, 7, 10, 15, 29, 50, 100};

// Steps at which classes are measured.
constexpr int kClassSteps[] = {1, 10, kLongestPublishedFlow};

struct Parameters {
  std::vector<Recipe> recipes;
  int side;
  std::vector<int> hidden_units;
  std::int64_t authors_updates;
  std::int64_t critical_samples;
  int critical_stretch;
  std::int64_t flow_samples;
  std::int64_t control_samples;
  int steps;
  std::int64_t class_samples;
  ThermometerTraining thermometer;

  void Register(ParameterSet& set) {
    const std::vector<Recipe> both = {Recipe::kAuthors, Recipe::kLocal};
    set.AddChoice("recipes", &recipes, "whose ways of training machines", {both, both, both},
                  RecipeChoices());
    set.Add("side", &side, "side of the lattice", {10, 10, 10}, {6, 32});
    set.Add("hidden_units", &hidden_units, "hidden units of the machines",
            {{81}, {81, 100}, {81, 100}}, {1, 1024});
    set.Add("authors_updates", &authors_updates, "updates by the authors' recipe",
            {2000, 10000, 10000}, {1, 100000000});
    set.Add("critical_samples", &critical_samples, "samples learned from", {20000, 20000, 60000},
            {100, 10000000});
    set.Add("critical_stretch", &critical_stretch,
            "epochs in units of 60, of falling learning rate, local recipe", {1, 1, 2}, {1, 1000});
    set.Add("flow_samples", &flow_samples, "samples that flow", {20000, 30000, 200000},
            {64, 10000000});
    set.Add("control_samples", &control_samples, "samples of the control", {100000, 200000, 500000},
            {64, 10000000});
    set.Add("steps", &steps, "steps of the flow", {100, 200, 300}, {30, 100000});
    set.Add("class_samples", &class_samples,
            "samples at each of 60 temperatures that are sorted by the thermometer's classes",
            {1000, 1000, 10000}, {16, 1000000});
    thermometer.Register(set);
  }
};

// Samples on their way through a machine, or (hidden_units = 0) as they are.
struct Point {
  CriticalTraining training;  // of the machine
  int samples = 0;            // at T_c
  int first_group = 0;        // of their streams
  int steps = 0;
  int class_samples = 0;
  ThermometerTraining thermometer;
  std::uint64_t seed = 0;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("recipe", self.training.recipe);
    visit.Key("hidden_units", self.training.hidden_units);
    visit("training", self.training);
    visit("samples", self.samples);
    visit("first_group", self.first_group);
    visit("steps", self.steps);
    visit("class_samples", self.class_samples);
    visit("thermometer", self.thermometer);
    visit("seed", self.seed);
  }
};

struct Record {
  std::vector<MeasuredStep> measurements;
  // By class, step by step; of the control by temperature, then by class.
  std::vector<ClassMeasurement> classes;

  INFOFLOW_FIELDS(measurements, classes)
};

using Dimensions = FigureOf<Parameters, Point, Record>;

// The control and each machine. The control has more samples than flow, and other ones: what it
// shows is to be exact. None of them were learned from.
absl::StatusOr<std::vector<Point>> Points(const Parameters& p, const Run& run) {
  const int class_samples = static_cast<int>(p.class_samples);
  CriticalTraining none;
  none.side = p.side;
  std::vector<Point> points = {{none, static_cast<int>(p.control_samples), kFlowGroup + 1, 0,
                                class_samples, p.thermometer, run.seed}};
  for (const Recipe recipe : p.recipes) {
    for (const int hidden : p.hidden_units) {
      points.push_back(
          {{p.side, hidden, p.critical_samples, p.critical_stretch, recipe, p.authors_updates},
           static_cast<int>(p.flow_samples),
           kFlowGroup,
           p.steps,
           class_samples,
           p.thermometer,
           run.seed});
    }
  }
  return points;
}

absl::StatusOr<MeasuredStep> Measure(const rbm::Spins& spins, int step, int threads) {
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples samples, LatticeOf(spins));
  MeasuredStep got;
  got.step = step;
  INFOFLOW_ASSIGN_OR_RETURN(got.critical, MeasureCritical(samples, kBins, threads));
  INFOFLOW_ASSIGN_OR_RETURN(const ising::OpenCorrelations open,
                            ising::MeasureOpenCorrelations(samples, kBins, threads));
  INFOFLOW_ASSIGN_OR_RETURN(const ising::OpenDimensions dimensions,
                            ising::MeasureOpenDimensions(open));
  got.open_spin = EstimateOf(dimensions.spin);
  got.open_energy = EstimateOf(dimensions.energy);
  INFOFLOW_ASSIGN_OR_RETURN(got.temperature, ising::MeasureTemperature(samples, kBins));
  std::int64_t squares = 0;
  for (const ising::ConfigurationTotals& total : ising::MeasureTotals(samples)) {
    squares += static_cast<std::int64_t>(total.magnetization) * total.magnetization;
  }
  const double sites = samples.sites();
  got.squared_magnetization = squares / (sites * sites) / samples.count();
  return got;
}

// Samples of all classes' temperatures, as many of each.
absl::StatusOr<rbm::Spins> SamplesOfClasses(const Point& point, const Run& run) {
  std::vector<double> temperatures = ClassTemperatures();
  for (double& temperature : temperatures) temperature = std::max(temperature, kZeroTemperature);
  return SampleTemperatures(point.training.side, temperatures, point.class_samples,
                            kFlowGroup + 100, run);
}

absl::StatusOr<ClassMeasurement> MeasureClassified(const NetworkThermometer& thermometer,
                                                   const rbm::Spins& spins, int step, int threads) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> classes, thermometer.Classify(spins));
  return MeasureByClass(spins, classes, step, threads);
}

absl::StatusOr<Record> MeasureControl(const Point& point, const rbm::Spins& critical,
                                      const rbm::Spins& sorted,
                                      const NetworkThermometer& thermometer, const Run& run) {
  Record record;
  record.measurements.resize(1);
  INFOFLOW_ASSIGN_OR_RETURN(record.measurements[0], Measure(critical, 0, run.threads));
  std::vector<int> temperatures;
  for (int k = 0; k < sorted.rows(); ++k) temperatures.push_back(k / point.class_samples);
  record.classes.resize(2);
  INFOFLOW_ASSIGN_OR_RETURN(record.classes[0],
                            MeasureByClass(sorted, temperatures, 0, run.threads));
  INFOFLOW_ASSIGN_OR_RETURN(record.classes[1],
                            MeasureClassified(thermometer, sorted, 0, run.threads));
  return record;
}

absl::StatusOr<Record> MeasureFlow(const Point& point, const rbm::Spins& critical,
                                   const rbm::Spins& sorted, const NetworkThermometer& thermometer,
                                   const Run& run) {
  INFOFLOW_ASSIGN_OR_RETURN(const rbm::Machine machine, CriticalMachine(point.training, run));
  INFOFLOW_ASSIGN_OR_RETURN(
      rbm::Flow flow,
      rbm::Flow::Create(machine, critical, rbm::FlowVariant::kStochastic, point.seed, run.threads));
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
  INFOFLOW_ASSIGN_OR_RETURN(
      rbm::Flow by_class,
      rbm::Flow::Create(machine, sorted, rbm::FlowVariant::kStochastic, point.seed, run.threads));
  for (const int step : kClassSteps) {
    by_class.Advance(step - by_class.steps());
    INFOFLOW_ASSIGN_OR_RETURN(
        ClassMeasurement got,
        MeasureClassified(thermometer, by_class.Visible(), step, run.threads));
    record.classes.push_back(std::move(got));
  }
  return record;
}

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  Run seeded = run;
  seeded.seed = point.seed;
  const int side = point.training.side;
  INFOFLOW_ASSIGN_OR_RETURN(
      const rbm::Spins critical,
      SampleTemperatures(side, {kCriticalTemperature}, point.samples, point.first_group, seeded));
  INFOFLOW_ASSIGN_OR_RETURN(const rbm::Spins sorted, SamplesOfClasses(point, seeded));
  INFOFLOW_ASSIGN_OR_RETURN(const NetworkThermometer thermometer,
                            TrainThermometer(side, point.thermometer, seeded));
  return point.training.hidden_units == 0
             ? MeasureControl(point, critical, sorted, thermometer, seeded)
             : MeasureFlow(point, critical, sorted, thermometer, seeded);
}

// Presentation: nothing below decides a record.

struct DimensionRow {
  std::string source;  // "samples" or the recipe
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
    VisitEstimate("open_spin_dimension", self.at.open_spin, visit);
    VisitEstimate("open_energy_dimension", self.at.open_energy, visit);
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

// A class of what one source has at a step.
struct ClassifiedRow {
  std::string source;  // "temperature" or "samples", both of samples that have not flowed; a recipe
  int hidden = 0, step = 0;
  ClassRow at;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("source", self.source);
    visit("hidden", self.hidden);
    visit("step", self.step);
    ClassRow::Fields(self.at, visit);
  }
};

struct MagnetizationRow {
  std::string source;
  int hidden = 0, step = 0;
  double magnetization_dimension = 0.0;

  INFOFLOW_COLUMNS(source, "", hidden, "", step, "", magnetization_dimension, "")
};

std::vector<ResultTable> Tables(Dimensions::Results results) {
  std::vector<DimensionRow> dimensions;
  std::vector<CorrelatorRow> correlators;
  std::vector<ClassifiedRow> classes;
  std::vector<MagnetizationRow> magnetizations;
  for (const auto& [point, record] : results) {
    const int hidden = point.training.hidden_units;
    const std::string source = hidden == 0 ? "samples" : NameOf(point.training.recipe);
    for (const MeasuredStep& m : record.measurements) {
      dimensions.push_back({source, hidden, m});
      for (const CriticalCorrelator& at : m.critical.correlators) {
        correlators.push_back(
            {source, hidden, m.step, at.distance, at.spin.value, at.spin.error, at.torus_spin});
      }
    }
    for (std::size_t k = 0; k < record.classes.size(); ++k) {
      const ClassMeasurement& measured = record.classes[k];
      const std::string by = hidden == 0 && k == 0 ? "temperature" : source;
      magnetizations.push_back({by, hidden, measured.step, measured.magnetization_dimension});
      for (const ClassRow& row : measured.rows) {
        classes.push_back({by, hidden, measured.step, row});
      }
    }
  }
  return {
      {"dimensions", "Scaling dimensions along the flow, beside the samples'", TableOf(dimensions)},
      {"correlators", "Spin correlators along the flow and that of the critical torus",
       TableOf(correlators)},
      {"magnetization", "Dimension of |m| over the classes below T_c", TableOf(magnetizations)},
      {"classes", "The authors' estimators within each class", TableOf(classes)}};
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, Dimensions::Results results) {
  const ControlMeasurement control = {results[0].record.measurements[0],
                                      results[0].record.classes[0], results[0].record.classes[1]};
  std::vector<MeasuredFlow> flows;
  for (const auto& [point, record] : results.subspan(1)) {
    flows.push_back({point.training.recipe, record.measurements, record.classes});
  }
  Presentation shown;
  shown.tables = Tables(results);
  AddCriticalClaims({"samples_scaling_limit", "samples_spin", "samples_energy", "samples'"},
                    control.critical.critical, shown.claims);
  AddEstimatorClaims(control, shown.claims);
  AddAuthorsClaims(control, flows, shown.claims);
  AddLocalClaims(control, flows, shown.claims);
  std::vector<std::string> recipes;
  for (const Recipe recipe : p.recipes) recipes.push_back(NameOf(recipe));
  shown.keys.Add("recipes", recipes);
  shown.keys.Add("hidden_units", p.hidden_units);
  shown.keys.Add("shown_steps", std::vector<int>{kFirstClaimedStep, kLastClaimedStep, p.steps});
  shown.keys.Add("class_steps", std::vector<int>(std::begin(kClassSteps), std::end(kClassSteps)));
  shown.keys.Add("published", kLongestPublishedFlow);
  shown.keys.Add("spin_dimension", kSpinDimension);
  shown.keys.Add("energy_dimension", kEnergyDimension);
  shown.keys.Add("samples_spin", control.critical.critical.torus.spin.value);
  shown.keys.Add("samples_energy", control.critical.critical.torus.energy.value);
  shown.keys.Add("samples_open_spin", control.critical.open_spin.value);
  shown.keys.Add("samples_open_energy", control.critical.open_energy.value);
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
      "correlators of the critical torus and by the authors' estimators, beside the samples' own; "
      "and by class of a thermometer.";
  figure.oracle =
      "torus correlators against testdata/reference/rbm/torus_correlators.csv; estimators against "
      "exact power laws (scaling_dimensions_test), the authors' against plain sums over pairs "
      "(open_correlations_test); samples against 1/8 and 1";
  figure.width = 1800;
  figure.height = 1000;
  figure.keeps_points = true;
  figure.keeps_work = true;
  figure.points = Points;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
