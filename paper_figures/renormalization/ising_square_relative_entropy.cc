// Relative entropy per site of the square lattice along truncated decimation flows.
//
// Symbols: K coupling, K_0 start, K_n after n steps, K_c critical coupling, K* fixed point of a
// truncation, phi log-partition function, e energy, s entropy (per site), D relative entropy per
// site. Mathematics: docs/renormalization.md, part II.

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "infoflow/ising/square/decimation.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/ising/square/flow.h"
#include "infoflow/ising/square/relative_entropy.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/renormalization/ising_square_relative_entropy_claims.h"
#include "paper_figures/renormalization/plateau_slope.h"
#include "paper_figures/renormalization/square_flow_statistics.h"
#include "paper_figures/renormalization/truncation_costs.h"

namespace infoflow::paper_figures {

namespace {

using ising::kSquareCriticalCoupling;
using ising::SquareAsymptotes;
using ising::SquareRelativeEntropy;
using ising::SquareRelativeEntropyAsymptotes;
using ising::SquareTruncation;

// At the fixed point itself a flow only amplifies its own rounding: it is followed this far.
constexpr int kStepsAtFixedPoint = 10;

struct Parameters {
  std::vector<double> couplings;
  int steps;
  int grid_points;
  double greatest_coupling;
  double smallest_distance_exponent;
  std::vector<int> steps_around_fixed_point;
  int truncation_points;
  int torus_points;

  void Register(ParameterSet& set) {
    set.Add("couplings", &couplings, "starts K_0 besides K_c and K*",
            {{0.3, 0.6}, {0.2, 0.35, 0.48, 0.53, 0.7}, {0.2, 0.3, 0.4, 0.48, 0.53, 0.6, 0.7}},
            {0.01, 3.0});
    set.Add("steps", &steps, "steps of a flow", {16, 16, 24}, {2, 60});
    set.Add("grid_points", &grid_points, "points of an axis in K_0", {20, 200, 800}, {4, 100000});
    set.Add("greatest_coupling", &greatest_coupling, "end of the axes in K", {1.0, 1.0, 1.0},
            {0.5, 2.0});
    set.Add("smallest_distance_exponent", &smallest_distance_exponent,
            "log10 of the smallest |K_0 - K_c|", {-6.0, -6.0, -6.0}, {-7.0, -3.0});
    set.Add("steps_around_fixed_point", &steps_around_fixed_point, "steps n drawn around K*",
            {{2, 8}, {2, 4, 8, 16, 32}, {2, 4, 8, 16, 32, 64}}, {1, 200});
    set.Add("truncation_points", &truncation_points, "couplings at which truncation is priced",
            {25, 100, 400}, {10, 100000});
    set.Add("torus_points", &torus_points, "of these on the 6 x 6 torus", {10, 20, 40},
            {2, 100000});
  }

  // All starts, ascending.
  std::vector<double> Starts(double fixed_point) const {
    std::vector<double> starts = couplings;
    starts.push_back(kSquareCriticalCoupling);
    starts.push_back(fixed_point);
    std::sort(starts.begin(), starts.end());
    return starts;
  }
};

absl::Status AddFlow(const SquareTruncation& truncation, double start, int steps,
                     SquareFlowRecord& record) {
  const bool at_fixed_point =
      truncation.scheme() == SquareTruncation::Scheme::kSum && start == record.fixed_point;
  INFOFLOW_ASSIGN_OR_RETURN(
      const std::vector<SquareFlowPoint> flow,
      SquareRelativeEntropyFlow(truncation, start,
                                at_fixed_point ? std::min(steps, kStepsAtFixedPoint) : steps));
  const SquareRelativeEntropyAsymptotes limit = SquareAsymptotes(start);
  double forward_limit = std::numeric_limits<double>::quiet_NaN();
  double reverse_limit = forward_limit;
  if (!at_fixed_point) {
    record.statistics.Add(flow);
    const bool ordered = flow.back().coupling > start;
    if (!ordered) forward_limit = limit.forward_disordered;
    reverse_limit = ordered ? limit.reverse_ordered : limit.reverse_disordered;
  }
  for (std::size_t n = 0; n < flow.size(); ++n) {
    record.flow.push_back({truncation.name(), start, static_cast<int>(n), flow[n].coupling,
                           flow[n].forward, flow[n].reverse, forward_limit, reverse_limit,
                           record.fixed_point});
  }
  return absl::OkStatus();
}

// D(p_0||p_n) against the start, up to 16% on both sides of the fixed point.
absl::Status AddAroundFixedPoint(const Parameters& p, SquareFlowRecord& record) {
  for (const int step : p.steps_around_fixed_point) {
    for (int i = 0; i <= p.grid_points; ++i) {
      const double start = record.fixed_point * (1.0 + 0.16 * (2.0 * i / p.grid_points - 1.0));
      INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> couplings,
                                ising::SquareFlow(SquareTruncation::Sum(), start, step));
      record.around.push_back({step, start, SquareRelativeEntropy(start, couplings.back())});
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<SquareFlowRecord> Compute(const Parameters& p, const Run& run) {
  const SquareTruncation sum = SquareTruncation::Sum();
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SquareFixedPoint fixed, ising::FindSquareFixedPoint(sum));
  SquareFlowRecord record;
  record.fixed_point = fixed.coupling;
  for (const SquareTruncation& truncation :
       {sum, SquareTruncation::Drop(), SquareTruncation::Wall(), SquareTruncation::Optimal()}) {
    for (const double start : p.Starts(fixed.coupling)) {
      INFOFLOW_RETURN_IF_ERROR(AddFlow(truncation, start, p.steps, record));
    }
  }
  for (int i = 1; i <= p.grid_points; ++i) {
    const double coupling = p.greatest_coupling * i / p.grid_points;
    const SquareRelativeEntropyAsymptotes limit = SquareAsymptotes(coupling);
    record.plateau.push_back({coupling, limit.forward_disordered, limit.reverse_disordered,
                              limit.reverse_ordered, limit.forward_ordered_slope});
  }
  record.slope = PlateauSlopes(p.smallest_distance_exponent);
  INFOFLOW_RETURN_IF_ERROR(AddAroundFixedPoint(p, record));

  const auto end_of_flow = [&](double ratio, int steps) -> absl::StatusOr<double> {
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<SquareFlowPoint> flow,
                              SquareRelativeEntropyFlow(sum, fixed.coupling * ratio, steps));
    return flow.back().forward;
  };
  INFOFLOW_ASSIGN_OR_RETURN(record.below_fixed_point, end_of_flow(1.0 - 1e-8, 80));
  INFOFLOW_ASSIGN_OR_RETURN(record.at_fixed_point, end_of_flow(1.0, kStepsAtFixedPoint));
  INFOFLOW_ASSIGN_OR_RETURN(record.above_fixed_point, end_of_flow(1.0 + 1e-8, 80));

  INFOFLOW_ASSIGN_OR_RETURN(
      record.truncation,
      InfiniteLatticeTruncationCosts(p.truncation_points, p.greatest_coupling, run.threads));
  INFOFLOW_ASSIGN_OR_RETURN(record.truncation_torus,
                            TorusTruncationCosts(p.torus_points, p.greatest_coupling, run.threads));
  return record;
}

std::vector<ResultTable> Tables(const SquareFlowRecord& record) {
  return {
      {"relative_entropy", "Relative entropy per site along truncated flows", TableOf(record.flow)},
      {"plateau", "Limits of both directions on both sides", TableOf(record.plateau)},
      {"slope", "Slope of the forward plateau near the critical point", TableOf(record.slope)},
      {"around_fixed_point", "Forward relative entropy around the fixed point of sum",
       TableOf(record.around)},
      {"truncation", "Cost of one truncated step in the thermodynamic limit",
       TableOf(record.truncation)},
      {"truncation_torus", "The same on the 6 x 6 torus, enumerated",
       TableOf(record.truncation_torus)}};
}

PictureKeys Keys(const Parameters& p, const SquareFlowRecord& record) {
  const std::vector<double> starts = p.Starts(record.fixed_point);
  std::vector<std::string> start_names = NumberNames(starts);
  for (std::size_t i = 0; i < starts.size(); ++i) {
    if (starts[i] == kSquareCriticalCoupling) start_names[i] = "{/:Italic K}_c";
    if (starts[i] == record.fixed_point) start_names[i] = "{/:Italic K}*";
  }
  PictureKeys keys;
  keys.Add("critical", kSquareCriticalCoupling);
  keys.Add("fixed_point", record.fixed_point);
  keys.Add("ln2", std::log(2.0));
  keys.Add("starts", starts);
  keys.Add("start_names", start_names);
  keys.Add("schemes", std::vector<std::string>{"drop", "sum", "wall", "optimal"});
  keys.Add("steps_around", p.steps_around_fixed_point);
  keys.Add("greatest_coupling", p.greatest_coupling);
  keys.Add("smallest_distance", record.slope.back().distance);
  keys.Add("last_optimal_cost", record.truncation.back().optimal);
  return keys;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&,
                                     const SquareFlowRecord& record) {
  return Presentation{Tables(record), SquareFlowClaims(record), Keys(p, record)};
}

}  // namespace

Figure IsingSquareRelativeEntropy() {
  SinglePointFigureOf<Parameters, SquareFlowRecord> figure;
  figure.title = "Relative entropy of the square lattice along truncated decimation";
  figure.paper = "arXiv:2107.06898";
  figure.source = "section 2 (two-dimensional Ising model)";
  figure.description =
      "Relative entropy per site between the square lattice and its truncated decimations, below, "
      "at and above the critical point and the truncation's own fixed point; the plateau through "
      "K_c and its slope; and what each truncation costs, which is where the transition shows.";
  figure.oracle =
      "Onsager's solution in 28-digit arithmetic (testdata/reference/renormalization/"
      "ising2d_flow_kl.csv, ising2d_asymptotes.csv, ising2d_trunc_thermo.csv); table "
      "truncation_torus is an enumeration of all states of the kept spins "
      "(ising2d_trunc_small.csv)";
  figure.width = 1500;
  figure.height = 900;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
