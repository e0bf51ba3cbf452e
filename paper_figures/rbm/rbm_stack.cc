// Stacks of machines, each trained on the output of the one below it, by the authors' recipe and by
// the local one, beside steps of the renormalization group on the same Ising samples. Mathematics
// and defaults: docs/rbm.md.
//
// Symbols: T temperature (J/k_B), h^(l) hidden units of layer l, L side, PR participation ratio.

#include <algorithm>
#include <cmath>
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
#include "paper_figures/rbm/recipe.h"
#include "paper_figures/rbm/stack_comparison.h"
#include "paper_figures/shared/extremes.h"
#include "paper_figures/shared/mosaic.h"

namespace infoflow::paper_figures {

namespace {

// So far above T_c, relatively, that steps of blocking must lead away from it.
constexpr double kClearlyAbove = 1.05;

struct Parameters {
  std::vector<Recipe> recipes;
  StackParameters stack;
  std::vector<double> temperatures;
  int columns;

  void Register(ParameterSet& set) {
    const std::vector<Recipe> both = {Recipe::kAuthors, Recipe::kLocal};
    set.AddChoice("recipes", &recipes, "whose ways of training machines", {both, both, both},
                  RecipeChoices());
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
  Recipe recipe = Recipe::kAuthors;
  StackParameters stack;
  std::uint64_t seed = 0;       // of samples and machines
  std::uint64_t flow_seed = 0;  // of what passes through them

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("temperature", self.temperature, "J/k_B");
    visit.Key("recipe", self.recipe);
    visit("stack", self.stack);
    visit("seed", self.seed);
    visit("flow_seed", self.flow_seed);
  }
};

using Stack = FigureOf<Parameters, Point, StackComparison>;

// Recipe by recipe, each with T_c first.
absl::StatusOr<std::vector<Point>> Points(const Parameters& p, const Run& run) {
  const int width = 1 << p.stack.layers;
  if (p.stack.side % width != 0) {
    return absl::InvalidArgumentError(absl::StrCat("side is ", p.stack.side,
                                                   "; it must be a multiple of ", width, ", for ",
                                                   p.stack.layers, " steps of blocking"));
  }
  std::vector<Point> points;
  for (const Recipe recipe : p.recipes) {
    std::uint64_t flow_seed = run.seed;
    for (const double temperature : p.AllTemperatures()) {
      flow_seed += 100;
      points.push_back({temperature, recipe, p.stack, run.seed, flow_seed});
    }
  }
  return points;
}

absl::StatusOr<StackComparison> Compute(const Point& point, const Run& run) {
  return CompareStack(point.stack, point.temperature, point.recipe, point.seed, point.flow_seed,
                      run);
}

// Presentation: nothing below decides a record.

std::vector<ResultTable> Tables(const Parameters& p, Stack::Results results) {
  std::vector<StackLayerRow> layers;
  std::vector<StackFlowRow> flow;
  for (const auto& [point, record] : results) {
    layers.insert(layers.end(), record.layers.begin(), record.layers.end());
    flow.insert(flow.end(), record.flow.begin(), record.flow.end());
  }
  std::vector<ResultTable> tables = {
      {"layers", "Medians over the patterns <v h> of each layer, stack and block averages",
       TableOf(layers)},
      {"flow",
       "Report: magnetization with depth; temperature of reconstructions and of block spins",
       TableOf(flow)}};
  const auto mosaic = [&](const linalg::Matrix<double>& patterns) {
    return Mosaic(patterns, p.stack.side, p.stack.side, p.columns);
  };
  for (const auto& [point, record] : results) {
    if (point.temperature != kCriticalTemperature) continue;
    tables.push_back({absl::StrCat(NameOf(point.recipe), "_patterns"),
                      absl::StrCat("Patterns of the last layer of a stack at T_c, ",
                                   NameOf(point.recipe), " recipe"),
                      mosaic(record.stack_patterns)});
  }
  tables.push_back({"block_patterns", "Patterns of repeated block averages at T_c",
                    mosaic(results[0].record.block_patterns)});
  return tables;
}

// What the claims need of the stacks of one recipe.
struct StackSummary {
  bool computed = false;
  double width = 0.0;  // median PR at T_c of the last layer, over that of block averages
  Extremes growth;     // change of <|m|> from the samples to the last layer
};

StackSummary SummaryOf(Recipe recipe, Stack::Results results) {
  StackSummary summary;
  for (const auto& [point, record] : results) {
    if (point.recipe != recipe) continue;
    summary.computed = true;
    summary.growth.Add(record.flow.back().stack_magnetization -
                       record.flow.front().stack_magnetization);
    if (point.temperature != kCriticalTemperature) continue;
    const StackLayerRow& last = record.layers.back();
    summary.width = last.stack_participation / last.block_participation;
  }
  return summary;
}

void AddBlockClaims(Stack::Results results, ClaimList& claims) {
  Extremes heating, change, fall;
  for (const auto& [point, record] : results) {
    const std::vector<StackFlowRow>& flow = record.flow;
    for (std::size_t l = 1; l < flow.size(); ++l) {
      change.Add(std::abs(flow[l].average_magnetization - flow[0].stack_magnetization));
      fall.Add(flow[l].average_square / flow[l - 1].average_square);
      if (point.temperature <= kClearlyAbove * kCriticalTemperature) continue;
      heating.Add(flow[l].block_temperature.value - flow[l - 1].block_temperature.value);
    }
  }
  claims
      .Add("averages_keep",
           "The paper's rule, averages of averages, changes no magnetization: with depth it "
           "shows neither order nor disorder ...")
      .Measured("largest change of <|m|> from the samples to any step", change.greatest)
      .Below(1e-9);
  claims.Add("averages_shrink", "... while its fields, no spins any more, grow smaller.")
      .Measured("largest ratio of the mean square of a step to that before", fall.greatest)
      .Below(1.0);
  claims
      .Add("blocks_heat", "The majority rule keeps spins: above T_c they go to high temperatures.")
      .Measured("smallest change of the block spins' T in a step (J/k_B)", heating.least)
      .DecidedIf(!heating.empty, "no temperature is 5 % or more above T_c")
      .Above(0.0);
}

ClaimList Claims(Stack::Results results) {
  const StackSummary authors = SummaryOf(Recipe::kAuthors, results);
  const StackSummary local = SummaryOf(Recipe::kLocal, results);
  constexpr const char* kNoAuthors = "no stack is trained by the authors' recipe";
  constexpr const char* kNoLocal = "no stack is trained by the local recipe";
  ClaimList claims;
  claims
      .Add("authors_wider_patterns",
           "At T_c patterns of the last layer of a stack trained by the authors' recipe are wider "
           "than those of as many steps of the renormalization group.")
      .Measured("median PR at T_c, stack / block averages", authors.width)
      .DecidedIf(authors.computed, kNoAuthors)
      .Above(1.3);
  claims
      .Add("wider_patterns",
           "A stack trained by the local recipe has wider patterns than the renormalization "
           "group, too.")
      .Measured("median PR at T_c, stack / block averages", local.width)
      .DecidedIf(local.computed, kNoLocal)
      .Above(1.3);
  claims.Add("magnetization_grows", "And its magnetization grows with depth.")
      .Measured(
          "smallest change of <|m|> from the samples to the last layer, over the temperatures",
          local.growth.least)
      .DecidedIf(local.computed, kNoLocal)
      .Above(0.0);
  AddBlockClaims(results, claims);
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
  std::vector<std::string> recipes;
  for (const Recipe recipe : p.recipes) recipes.push_back(NameOf(recipe));
  keys.Add("recipes", recipes);
  keys.Add("layers", p.stack.layers);
  keys.Add("block_width", 1 << p.stack.layers);
  return Presentation{Tables(p, results), Claims(results), keys};
}

}  // namespace

Figure RbmStack() {
  Stack figure;
  figure.title = "Stacks of machines beside steps of the renormalization group";
  figure.paper = "arXiv:1906.05212";
  figure.source = "stacked machines compared with repeated blocking";
  figure.description =
      "Patterns <v h> of the last of stacked machines, trained by the authors' programs' recipe "
      "and "
      "by the local one, and of averages of averages over blocks of the same samples, with "
      "magnetization and temperature along both.";
  figure.oracle =
      "correlators and statistics against testdata/reference/rbm/vh_L*.csv; block spins are "
      "integer arithmetic; the stack's sampling against exact conditionals (flow_statistical_test)";
  figure.width = 1500;
  figure.height = 1000;
  figure.keeps_points = true;
  figure.keeps_work = true;
  figure.points = Points;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
