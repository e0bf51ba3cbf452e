// Temperature along the renormalization of Ising samples, and along the flow v -> h -> v of
// machines, of the authors' recipe and of the local one, that learned from all temperatures and
// from T_c (the local ones from T = 0 and from high temperatures, too), by two thermometers.
// Mathematics and defaults: docs/rbm.md.
//
// Symbols: T temperature (J/k_B), k step of the flow, L side.

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/ising/sampling/block_spin_flow.h"
#include "infoflow/ising/sampling/ising_sampler.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/rbm/flow_thermometer.h"
#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/rbm/machine_flows.h"
#include "paper_figures/rbm/machine_recipes.h"
#include "paper_figures/rbm/rbm_flow_claims.h"
#include "paper_figures/rbm/recipe.h"

namespace infoflow::paper_figures {

namespace {

// Bins of the jackknife.
constexpr int kBins = 16;

struct Parameters {
  MachineFlowParameters machines;
  int block_side;
  std::int64_t block_samples;
  std::vector<double> block_temperatures;

  void Register(ParameterSet& set) {
    machines.Register(set);
    set.Add("block_side", &block_side, "side of the lattice that is blocked", {32, 32, 64},
            {8, 512});
    set.Add("block_samples", &block_samples, "samples that are blocked, at each temperature",
            {4000, 8000, 20000}, {32, 1000000});
    set.Add("block_temperatures", &block_temperatures,
            {"temperatures that are blocked, besides T_c", "J/k_B"},
            {{2.0, 2.2, 2.35, 2.6, 3.0}, {2.0, 2.2, 2.35, 2.6, 3.0}, {2.0, 2.2, 2.35, 2.6, 3.0}},
            {0.5, 10.0});
  }

  std::vector<double> BlockStarts() const {
    std::vector<double> starts = block_temperatures;
    starts.push_back(kCriticalTemperature);
    std::sort(starts.begin(), starts.end());
    return starts;
  }
};

struct Record {
  std::vector<BlockStep> blocking;  // flow by flow
  MachineFlows flows;

  INFOFLOW_FIELDS(blocking, flows)
};

absl::StatusOr<std::vector<BlockStep>> ComputeBlocking(const Parameters& p, const Run& run) {
  int steps = 0;
  // Down to 4 x 4: on 2 x 2 the bonds are double.
  for (int half = p.block_side / 2; half >= 4; half /= 2) ++steps;
  const std::vector<double> starts = p.BlockStarts();
  std::vector<BlockStep> blocking;
  for (std::size_t t = 0; t < starts.size(); ++t) {
    const int group = kFlowGroup + 100 + static_cast<int>(t);
    INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples samples,
                              ising::SampleIsing(p.block_side, starts[t], p.block_samples,
                                                 SamplingOf(run.seed, run.threads, group)));
    INFOFLOW_ASSIGN_OR_RETURN(
        const std::vector<ising::BlockSpinFlowPoint> flow,
        ising::BlockSpinFlow(samples, steps, ising::BlockRule::kMajority, run.seed + t, kBins));
    for (int n = 0; n <= steps; ++n) {
      blocking.push_back(
          {starts[t], n, flow[n].side, flow[n].temperature.value, flow[n].temperature.error});
    }
  }
  return blocking;
}

absl::StatusOr<Record> Compute(const Parameters& p, const Run& run) {
  Record record;
  INFOFLOW_ASSIGN_OR_RETURN(record.blocking, ComputeBlocking(p, run));
  INFOFLOW_ASSIGN_OR_RETURN(record.flows, ComputeMachineFlows(p.machines, run));
  return record;
}

struct FixedPointRow {
  std::string recipe, learned;
  int hidden = 0;
  double start = 0.0, published = 0.0, temperature = 0.0, temperature_error = 0.0;
  double network_class = 0.0, network_mean = 0.0;
  int copying_units = 0;

  INFOFLOW_COLUMNS(recipe, "", learned, "", hidden, "", start, "J/k_B", published, "J/k_B",
                   temperature, "J/k_B", temperature_error, "J/k_B", network_class, "J/k_B",
                   network_mean, "J/k_B", copying_units, "")
};

struct FlowRow {
  std::string recipe, learned;
  int hidden = 0;
  double start = 0.0;
  int step = 0;
  double temperature = 0.0, temperature_error = 0.0, network_class = 0.0, network_mean = 0.0,
         network_error = 0.0;

  INFOFLOW_COLUMNS(recipe, "", learned, "", hidden, "", start, "J/k_B", step, "", temperature,
                   "J/k_B", temperature_error, "J/k_B", network_class, "J/k_B", network_mean,
                   "J/k_B", network_error, "J/k_B")
};

struct StudyRow {
  int hidden = 0, epochs = 0;
  double learning_rate = 0.0, deviation = 0.0;
  std::string variant;
  double start = 0.0, temperature = 0.0, temperature_error = 0.0;

  INFOFLOW_COLUMNS(hidden, "", epochs, "", learning_rate, "", deviation, "", variant, "", start,
                   "J/k_B", temperature, "J/k_B", temperature_error, "J/k_B")
};

std::vector<ResultTable> Tables(const Parameters& p, const Record& record) {
  std::vector<FixedPointRow> fixed_points;
  std::vector<FlowRow> readings;
  Table histogram({{"recipe", ""},
                   {"learned", ""},
                   {"hidden", ""},
                   {"start", "J/k_B"},
                   {"step", ""},
                   {"class", "J/k_B"},
                   {"share", ""}});
  for (const FlowOfMachine& flow : record.flows.figure) {
    const std::string recipe = NameOf(flow.recipe);
    const char* learned = NameOf(flow.learned);
    double published = std::numeric_limits<double>::quiet_NaN();
    for (const FlowReading& at : flow.readings) {
      if (at.step == kLongestPublishedFlow) published = at.temperature;
      readings.push_back({recipe, learned, flow.hidden_units, flow.start, at.step, at.temperature,
                          at.temperature_error, at.network_class, at.network_mean,
                          at.network_error});
      for (std::size_t c = 0; c < at.histogram.size(); ++c) {
        histogram.AddRow({recipe, learned, flow.hidden_units, flow.start, at.step, kClassWidth * c,
                          at.histogram[c]});
      }
    }
    const FlowRow& end = readings.back();
    fixed_points.push_back({end.recipe, end.learned, end.hidden, end.start, published,
                            end.temperature, end.temperature_error, end.network_class,
                            end.network_mean, flow.copying_units});
  }
  std::vector<StudyRow> study;
  for (const FlowOfMachine& flow : record.flows.study) {
    const FlowReading& end = flow.readings.back();
    study.push_back({flow.hidden_units, flow.epochs, flow.learning_rate, flow.deviation,
                     NameOf(flow.variant), flow.start, end.temperature, end.temperature_error});
  }
  return {{"fixed_points",
           absl::StrCat("Where the flow stands after ", kLongestPublishedFlow,
                        " steps (column published) and after ", p.machines.steps),
           TableOf(fixed_points)},
          {"block_spins", "Temperature along repeated blocking", TableOf(record.blocking)},
          {"flow", "Temperature along the flow of machines", TableOf(readings)},
          {"histogram", "Shares of the network thermometer's classes along the flow", histogram},
          {"study", "Report: the fixed point against epochs, learning rate and variant of the flow",
           TableOf(study)}};
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, const Record& record) {
  ClaimList claims;
  AddBlockingClaims(record.blocking, claims);
  AddFlowClaims(record.flows.figure, claims);
  PictureKeys keys;
  keys.Add("critical_temperature", kCriticalTemperature);
  keys.Add("block_starts", p.BlockStarts());
  keys.Add("block_start_names", NumberNames(p.BlockStarts()));
  const MachineFlowParameters& m = p.machines;
  std::vector<std::string> recipes;
  for (const Recipe recipe : m.recipes) recipes.push_back(NameOf(recipe));
  keys.Add("recipes", recipes);
  keys.Add("authors_hidden", m.authors_hidden);
  keys.Add("hidden_units", m.hidden_units);
  keys.Add("starts", m.starts);
  keys.Add("coldest", m.starts.front());
  keys.Add("hottest", m.starts.back());
  keys.Add("hottest_name", NumberNames({m.starts.back()})[0]);
  keys.Add("published", kLongestPublishedFlow);
  keys.Add("histogram_steps",
           std::vector<int>(std::begin(kHistogramSteps), std::end(kHistogramSteps)));
  return Presentation{Tables(p, record), claims, keys};
}

}  // namespace

Figure RbmFlow() {
  SinglePointFigureOf<Parameters, Record> figure;
  figure.title = "Temperature along the renormalization group and along the flow of machines";
  figure.paper = "arXiv:1906.05212";
  figure.source = "flows v -> h -> v of trained machines, their temperature read by a network";
  figure.description =
      "Blocking leaves the critical temperature on both sides. The flow of a machine ends at a "
      "fixed point that depends on how and from what it has learned, and, by the local recipe "
      "after learning from all temperatures, on its number of hidden units.";
  figure.oracle =
      "temperatures against testdata/reference/rbm/thermometer_u_to_K.csv; flow against "
      "rbm_*_flow_exact.csv (flow_statistical_test); network thermometer against Bayes' rule "
      "(network_thermometer_test)";
  figure.width = 1800;
  figure.height = 1050;
  figure.keeps_work = true;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
