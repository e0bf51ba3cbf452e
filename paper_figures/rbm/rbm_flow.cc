// Temperature along the renormalization of Ising samples, and along the flow v -> h -> v of
// machines that learned from all temperatures, from T = 0, from high ones and from T_c, by two
// thermometers. Mathematics and defaults: docs/rbm.md.
//
// Symbols: T temperature (J/k_B), k step of the flow, L side.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "infoflow/ising/block_spin_flow.h"
#include "infoflow/ising/ising_sampler.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/rbm/machine_flows.h"
#include "paper_figures/rbm/rbm_flow_claims.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kRecipe[] =
#include "paper_figures/rbm/rbm_flow.gp.inc"
    ;

// Bins of the jackknife.
constexpr int kBins = 16;

absl::StatusOr<std::vector<BlockFlow>> RenormalizationFlows(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  const int side = static_cast<int>(parameters.Integer("block_side"));
  std::vector<double> temperatures = parameters.Numbers("block_temperatures");
  temperatures.push_back(kCriticalTemperature);
  std::sort(temperatures.begin(), temperatures.end());
  std::vector<BlockFlow> flows;
  for (std::size_t t = 0; t < temperatures.size(); ++t) {
    ising::SamplingOptions options;
    options.seed = context.seed;
    options.first_chain = 64 * static_cast<std::uint32_t>(kFlowGroup + 100 + t);
    options.threads = context.threads;
    INFOFLOW_ASSIGN_OR_RETURN(
        const ising::SpinSamples samples,
        ising::SampleIsing(side, temperatures[t], parameters.Integer("block_samples"), options));
    BlockFlow flow;
    flow.temperature = temperatures[t];
    int steps = 0;
    // Down to 4 x 4: on 2 x 2 the bonds are double.
    for (int half = side / 2; half >= 4; half /= 2) ++steps;
    INFOFLOW_ASSIGN_OR_RETURN(
        flow.points,
        ising::BlockSpinFlow(samples, steps, ising::BlockRule::kMajority, context.seed + t, kBins));
    flows.push_back(std::move(flow));
  }
  return flows;
}

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<BlockFlow> block_flows,
                            RenormalizationFlows(context));
  INFOFLOW_ASSIGN_OR_RETURN(const MachineFlows machine_flows, ComputeMachineFlows(context));
  Table block_table({{"start", "J/k_B"},
                     {"step", ""},
                     {"side", "sites"},
                     {"temperature", "J/k_B"},
                     {"temperature_error", "J/k_B"}});
  for (const BlockFlow& flow : block_flows) {
    for (std::size_t n = 0; n < flow.points.size(); ++n) {
      block_table.AddRow({flow.temperature, static_cast<double>(n),
                          static_cast<double>(flow.points[n].side),
                          flow.points[n].temperature.value, flow.points[n].temperature.error});
    }
  }
  Table flow_table({{"learned", ""},
                    {"hidden", ""},
                    {"start", "J/k_B"},
                    {"step", ""},
                    {"temperature", "J/k_B"},
                    {"temperature_error", "J/k_B"},
                    {"network_class", "J/k_B"},
                    {"network_mean", "J/k_B"}});
  Table histogram({{"learned", ""},
                   {"hidden", ""},
                   {"start", "J/k_B"},
                   {"step", ""},
                   {"class", "J/k_B"},
                   {"probability", ""}});
  Table fixed_points({{"learned", ""},
                      {"hidden", ""},
                      {"start", "J/k_B"},
                      {"temperature", "J/k_B"},
                      {"temperature_error", "J/k_B"},
                      {"network_class", "J/k_B"},
                      {"network_mean", "J/k_B"},
                      {"copying_units", ""}});
  Table study({{"hidden", ""},
               {"epochs", ""},
               {"learning_rate", ""},
               {"deviation", ""},
               {"variant", ""},
               {"start", "J/k_B"},
               {"temperature", "J/k_B"},
               {"temperature_error", "J/k_B"}});
  // Cells that name a flow, then numbers.
  const auto row = [](std::vector<std::string> cells, const std::vector<double>& values) {
    for (const double value : values) cells.push_back(FormatDouble(value));
    return cells;
  };
  for (const FlowOfMachine& flow : machine_flows.figure) {
    const std::vector<std::string> name = {flow.learned, absl::StrCat(flow.hidden_units),
                                           FormatDouble(flow.start)};
    for (const FlowReading& reading : flow.readings) {
      const NetworkReading& network = reading.network;
      flow_table.AddRow(
          row(name, {static_cast<double>(reading.step), reading.temperature, reading.error,
                     network.likeliest_temperature, network.mean_temperature}));
      if (!IsHistogramStep(reading.step)) continue;
      for (std::size_t c = 0; c < network.probabilities.size(); ++c) {
        histogram.AddRow(row(
            name, {static_cast<double>(reading.step), kClassWidth * c, network.probabilities[c]}));
      }
    }
    const FlowReading& end = flow.readings.back();
    fixed_points.AddRow(
        row(name, {end.temperature, end.error, end.network.likeliest_temperature,
                   end.network.mean_temperature, static_cast<double>(flow.copying_units)}));
  }
  for (const FlowOfMachine& flow : machine_flows.study) {
    const FlowReading& end = flow.readings.back();
    study.AddRow({absl::StrCat(flow.hidden_units), absl::StrCat(flow.epochs),
                  FormatDouble(flow.learning_rate), FormatDouble(flow.deviation), flow.variant,
                  FormatDouble(flow.start), FormatDouble(end.temperature),
                  FormatDouble(end.error)});
  }

  // Samples, training and stochastic flows are the same bits everywhere. The network thermometer
  // and the flows of means in the study multiply by BLAS, whose kernels differ in the last digits:
  // between SkylakeX, Haswell and Prescott network means and probabilities by 1.4e-7, temperatures
  // of the study not at all, though a unit drawn otherwise would change them.
  const GoldenTolerance exact = {1e-9, 1e-9};
  const GoldenTolerance network = {0.0, 1e-5};
  FigureResult result;
  result.tables = {
      {"fixed_points",
       absl::StrCat("Where the flow stands after ", parameters.Integer("steps"), " steps"),
       fixed_points,
       exact,
       {{"network_mean", network}}},
      {"block_spins", "Temperature along repeated blocking", block_table, exact},
      {"flow",
       "Temperature along the flow of machines",
       flow_table,
       exact,
       {{"network_mean", network}}},
      {"histogram",
       "Mean softmax of the network thermometer along the flow",
       histogram,
       exact,
       {{"probability", network}}},
      {"study",
       "Report: the fixed point against epochs, learning rate and variant of the flow",
       study,
       exact,
       {{"temperature", {0.01, 0.0}}},
       {"temperature_error"}}};
  AddRenormalizationClaims(block_flows, result.claims);
  AddFlowClaims(machine_flows.figure, result.claims);
  return result;
}

}  // namespace

Figure RbmFlow() {
  Figure figure;
  figure.slug = "rbm_flow";
  figure.title = "Temperature along the renormalization group and along the flow of machines";
  figure.paper = "arXiv:1906.05212";
  figure.source = "flows v -> h -> v of trained machines, their temperature read by a network";
  figure.description =
      "Blocking leaves the critical temperature on both sides. The flow of a machine ends at a "
      "fixed point that depends on what it has learned, and, after learning from all "
      "temperatures, on its number of hidden units.";
  figure.oracle =
      "temperatures against testdata/reference/rbm/thermometer_u_to_K.csv; flow against "
      "rbm_*_flow_exact.csv (flow_statistical_test); network thermometer against Bayes' rule "
      "(network_thermometer_test)";
  Parameters& p = figure.parameters;
  p.AddInteger("side", "side of the lattice of the machines", {10, 10, 10}, {4, 32})
      .AddNumbers("hidden_units", "hidden units of machines trained at all temperatures",
                  {{16, 36}, {16, 36, 64, 81}, {16, 36, 64, 81}}, {1, 1024})
      .AddInteger("samples_per_temperature", "samples at each of 25 temperatures from 0 to 6",
                  {400, 1000, 2000}, {10, 100000})
      .AddInteger("epochs", "epochs at all temperatures", {40, 80, 1000}, {1, 100000})
      .AddNumber("learning_rate", "learning rate at all temperatures, for units +-1",
                 {0.01, 0.01, 1e-3}, {1e-6, 1.0})
      .AddNumber("deviation", "standard deviation of the weights at the start, for units +-1",
                 {0.01, 0.01, 0.1}, {0.0, 10.0})
      .AddInteger("cold_hot_hidden", "hidden units of the machines of T = 0 and T >= 4",
                  {36, 36, 36}, {1, 1024})
      .AddInteger("cold_hot_epochs", "epochs of these machines", {40, 40, 40}, {1, 100000})
      .AddInteger("critical_hidden", "hidden units of the machine of T_c", {64, 81, 81}, {1, 1024})
      .AddInteger("critical_samples", "samples at T_c", {10000, 20000, 60000}, {100, 10000000})
      .AddInteger("critical_stretch", "epochs at T_c in units of 60, of falling learning rate",
                  {1, 1, 2}, {1, 1000})
      .AddNumbers("starts", "temperatures at which flows start, the hottest last",
                  {{0.05, 2.25, 6.0}, {0.05, 2.25, 6.0}, {0.05, 2.25, 6.0}}, {1e-6, 100.0})
      .AddInteger("flow_samples", "samples that flow", {500, 2000, 5000}, {32, 1000000})
      .AddInteger("steps", "steps of the flow", {200, 200, 200}, {100, 100000})
      .AddInteger("thermometer_samples", "samples at each temperature for the network thermometer",
                  {400, 1000, 2000}, {10, 100000})
      .AddInteger("thermometer_epochs", "its epochs", {20, 60, 60}, {1, 10000})
      .AddInteger("study_hidden", "hidden units of the machines of the study", {16, 64, 64},
                  {1, 1024})
      .AddNumbers("study_epochs", "epochs of the machines of the study",
                  {{10}, {20, 40, 80}, {100, 300, 1000}}, {1, 100000})
      .AddInteger("block_side", "side of the lattice that is blocked", {32, 32, 64}, {8, 512})
      .AddInteger("block_samples", "samples that are blocked, at each temperature",
                  {4000, 8000, 20000}, {32, 1000000})
      .AddNumbers(
          "block_temperatures", "temperatures that are blocked, besides T_c",
          {{2.0, 2.2, 2.35, 2.6, 3.0}, {2.0, 2.2, 2.35, 2.6, 3.0}, {2.0, 2.2, 2.35, 2.6, 3.0}},
          {0.5, 10.0});
  AddCacheParameter(p);
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
