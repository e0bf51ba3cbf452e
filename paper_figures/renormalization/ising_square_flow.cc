// The truncated decimation maps of the square lattice, their fixed points and flows.
//
// Symbols: K coupling, K' its image under one step, K* fixed point, K_c the exact critical
// coupling, b length factor of a step, y_t thermal exponent, nu correlation length exponent.
// Mathematics: docs/renormalization.md, part II.

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/ising/square/decimation.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/ising/square/flow.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/renormalization/ising_square_flow_claims.h"

namespace infoflow::paper_figures {

namespace {

using ising::kSquareCriticalCoupling;
using ising::SquareFixedPoint;
using ising::SquareTruncation;

// A flow has arrived when it is beyond these. To see where it ends it is followed further than it
// is drawn; the slowest, far up a map without fixed point, takes e^{8K} steps.
constexpr double kDisordered = 1e-6;
constexpr double kOrdered = 10.0;
constexpr int kLongestFlow = 1000000;

struct Parameters {
  int grid_points;
  double greatest_coupling;
  std::vector<int> blockings;
  std::vector<double> starts;
  int steps;

  void Register(ParameterSet& set) {
    set.Add("grid_points", &grid_points, "couplings on the map's axis", {16, 240, 1000},
            {4, 1000000});
    set.Add("greatest_coupling", &greatest_coupling, "end of the map's axis", {1.2, 1.2, 1.2},
            {0.1, 3.0});
    set.Add("blockings", &blockings, "blocking factors b of Migdal-Kadanoff (integers)",
            {{2, 3}, {2, 3, 5}, {2, 3, 4, 5}}, {2, 1000});
    set.Add("starts", &starts, "starting couplings over K* (over K_c where there is none)",
            {{0.9, 1.1},
             {0.8, 0.95, 0.99, 1.01, 1.05, 1.2},
             {0.8, 0.95, 0.99, 0.999, 1.001, 1.01, 1.05, 1.2}},
            {0.01, 3.0});
    set.Add("steps", &steps, "steps of a flow", {40, 40, 60}, {1, 10000});
  }
};

struct Map {
  std::string name;
  SquareTruncation truncation;
};

absl::StatusOr<std::vector<Map>> Maps(const Parameters& p) {
  std::vector<Map> maps = {{"drop", SquareTruncation::Drop()},
                           {"sum", SquareTruncation::Sum()},
                           {"wall", SquareTruncation::Wall()},
                           {"optimal", SquareTruncation::Optimal()}};
  for (const int blocking : p.blockings) {
    INFOFLOW_ASSIGN_OR_RETURN(const SquareTruncation truncation,
                              SquareTruncation::MigdalKadanoff(blocking));
    maps.push_back({absl::StrCat("mk", blocking), truncation});
  }
  return maps;
}

MapFixedPointRow Describe(const std::string& scheme, const SquareFixedPoint& point) {
  return {scheme,
          point.length_factor,
          point.coupling,
          point.slope,
          point.thermal_exponent,
          point.correlation_length_exponent,
          point.coupling / ising::ExactSquareCriticalPoint().coupling};
}

// Whether the flow from `coupling` ends in order, in disorder, or at neither (nothing).
std::optional<bool> EndsInOrder(const SquareTruncation& truncation, double coupling) {
  for (int step = 0; step < kLongestFlow; ++step) {
    if (coupling > kOrdered) return true;
    if (coupling < kDisordered) return false;
    coupling = truncation.Map(coupling);
  }
  return std::nullopt;
}

// The map's fixed point, if it has one, and flows from both sides of it.
absl::Status Study(const Parameters& p, const Map& map, SquareMapRecord& record) {
  const absl::StatusOr<SquareFixedPoint> fixed = ising::FindSquareFixedPoint(map.truncation);
  if (!fixed.ok() && !absl::IsNotFound(fixed.status())) return fixed.status();
  if (fixed.ok()) {
    record.fixed_points.push_back(Describe(map.name, *fixed));
    const double image = map.truncation.Map(fixed->coupling);
    record.worst_residual = std::max(record.worst_residual, std::abs(image / fixed->coupling - 1));
  }
  for (const double ratio : p.starts) {
    const double start = ratio * (fixed.ok() ? fixed->coupling : kSquareCriticalCoupling);
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> couplings,
                              ising::SquareFlow(map.truncation, start, p.steps));
    for (int step = 0; step <= p.steps; ++step) {
      record.flows.push_back({map.name, ratio, step, couplings[step]});
    }
    if (ratio == 1.0) continue;
    const bool to_order = fixed.ok() && ratio > 1.0;
    ++record.starts;
    record.strays += EndsInOrder(map.truncation, couplings.back()) != to_order;
  }
  return absl::OkStatus();
}

absl::StatusOr<SquareMapRecord> Compute(const Parameters& p, const Run& run) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<Map> maps, Maps(p));
  SquareMapRecord record;
  record.fixed_points.push_back(Describe("exact", ising::ExactSquareCriticalPoint()));
  for (const Map& map : maps) INFOFLOW_RETURN_IF_ERROR(Study(p, map, record));
  record.maps.resize(p.grid_points);
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(p.grid_points, run.threads, [&](int i) {
    MapImages& at = record.maps[i];
    at.coupling = p.greatest_coupling * (i + 1) / p.grid_points;
    for (const Map& map : maps) at.images.push_back(map.truncation.Map(at.coupling));
    return absl::OkStatus();
  }));
  return record;
}

std::vector<ResultTable> Tables(const std::vector<Map>& maps, const SquareMapRecord& record) {
  std::vector<Column> columns = {{"coupling", ""}};
  for (const Map& map : maps) columns.push_back({map.name, ""});
  Table images(std::move(columns));
  for (const MapImages& at : record.maps) {
    std::vector<Cell> row = {at.coupling};
    row.insert(row.end(), at.images.begin(), at.images.end());
    images.AddRow(std::move(row));
  }
  return {{"fixed_points", "Fixed points against the exact theory", TableOf(record.fixed_points)},
          {"maps", "One step of every map", std::move(images)},
          {"flows", "Flows from both sides of the fixed point", TableOf(record.flows)}};
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&,
                                     const SquareMapRecord& record) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<Map> maps, Maps(p));
  std::vector<std::string> curves;
  std::vector<std::string> curve_names;
  for (std::size_t i = 0; i < maps.size(); ++i) {
    const int blocking = i < kNamedSquareMaps ? 0 : p.blockings[i - kNamedSquareMaps];
    if (blocking == 2) continue;  // the same curve as wall
    curves.push_back(maps[i].name);
    curve_names.push_back(i == kWallMap          ? "wall = mk(2)"
                          : i < kNamedSquareMaps ? maps[i].name
                                                 : absl::StrCat("mk(", blocking, ")"));
  }
  PictureKeys keys;
  keys.Add("critical", kSquareCriticalCoupling);
  keys.Add("greatest_coupling", p.greatest_coupling);
  keys.Add("curves", curves);
  keys.Add("curve_names", curve_names);
  keys.Add("starts", p.starts);
  keys.Add("start_names", NumberNames(p.starts));
  return Presentation{Tables(maps, record), SquareMapClaims(record), keys};
}

}  // namespace

Figure IsingSquareFlow() {
  SinglePointFigureOf<Parameters, SquareMapRecord> figure;
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
  figure.width = 1500;
  figure.height = 560;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
