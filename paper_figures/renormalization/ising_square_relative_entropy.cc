// Relative entropy per site of the square lattice along truncated decimation flows.
//
// Symbols: K coupling, K_0 start, K_n after n steps, K_c critical coupling, K* fixed point of a
// truncation, phi log-partition function, e energy, s entropy (per site), D relative entropy per
// site. Mathematics: docs/renormalization.md, part II.

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "infoflow/ising/square_decimation.h"
#include "infoflow/ising/square_exact.h"
#include "infoflow/ising/square_flow.h"
#include "infoflow/ising/square_relative_entropy.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/renormalization/truncation_costs.h"

namespace infoflow::paper_figures {

namespace {

using ising::kSquareCriticalCoupling;
using ising::SquareRelativeEntropy;
using ising::SquareRelativeEntropyAsymptotes;
using ising::SquareTruncation;

constexpr char kRecipe[] =
#include "paper_figures/renormalization/ising_square_relative_entropy.gp.inc"
    ;

// Growth below this share of D is rounding.
constexpr double kRounding = 1e-13;
// Flows have settled when K_n is below (above) these: D then differs from its limit by K_n^2,
// or by e^{-8 K_n}.
constexpr double kDisordered = 1e-7;
constexpr double kOrdered = 5.0;

// All that the claims C4 and C5 measure along flows.
struct FlowStatistics {
  int flows = 0;
  int violations = 0;              // steps at which D does not grow
  double disordered_error = 0.0;   // |D_n - plateau| at the end, both directions
  double ordered_error = 0.0;      // |D_rev - (phi - 2K)| at the end
  double ordered_slope_error = 0;  // dD_fwd/dK_n against 2 - e, relative
};

std::vector<Column> FlowColumns() {
  return {{"scheme", ""},
          {"coupling", ""},
          {"step", ""},
          {"coupling_n", ""},
          {"relative_entropy_forward", "nats per site"},
          {"relative_entropy_reverse", "nats per site"},
          {"forward_asymptote", "nats per site"},
          {"reverse_asymptote", "nats per site"},
          {"fixed_point", ""}};
}

struct FlowPoint {
  double coupling;
  double forward;
  double reverse;
};

absl::StatusOr<std::vector<FlowPoint>> RelativeEntropyFlow(const SquareTruncation& truncation,
                                                           double start, int steps) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> couplings,
                            ising::SquareFlow(truncation, start, steps));
  std::vector<FlowPoint> flow;
  for (const double coupling : couplings) {
    flow.push_back(
        {coupling, SquareRelativeEntropy(start, coupling), SquareRelativeEntropy(coupling, start)});
  }
  return flow;
}

void Measure(double start, const std::vector<FlowPoint>& flow, FlowStatistics& statistics) {
  ++statistics.flows;
  for (std::size_t n = 1; n < flow.size(); ++n) {
    const FlowPoint& before = flow[n - 1];
    const FlowPoint& now = flow[n];
    const auto fails = [](double earlier, double later) {
      return !(later > earlier) && !(std::abs(later - earlier) <= kRounding * earlier);
    };
    if (std::isinf(now.coupling)) break;
    if (fails(before.forward, now.forward)) ++statistics.violations;
    if (fails(before.reverse, now.reverse)) ++statistics.violations;
  }
  const SquareRelativeEntropyAsymptotes limit = ising::SquareAsymptotes(start);
  const FlowPoint& last = flow.back();
  if (last.coupling < kDisordered) {
    statistics.disordered_error =
        std::max({statistics.disordered_error, std::abs(last.forward - limit.forward_disordered),
                  std::abs(last.reverse - limit.reverse_disordered)});
  } else if (last.coupling > kOrdered && std::isfinite(last.coupling)) {
    const FlowPoint& previous = flow[flow.size() - 2];
    const double slope = (last.forward - previous.forward) / (last.coupling - previous.coupling);
    statistics.ordered_error =
        std::max(statistics.ordered_error, std::abs(last.reverse - limit.reverse_ordered));
    statistics.ordered_slope_error = std::max(statistics.ordered_slope_error,
                                              std::abs(slope / limit.forward_ordered_slope - 1.0));
  }
}

// Plateau ln 2 - s(K_0) of flows to disorder, the quantity that crosses K_c.
double Plateau(double coupling) { return ising::SquareAsymptotes(coupling).forward_disordered; }

Table PlateauTable(int points, double greatest) {
  Table table({{"coupling", ""},
               {"forward_disordered", "nats per site"},
               {"reverse_disordered", "nats per site"},
               {"reverse_ordered", "nats per site"},
               {"forward_ordered_slope", "nats per site and coupling"}});
  for (int i = 1; i <= points; ++i) {
    const double coupling = greatest * i / points;
    const SquareRelativeEntropyAsymptotes limit = ising::SquareAsymptotes(coupling);
    table.AddRow({coupling, limit.forward_disordered, limit.reverse_disordered,
                  limit.reverse_ordered, limit.forward_ordered_slope});
  }
  return table;
}

struct SlopeMeasurement {
  Table table;
  double coefficient;  // of -ln|K_0 - K_c|, from the two smallest distances
  double worst_jump;   // largest |P(K_c + d) - P(K_c - d)| / (4 d ln(1/d))
};

// Differences of the plateau on both sides of K_c, at distances d = 10^{-1/2}, 10^{-1}, ...
SlopeMeasurement MeasureSlope(double smallest_exponent) {
  SlopeMeasurement measured{Table({{"distance", ""},
                                   {"slope_below", "nats per site"},
                                   {"slope_above", "nats per site"},
                                   {"logarithm", "nats per site"}}),
                            0.0, 0.0};
  const double coefficient = 8.0 * kSquareCriticalCoupling / M_PI;
  std::vector<std::vector<double>> rows;
  for (double exponent = -1.0; exponent >= smallest_exponent - 1e-9; exponent -= 0.25) {
    const double distance = std::pow(10.0, exponent);
    // The mean slope over [d (1-1/8), d (1+1/8)] stands for the slope at d.
    const double half = distance / 8.0;
    const auto slope = [half](double at) {
      return (Plateau(at + half) - Plateau(at - half)) / (2.0 * half);
    };
    rows.push_back({distance, slope(kSquareCriticalCoupling - distance),
                    slope(kSquareCriticalCoupling + distance)});
    if (distance <= 0.01) {
      const double jump = std::abs(Plateau(kSquareCriticalCoupling + distance) -
                                   Plateau(kSquareCriticalCoupling - distance));
      measured.worst_jump =
          std::max(measured.worst_jump, jump / (4.0 * distance * std::log(1.0 / distance)));
    }
  }
  const std::vector<double>& last = rows.back();
  const double constant = 0.5 * (last[1] + last[2]) + coefficient * std::log(last[0]);
  for (const std::vector<double>& row : rows) {
    measured.table.AddRow({row[0], row[1], row[2], constant - coefficient * std::log(row[0])});
  }
  const std::vector<double>& decade = rows[rows.size() - 5];  // ten times as far
  measured.coefficient = 0.5 * (last[1] + last[2] - decade[1] - decade[2]) / std::log(10.0);
  return measured;
}

// D(p_0||p_n) against the start around the fixed point, for several n.
absl::StatusOr<Table> AroundFixedPoint(const SquareTruncation& truncation, double fixed_point,
                                       const std::vector<double>& steps, int points) {
  Table table({{"step", ""}, {"coupling", ""}, {"relative_entropy_forward", "nats per site"}});
  for (const double step : steps) {
    for (int i = 0; i <= points; ++i) {
      const double start = fixed_point * (1.0 + 0.16 * (2.0 * i / points - 1.0));
      INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> couplings,
                                ising::SquareFlow(truncation, start, static_cast<int>(step)));
      table.AddRow({step, start, SquareRelativeEntropy(start, couplings.back())});
    }
  }
  return table;
}

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  const int steps = static_cast<int>(parameters.Integer("steps"));
  const int grid_points = static_cast<int>(parameters.Integer("grid_points"));
  const double greatest = parameters.Number("greatest_coupling");
  const SquareTruncation sum = SquareTruncation::Sum();
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SquareFixedPoint fixed, ising::FindSquareFixedPoint(sum));

  // Flows: the drawn ones with their limits, and all of them for C4 and C5.
  std::vector<double> starts = parameters.Numbers("couplings");
  starts.push_back(kSquareCriticalCoupling);
  starts.push_back(fixed.coupling);
  std::sort(starts.begin(), starts.end());
  Table flow_table(FlowColumns());
  FlowStatistics statistics;
  for (const std::string scheme : {"sum", "drop", "wall", "optimal"}) {
    INFOFLOW_ASSIGN_OR_RETURN(const SquareTruncation truncation, SquareTruncation::Parse(scheme));
    for (const double start : starts) {
      // At the fixed point itself a flow only amplifies its own rounding.
      const bool at_fixed_point = scheme == "sum" && start == fixed.coupling;
      const int drawn = at_fixed_point ? std::min(steps, 10) : steps;
      INFOFLOW_ASSIGN_OR_RETURN(const std::vector<FlowPoint> flow,
                                RelativeEntropyFlow(truncation, start, drawn));
      if (!at_fixed_point) Measure(start, flow, statistics);
      const SquareRelativeEntropyAsymptotes limit = ising::SquareAsymptotes(start);
      const bool ordered = flow.back().coupling > start;
      const double none = std::numeric_limits<double>::quiet_NaN();
      for (std::size_t n = 0; n < flow.size(); ++n) {
        flow_table.AddRow(
            {scheme, FormatDouble(start), FormatDouble(static_cast<double>(n)),
             FormatDouble(flow[n].coupling), FormatDouble(flow[n].forward),
             FormatDouble(flow[n].reverse),
             FormatDouble(at_fixed_point || ordered ? none : limit.forward_disordered),
             FormatDouble(at_fixed_point ? none
                          : ordered      ? limit.reverse_ordered
                                         : limit.reverse_disordered),
             FormatDouble(fixed.coupling)});
      }
    }
  }

  const SlopeMeasurement slope = MeasureSlope(parameters.Number("smallest_distance_exponent"));
  const double log_coefficient = 8.0 * kSquareCriticalCoupling / M_PI;

  INFOFLOW_ASSIGN_OR_RETURN(
      const Table around,
      AroundFixedPoint(sum, fixed.coupling, parameters.Numbers("steps_around_fixed_point"),
                       grid_points));
  // The limits at K*: start one part in 10^8 beside it and flow until the sink is reached.
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<FlowPoint> below,
                            RelativeEntropyFlow(sum, fixed.coupling * (1.0 - 1e-8), 80));
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<FlowPoint> above,
                            RelativeEntropyFlow(sum, fixed.coupling * (1.0 + 1e-8), 80));
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<FlowPoint> at,
                            RelativeEntropyFlow(sum, fixed.coupling, 10));

  INFOFLOW_ASSIGN_OR_RETURN(
      const TruncationCosts costs,
      InfiniteLatticeTruncationCosts(static_cast<int>(parameters.Integer("truncation_points")),
                                     greatest, context.threads));
  INFOFLOW_ASSIGN_OR_RETURN(
      const TruncationCosts torus_costs,
      TorusTruncationCosts(static_cast<int>(parameters.Integer("torus_points")), greatest,
                           context.threads));

  FigureResult result;
  result.tables = {{"relative_entropy",
                    "Relative entropy per site along truncated flows",
                    flow_table,
                    // A flow multiplies relative errors by up to 2 a step.
                    {1e-9, 1e-15},
                    {}},
                   {"plateau",
                    "Limits of both directions on both sides",
                    PlateauTable(grid_points, greatest),
                    {1e-12, 0.0},
                    {}},
                   {"slope",
                    "Slope of the forward plateau near the critical point",
                    slope.table,
                    // Differences of plateaus over distances down to 1e-6.
                    {1e-8, 0.0},
                    {}},
                   {"around_fixed_point",
                    "Forward relative entropy around the fixed point of sum",
                    around,
                    {1e-9, 1e-15},
                    {}},
                   {"truncation",
                    "Cost of one truncated step in the thermodynamic limit",
                    costs.table,
                    {1e-9, 1e-14},
                    {}},
                   {"truncation_torus",
                    "The same on the 6 x 6 torus, enumerated",
                    torus_costs.table,
                    {1e-11, 0.0},
                    {}}};
  using Relation = Claim::Relation;
  const double plateau_at_fixed_point = ising::SquareAsymptotes(fixed.coupling).forward_disordered;
  result.claims = {
      {"C4", "Both relative entropies grow with every step of every truncated flow.",
       absl::StrCat("steps at which one does not, in ", statistics.flows, " flows"),
       static_cast<double>(statistics.violations), Relation::kAtMost, 0.0},
      {"C5", "Flows to disorder reach the plateaus ln 2 - s(K_0) and phi(K_0) - ln 2.",
       "largest |D_n - plateau| (nats per site)", statistics.disordered_error, Relation::kAtMost,
       1e-6},
      {"C5a", "Flows to order reach a plateau in the reverse direction only, phi(K_0) - 2 K_0.",
       "largest |D_n - plateau| (nats per site)", statistics.ordered_error, Relation::kAtMost, 1e-6,
       "monotone increase to a parameter-dependent asymptotic value in either direction"},
      {"C5b", "In the forward direction they diverge, as (2 - e(K_0)) K_n.",
       "largest relative error of that slope", statistics.ordered_slope_error, Relation::kAtMost,
       1e-6, "monotone increase to a parameter-dependent asymptotic value in either direction"},
      {"C6", "The plateau passes through K_c without a jump.",
       "largest |P(K_c+d) - P(K_c-d)| / (4 d ln(1/d)), d <= 0.01", slope.worst_jump,
       Relation::kLess, 1.0},
      {"C7",
       "But its slope diverges at K_c, as -(8 K_c/pi) ln|K_0 - K_c|: a vertical tangent that the "
       "eye does not see.",
       "|measured / exact coefficient - 1|", std::abs(slope.coefficient / log_coefficient - 1.0),
       Relation::kAtMost, 1e-3, "the relative entropy is insensitive to the phase structure"},
      {"C8",
       "Just below K* the flow ends on a finite plateau: the limit n -> infinity jumps there.",
       "|D_fwd(K* - 0) - [ln 2 - s(K*)]| (nats per site)",
       std::abs(below.back().forward - plateau_at_fixed_point), Relation::kAtMost, 1e-6,
       "the relative entropy is insensitive to the phase structure"},
      {"C8a", "At K* it stays zero.", "D_fwd after 10 steps (nats per site)", at.back().forward,
       Relation::kAtMost, 1e-20},
      {"C8b", "Just above K* it grows without bound.", "D_fwd after 80 steps (nats per site)",
       above.back().forward, Relation::kAtLeast, 100.0 * plateau_at_fixed_point},
      {"T1",
       "What one truncated step costs is sensitive to the transition: it peaks near K_c for every "
       "scheme.",
       "largest |K_peak - K_c|", costs.LargestPeakDistance(kSquareCriticalCoupling),
       Relation::kAtMost, 0.05},
      {"T2", "No nearest-neighbour model is closer to the kept spins than scheme optimal.",
       "couplings at which another scheme costs less",
       static_cast<double>(costs.optimal_beaten + torus_costs.optimal_beaten), Relation::kAtMost,
       0.0}};
  return result;
}

}  // namespace

Figure IsingSquareRelativeEntropy() {
  Figure figure;
  figure.slug = "ising_square_relative_entropy";
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
  figure.parameters
      .AddNumbers("couplings", "starts K_0 besides K_c and K*",
                  {{0.3, 0.6}, {0.2, 0.35, 0.48, 0.53, 0.7}, {0.2, 0.3, 0.4, 0.48, 0.53, 0.6, 0.7}},
                  {0.01, 3.0})
      .AddInteger("steps", "steps of a flow", {16, 16, 24}, {2, 60})
      .AddInteger("grid_points", "points of an axis in K_0", {20, 200, 800}, {4, 100000})
      .AddNumber("greatest_coupling", "end of the axes in K", {1.0, 1.0, 1.0}, {0.5, 2.0})
      .AddNumber("smallest_distance_exponent", "log10 of the smallest |K_0 - K_c|",
                 {-6.0, -6.0, -6.0}, {-7.0, -3.0})
      .AddNumbers("steps_around_fixed_point", "steps n drawn around K*",
                  {{2.0, 8.0}, {2.0, 4.0, 8.0, 16.0, 32.0}, {2.0, 4.0, 8.0, 16.0, 32.0, 64.0}},
                  {1.0, 200.0})
      .AddInteger("truncation_points", "couplings at which truncation is priced", {25, 100, 400},
                  {10, 100000})
      .AddInteger("torus_points", "of these on the 6 x 6 torus", {10, 20, 40}, {2, 100000});
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
