// The truncated decimation maps of the square lattice, their fixed points and flows.
//
// Symbols: K coupling, K' its image under one step, K* fixed point, K_c the exact critical
// coupling, b length factor of a step, y_t thermal exponent, nu correlation length exponent.
// Mathematics: docs/renormalization.md, part II.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "infoflow/ising/square_decimation.h"
#include "infoflow/ising/square_exact.h"
#include "infoflow/ising/square_flow.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

namespace {

using ising::kSquareCriticalCoupling;
using ising::SquareFixedPoint;
using ising::SquareTruncation;

constexpr char kRecipe[] =
#include "paper_figures/renormalization/ising_square_flow.gp.inc"
    ;

// A flow has arrived when it is beyond these. To see where it ends it is followed further than it
// is drawn; the slowest, far up a map without fixed point, takes e^{8K} steps.
constexpr double kDisordered = 1e-6;
constexpr double kOrdered = 10.0;
constexpr int kLongestFlow = 1000000;

struct Map {
  std::string name;
  SquareTruncation truncation;
};

absl::StatusOr<std::vector<Map>> Maps(const std::vector<double>& blockings) {
  std::vector<Map> maps = {{"drop", SquareTruncation::Drop()},
                           {"sum", SquareTruncation::Sum()},
                           {"wall", SquareTruncation::Wall()},
                           {"optimal", SquareTruncation::Optimal()}};
  for (const double blocking : blockings) {
    const int b = static_cast<int>(blocking);
    if (b != blocking) {
      return absl::InvalidArgumentError(
          absl::StrCat("--set blockings=", blocking, ": must be integers"));
    }
    INFOFLOW_ASSIGN_OR_RETURN(const SquareTruncation truncation,
                              SquareTruncation::MigdalKadanoff(b));
    maps.push_back({absl::StrCat("mk", b), truncation});
  }
  return maps;
}

// K' of every map on a grid of couplings.
absl::StatusOr<Table> MapTable(const std::vector<Map>& maps, int points, double greatest,
                               int threads) {
  std::vector<Column> columns = {{"coupling", ""}};
  for (const Map& map : maps) columns.push_back({map.name, ""});
  std::vector<std::vector<double>> rows(points);
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(points, threads, [&](int i) {
    const double coupling = greatest * (i + 1) / points;
    rows[i].push_back(coupling);
    for (const Map& map : maps) rows[i].push_back(map.truncation.Map(coupling));
    return absl::OkStatus();
  }));
  Table table(std::move(columns));
  for (const std::vector<double>& row : rows) table.AddRow(row);
  return table;
}

struct FlowTable {
  Table table;
  // Starts below K* that do not reach 0, or above it that do not leave for infinity.
  int strays = 0;
};

// Whether the flow from `coupling` ends in order, in disorder, or at neither (nothing).
std::optional<bool> EndsInOrder(const SquareTruncation& truncation, double coupling) {
  for (int step = 0; step < kLongestFlow; ++step) {
    if (coupling > kOrdered) return true;
    if (coupling < kDisordered) return false;
    coupling = truncation.Map(coupling);
  }
  return std::nullopt;
}

// Flows from couplings on either side of each fixed point, and for maps without one from all.
absl::StatusOr<FlowTable> Flows(const std::vector<Map>& maps, const std::vector<double>& ratios,
                                int steps) {
  FlowTable flows;
  flows.table =
      Table({{"scheme", ""}, {"start_over_critical", ""}, {"step", ""}, {"coupling", ""}});
  for (const Map& map : maps) {
    const absl::StatusOr<SquareFixedPoint> fixed = ising::FindSquareFixedPoint(map.truncation);
    for (const double ratio : ratios) {
      const double start = ratio * (fixed.ok() ? fixed->coupling : kSquareCriticalCoupling);
      INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> couplings,
                                ising::SquareFlow(map.truncation, start, steps));
      for (std::size_t step = 0; step < couplings.size(); ++step) {
        flows.table.AddRow({map.name, FormatDouble(ratio), FormatDouble(static_cast<double>(step)),
                            FormatDouble(couplings[step])});
      }
      const bool to_order = fixed.ok() && ratio > 1.0;
      if (ratio != 1.0 && EndsInOrder(map.truncation, couplings.back()) != to_order) {
        ++flows.strays;
      }
    }
  }
  return flows;
}

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  const int points = static_cast<int>(context.parameters.Integer("grid_points"));
  const double greatest = context.parameters.Number("greatest_coupling");
  const int steps = static_cast<int>(context.parameters.Integer("steps"));
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<Map> maps,
                            Maps(context.parameters.Numbers("blockings")));
  INFOFLOW_ASSIGN_OR_RETURN(const Table map_table,
                            MapTable(maps, points, greatest, context.threads));
  INFOFLOW_ASSIGN_OR_RETURN(const FlowTable flows,
                            Flows(maps, context.parameters.Numbers("starts"), steps));

  const SquareFixedPoint exact = ising::ExactSquareCriticalPoint();
  Table fixed_points({{"scheme", ""},
                      {"length_factor", ""},
                      {"fixed_point", ""},
                      {"slope", ""},
                      {"thermal_exponent", ""},
                      {"correlation_length_exponent", ""},
                      {"fixed_point_over_critical", ""}});
  const auto add = [&](const std::string& name, const SquareFixedPoint& point) {
    fixed_points.AddRow({name, FormatDouble(point.length_factor), FormatDouble(point.coupling),
                         FormatDouble(point.slope), FormatDouble(point.thermal_exponent),
                         FormatDouble(point.correlation_length_exponent),
                         FormatDouble(point.coupling / exact.coupling)});
  };
  add("exact", exact);
  double sum_coupling = std::numeric_limits<double>::quiet_NaN();
  double sum_exponent = std::numeric_limits<double>::quiet_NaN();
  double wall_coupling = std::numeric_limits<double>::quiet_NaN();
  double worst_residual = 0.0;
  int without_fixed_point = 0;
  for (const Map& map : maps) {
    const absl::StatusOr<SquareFixedPoint> point = ising::FindSquareFixedPoint(map.truncation);
    if (!point.ok()) {
      if (!absl::IsNotFound(point.status())) return point.status();
      ++without_fixed_point;
      continue;
    }
    add(map.name, *point);
    worst_residual = std::max(
        worst_residual, std::abs(map.truncation.Map(point->coupling) / point->coupling - 1.0));
    if (map.name == "sum") {
      sum_coupling = point->coupling;
      sum_exponent = point->correlation_length_exponent;
    }
    if (map.name == "wall") wall_coupling = point->coupling;
  }

  // The two schemes that only ever lose coupling: how close K' comes to K on the grid.
  double largest_ratio = 0.0;
  for (int row = 0; row < map_table.num_rows(); ++row) {
    INFOFLOW_ASSIGN_OR_RETURN(const double coupling, map_table.Number(row, "coupling"));
    for (const char* scheme : {"drop", "optimal"}) {
      INFOFLOW_ASSIGN_OR_RETURN(const double image, map_table.Number(row, scheme));
      largest_ratio = std::max(largest_ratio, image / coupling);
    }
  }
  // y = e^{2K*} of the wall map solves y^3 - y^2 - y - 1 = 0.
  const double y = std::exp(2.0 * wall_coupling);
  const double tribonacci = std::abs(((y - 1.0) * y - 1.0) * y - 1.0);

  FigureResult result;
  result.tables = {
      {"fixed_points", "Fixed points against the exact theory", fixed_points, {1e-13, 0.0}, {}},
      {"maps", "One step of every map", map_table, {1e-12, 0.0}, {}},
      // A flow multiplies a relative error by up to 2 (mk: b) a step.
      {"flows", "Flows from both sides of the fixed point", flows.table, {1e-9, 1e-300}, {}}};
  using Relation = Claim::Relation;
  result.claims = {
      {"F2a", "Keeping the ground state's energy (sum) puts the transition within 16% of K_c.",
       "|K*/K_c - 1|", std::abs(sum_coupling / exact.coupling - 1.0), Relation::kAtMost, 0.16},
      {"F2b", "Its correlation length exponent is within 7% of the exact nu = 1.", "|nu - 1|",
       std::abs(sum_exponent - 1.0), Relation::kAtMost, 0.07},
      {"F2c", "Sum and wall bracket the exact critical coupling: K*(wall) < K_c < K*(sum).",
       "smaller of K_c - K*(wall) and K*(sum) - K_c",
       std::min(exact.coupling - wall_coupling, sum_coupling - exact.coupling), Relation::kGreater,
       0.0},
      {"F2d", "e^{2K*} of wall and mk (b = 2) is the tribonacci constant.",
       "|y^3 - y^2 - y - 1| at y = e^{2K*}", tribonacci, Relation::kAtMost, 1e-13},
      {"F2e",
       "Dropping the new couplings, or projecting optimally, leaves no fixed point: K' < K at "
       "every K, and every flow ends in disorder.",
       "largest K'/K on the grid", largest_ratio, Relation::kLess, 1.0,
       "a truncated decimation has a non-trivial fixed point (inferred, since the scheme is left "
       "open; sum, wall and mk have one)"},
      {"F2f", "Flows leave an unstable K* to disorder below it and to order above it.",
       "starts that end elsewhere", static_cast<double>(flows.strays), Relation::kAtMost, 0.0},
      {"F2g", "Every fixed point is one.", "largest |K'(K*)/K* - 1|", worst_residual,
       Relation::kAtMost, 1e-14}};
  return result;
}

}  // namespace

Figure IsingSquareFlow() {
  Figure figure;
  figure.slug = "ising_square_flow";
  figure.title = "Truncated decimation of the square lattice: maps, fixed points, flows";
  figure.paper = "arXiv:2107.06898";
  figure.source = "section 2 (two-dimensional Ising model)";
  figure.description =
      "One decimation step of the square lattice makes couplings beyond nearest neighbours; each "
      "way of doing without them is a map K -> K'. Their fixed points and exponents stand beside "
      "the exact critical coupling and nu = 1.";
  figure.oracle =
      "closed forms and fixed points against 28-digit arithmetic (testdata/reference/"
      "renormalization/ising2d_step.csv, ising2d_fixed_points.csv, ising2d_flow_kl.csv); optimal "
      "against its moment equation in 28 digits (ising2d_trunc_thermo.csv)";
  figure.parameters
      .AddInteger("grid_points", "couplings on the map's axis", {16, 240, 1000}, {4, 1000000})
      .AddNumber("greatest_coupling", "end of the map's axis", {1.2, 1.2, 1.2}, {0.1, 3.0})
      .AddNumbers("blockings", "blocking factors b of Migdal-Kadanoff (integers)",
                  {{2.0, 3.0}, {2.0, 3.0, 5.0}, {2.0, 3.0, 4.0, 5.0}}, {2.0, 1000.0})
      .AddNumbers("starts", "starting couplings over K* (over K_c where there is none)",
                  {{0.9, 1.1},
                   {0.8, 0.95, 0.99, 1.01, 1.05, 1.2},
                   {0.8, 0.95, 0.99, 0.999, 1.001, 1.01, 1.05, 1.2}},
                  {0.01, 3.0})
      .AddInteger("steps", "steps of a flow", {40, 40, 60}, {1, 10000});
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
