// Two machines, the second trained on the hidden units of the first, beside two steps of the
// renormalization group on the same Ising samples. Mathematics and defaults: docs/rbm.md.
//
// Symbols: T temperature (J/k_B), h^(l) hidden units of layer l, L side, PR participation ratio.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/rbm/stack_comparison.h"
#include "paper_figures/shared/extremes.h"
#include "paper_figures/shared/mosaic.h"

namespace infoflow::paper_figures {

namespace {

// So far above T_c, relatively, that two steps of blocking must lead away from it.
constexpr double kClearlyAbove = 1.05;

struct Parameters {
  StackParameters stack;
  std::vector<double> temperatures;
  int columns;

  void Register(ParameterSet& set) {
    stack.Register(set);
    set.Add("temperatures", &temperatures, {"temperatures besides T_c", "J/k_B"},
            {{2.6}, {2.6}, {2.6}}, {0.5, 10.0});
    set.Add("columns", &columns, "patterns in one row of the picture", {4, 4, 8}, {1, 64});
  }

  // T_c first, each once.
  std::vector<double> AllTemperatures() const {
    std::vector<double> all = {kCriticalTemperature};
    for (const double t : temperatures) {
      if (std::find(all.begin(), all.end(), t) == all.end()) all.push_back(t);
    }
    return all;
  }
};

struct Point {
  double temperature = 0.0;
  StackParameters stack;
  std::uint64_t seed = 0;       // of samples and machines
  std::uint64_t flow_seed = 0;  // of what passes through them

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("temperature", self.temperature, "J/k_B");
    visit("stack", self.stack);
    visit("seed", self.seed);
    visit("flow_seed", self.flow_seed);
  }
};

using Stack = FigureOf<Parameters, Point, StackComparison>;

absl::StatusOr<std::vector<Point>> Points(const Parameters& p, const Run& run) {
  if (p.stack.side % 4 != 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "side is ", p.stack.side, "; it must be a multiple of 4, for two steps of blocking"));
  }
  std::vector<Point> points;
  for (const double temperature : p.AllTemperatures()) {
    const std::uint64_t flow_seed = run.seed + 100 * (points.size() + 1);
    points.push_back({temperature, p.stack, run.seed, flow_seed});
  }
  return points;
}

absl::StatusOr<StackComparison> Compute(const Point& point, const Run& run) {
  return CompareStack(point.stack, point.temperature, point.seed, point.flow_seed, run);
}

std::vector<ResultTable> Tables(const Parameters& p, Stack::Results results) {
  std::vector<StackLayerRow> layers;
  std::vector<StackFlowRow> flow;
  for (const auto& [point, record] : results) {
    layers.insert(layers.end(), record.layers.begin(), record.layers.end());
    flow.insert(flow.end(), record.flow.begin(), record.flow.end());
  }
  const StackComparison& critical = results[0].record;
  const auto mosaic = [&](const linalg::Matrix<double>& patterns) {
    return Mosaic(patterns, p.stack.side, p.stack.side, p.columns);
  };
  return {{"layers", "Medians over the patterns <v h> of each layer, stack and block averages",
           TableOf(layers)},
          {"flow",
           "Report: magnetization with depth; temperature of reconstructions and of block spins",
           TableOf(flow)},
          {"stack_patterns", "Patterns of the stack's second layer at T_c",
           mosaic(critical.stack_patterns)},
          {"block_patterns", "Patterns of two steps of block averages at T_c",
           mosaic(critical.block_patterns)}};
}

ClaimList Claims(Stack::Results results) {
  Extremes growth, heating;
  for (const auto& [point, record] : results) {
    const std::vector<StackFlowRow>& flow = record.flow;
    growth.Add(flow.back().stack_magnetization - flow.front().stack_magnetization);
    if (point.temperature <= kClearlyAbove * kCriticalTemperature) continue;
    for (int l = 1; l <= kStackLayers; ++l) {
      heating.Add(flow[l].block_temperature.value - flow[l - 1].block_temperature.value);
    }
  }
  const StackLayerRow& critical = results[0].record.layers.back();

  ClaimList claims;
  claims
      .Add("wider_patterns",
           "At T_c patterns of a stack's second layer are wider than those of two steps of the "
           "renormalization group.")
      .Measured("median PR at T_c, stack / block averages",
                critical.stack_participation / critical.block_participation)
      .Above(1.3);
  claims
      .Add("magnetization_grows",
           "The magnetization of the stack's last layer is larger than the samples': it goes "
           "towards order.")
      .Measured(
          "smallest change of <|m|> from the samples to the last layer, over the temperatures",
          growth.least)
      .Above(0.0);
  claims
      .Add("blocks_heat", "Above T_c the renormalization group goes to high temperatures instead.")
      .Measured("smallest change of the block spins' T in a step (J/k_B)", heating.least)
      .DecidedIf(!heating.empty, "no temperature is 5 % or more above T_c")
      .Above(0.0);
  return claims;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, Stack::Results results) {
  const std::vector<double> temperatures = p.AllTemperatures();
  std::vector<std::string> names;
  for (const std::string& number : NumberNames(temperatures)) {
    names.push_back(names.empty() ? "{/:Italic T}_c" : absl::StrCat("{/:Italic T} = ", number));
  }
  PictureKeys keys;
  keys.Add("temperatures", temperatures);
  keys.Add("temperature_names", names);
  keys.Add("layers", kStackLayers);
  keys.Add("block_width", 1 << kStackLayers);
  return Presentation{Tables(p, results), Claims(results), keys};
}

}  // namespace

Figure RbmStack() {
  Stack figure;
  figure.title = "A stack of two machines beside two steps of the renormalization group";
  figure.paper = "arXiv:1906.05212";
  figure.source = "stacked machines compared with repeated blocking";
  figure.description =
      "Patterns <v h> of the second of two stacked machines and of 4 x 4 block averages of the "
      "same samples, with magnetization and temperature along both.";
  figure.oracle =
      "correlators and statistics against testdata/reference/rbm/vh_L*.csv; block spins are "
      "integer arithmetic; the stack's sampling against exact conditionals (flow_statistical_test)";
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
