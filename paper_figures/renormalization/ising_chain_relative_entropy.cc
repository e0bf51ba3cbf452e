// Relative entropy per site of the Ising chain along its exact decimation.
//
// Symbols: K coupling, h field, b blocking, n step, t eigenvalue ratio, D relative entropy per
// site, K_n and h_n the couplings after n steps. Mathematics: docs/renormalization.md, part I.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "infoflow/ising/chain.h"
#include "infoflow/ising/chain_decimation.h"
#include "infoflow/ising/chain_relative_entropy.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

namespace {

using ising::Chain;
using ising::ChainCouplings;
using ising::DecimatedChain;
using ising::RelativeEntropies;

constexpr char kRecipe[] =
#include "paper_figures/renormalization/ising_chain_relative_entropy.gp.inc"
    ;

// Differences below this share of D are rounding, not physics: strict growth is asked for above.
constexpr double kRounding = 1e-14;
// The approach t_0 t_n is resolved to five digits in double as long as it exceeds this share of D.
constexpr double kResolvedApproach = 1e-10;
// Enumerating the joint law of M adjacent spins costs 2^M terms.
constexpr int kMostEnumeratedSpins = 20;

// The 2^M probabilities of M adjacent spins of an infinite chain, from the transfer matrix and its
// leading eigenvector alone: p(s_1..s_M) = v(s_1) prod T(s_i,s_{i+1}) v(s_M) / lambda^(M-1).
// Nothing of the closed form of decimation enters. Bit i of the index is 1 where s_i = -1.
std::vector<double> JointLaw(const ChainCouplings& couplings, int spins) {
  const double k = couplings.coupling;
  const double h = couplings.field;
  const double transfer[2][2] = {{std::exp(k + h), std::exp(-k)}, {std::exp(-k), std::exp(k - h)}};
  double vector[2] = {1.0, 1.0};
  double eigenvalue = 1.0;
  for (int sweep = 0; sweep < 4000; ++sweep) {  // power iteration
    const double next[2] = {transfer[0][0] * vector[0] + transfer[0][1] * vector[1],
                            transfer[1][0] * vector[0] + transfer[1][1] * vector[1]};
    eigenvalue = std::hypot(next[0], next[1]);
    vector[0] = next[0] / eigenvalue;
    vector[1] = next[1] / eigenvalue;
  }
  std::vector<double> law(std::size_t{1} << spins);
  for (std::size_t state = 0; state < law.size(); ++state) {
    double weight = vector[state & 1] * vector[(state >> (spins - 1)) & 1];
    for (int i = 0; i + 1 < spins; ++i) {
      weight *= transfer[(state >> i) & 1][(state >> (i + 1)) & 1] / eigenvalue;
    }
    law[state] = weight;
  }
  return law;
}

// The joint law of every `spacing`-th of the spins that `law` is about.
std::vector<double> Marginal(const std::vector<double>& law, int kept, int spacing) {
  std::vector<double> marginal(std::size_t{1} << kept, 0.0);
  for (std::size_t state = 0; state < law.size(); ++state) {
    std::size_t index = 0;
    for (int i = 0; i < kept; ++i) index |= ((state >> (i * spacing)) & 1) << i;
    marginal[index] += law[state];
  }
  return marginal;
}

double RelativeEntropy(const std::vector<double>& p, const std::vector<double>& q) {
  double sum = 0.0;
  for (std::size_t i = 0; i < p.size(); ++i) sum += p[i] * std::log(p[i] / q[i]);
  return sum;
}

struct Growth {
  int violations = 0;           // steps at which D does not grow
  double worst_approach = 0.0;  // largest |D_inf - D_n| / (2 t_0 t_n)
};

// Rows of the flow of one chain; counts where D fails to grow, in both directions.
absl::Status AddFlow(const ChainCouplings& couplings, std::int64_t blocking, std::int64_t steps,
                     Table& table, Growth& growth) {
  INFOFLOW_ASSIGN_OR_RETURN(const Chain fine, Chain::Create(couplings));
  const RelativeEntropies limit = ising::AsymptoticRelativeEntropies(fine);
  RelativeEntropies previous;
  for (std::int64_t step = 0; step <= steps; ++step) {
    INFOFLOW_ASSIGN_OR_RETURN(const DecimatedChain decimated,
                              ising::DecimateChainTimes(fine, blocking, step));
    const Chain& kept = decimated.chain;
    const RelativeEntropies now = ising::DecimationRelativeEntropies(fine, kept);
    const double approach = std::abs(limit.forward - now.forward);
    const double bound = ising::ForwardApproachBound(fine, kept);
    table.AddRow({couplings.coupling, couplings.field, static_cast<double>(blocking),
                  static_cast<double>(step), kept.coupling(), kept.field(),
                  kept.log_partition_per_site(), kept.entropy_per_site(), now.forward, now.reverse,
                  limit.forward, limit.reverse, approach, bound});
    if (step > 0) {
      const bool forward_settled =
          std::abs(limit.forward - previous.forward) <= kRounding * limit.forward;
      const bool reverse_settled =
          std::abs(limit.reverse - previous.reverse) <= kRounding * limit.reverse;
      if (!(now.forward > previous.forward) && !forward_settled) ++growth.violations;
      if (!(now.reverse > previous.reverse) && !reverse_settled) ++growth.violations;
    }
    if (bound > kResolvedApproach * limit.forward) {
      growth.worst_approach = std::max(growth.worst_approach, approach / bound);
    }
    previous = now;
  }
  return absl::OkStatus();
}

std::vector<Column> FlowColumns() {
  const char* nats = "nats per site";
  return {{"coupling", ""},
          {"field", ""},
          {"blocking", ""},
          {"step", ""},
          {"coupling_n", ""},
          {"field_n", ""},
          {"log_partition_per_site", nats},
          {"entropy_per_site", nats},
          {"relative_entropy_forward", nats},
          {"relative_entropy_reverse", nats},
          {"forward_asymptote", nats},
          {"reverse_asymptote", nats},
          {"forward_distance", nats},
          {"approach_bound", nats}};
}

// Plateaus against K on a grid, at h = 0.
absl::StatusOr<Table> PlateauTable(const std::vector<double>& grid, int threads) {
  std::vector<RelativeEntropies> plateaus(grid.size());
  INFOFLOW_RETURN_IF_ERROR(
      ParallelFor(static_cast<int>(grid.size()), threads, [&](int i) -> absl::Status {
        INFOFLOW_ASSIGN_OR_RETURN(const Chain chain, Chain::Create({grid[i], 0.0}));
        plateaus[i] = ising::AsymptoticRelativeEntropies(chain);
        return absl::OkStatus();
      }));
  Table table({{"coupling", ""},
               {"forward_asymptote", "nats per site"},
               {"reverse_asymptote", "nats per site"}});
  for (std::size_t i = 0; i < grid.size(); ++i) {
    table.AddRow({grid[i], plateaus[i].forward, plateaus[i].reverse});
  }
  return table;
}

struct JointLawRow {
  ChainCouplings couplings;
  int spins;
  int step;
  double enumerated;  // per bond
  double closed_form;
};

// KL of the joint law of L adjacent spins against that of L kept spins, by enumeration, for every
// chain and every (L, n) whose enumeration is affordable.
absl::StatusOr<std::vector<JointLawRow>> CompareJointLaws(const std::vector<ChainCouplings>& chains,
                                                          std::int64_t blocking, int most_spins,
                                                          int threads) {
  std::vector<JointLawRow> rows;
  for (const ChainCouplings& couplings : chains) {
    for (int spins = 2; spins <= 4; ++spins) {
      double spacing = static_cast<double>(blocking);
      for (int step = 1; (spins - 1) * spacing + 1 <= most_spins; ++step, spacing *= blocking) {
        rows.push_back({couplings, spins, step, 0.0, 0.0});
      }
    }
  }
  INFOFLOW_RETURN_IF_ERROR(
      ParallelFor(static_cast<int>(rows.size()), threads, [&](int i) -> absl::Status {
        JointLawRow& row = rows[i];
        INFOFLOW_ASSIGN_OR_RETURN(const Chain fine, Chain::Create(row.couplings));
        INFOFLOW_ASSIGN_OR_RETURN(const DecimatedChain decimated,
                                  ising::DecimateChainTimes(fine, blocking, row.step));
        row.closed_form = ising::DecimationRelativeEntropies(fine, decimated.chain).forward;
        const int spacing = static_cast<int>(decimated.spacing.count);
        const std::vector<double> all = JointLaw(row.couplings, (row.spins - 1) * spacing + 1);
        row.enumerated =
            RelativeEntropy(JointLaw(row.couplings, row.spins), Marginal(all, row.spins, spacing)) /
            (row.spins - 1);
        return absl::OkStatus();
      }));
  return rows;
}

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  const std::vector<double>& couplings = context.parameters.Numbers("couplings");
  const std::vector<double>& fields = context.parameters.Numbers("fields");
  const std::int64_t blocking = context.parameters.Integer("blocking");
  const std::int64_t steps = context.parameters.Integer("steps");
  const int grid_points = static_cast<int>(context.parameters.Integer("grid_points"));
  const double greatest = context.parameters.Number("greatest_coupling");
  const double antiferromagnet = context.parameters.Number("antiferromagnet");
  const int most_spins = static_cast<int>(context.parameters.Integer("enumerated_spins"));

  std::vector<ChainCouplings> chains;
  for (const double field : fields) {
    for (const double coupling : couplings) chains.push_back({coupling, field});
  }

  Table flow(FlowColumns());
  Growth growth;
  for (const ChainCouplings& chain : chains) {
    INFOFLOW_RETURN_IF_ERROR(AddFlow(chain, blocking, steps, flow, growth));
  }

  std::vector<double> grid;
  for (int i = 1; i <= grid_points; ++i) grid.push_back(greatest * i / grid_points);
  INFOFLOW_ASSIGN_OR_RETURN(const Table plateau, PlateauTable(grid, context.threads));
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> forward_plateau,
                            plateau.Numbers("forward_asymptote"));
  int plateau_violations = 0;
  for (std::size_t i = 1; i < forward_plateau.size(); ++i) {
    if (!(forward_plateau[i] > forward_plateau[i - 1])) ++plateau_violations;
  }

  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<JointLawRow> joint,
                            CompareJointLaws(chains, blocking, most_spins, context.threads));
  Table joint_law({{"coupling", ""},
                   {"field", ""},
                   {"spins", ""},
                   {"step", ""},
                   {"enumerated_per_bond", "nats"},
                   {"relative_entropy_forward", "nats per site"}});
  double worst_joint = 0.0;
  for (const JointLawRow& row : joint) {
    joint_law.AddRow({row.couplings.coupling, row.couplings.field, static_cast<double>(row.spins),
                      static_cast<double>(row.step), row.enumerated, row.closed_form});
    worst_joint = std::max(worst_joint, std::abs(row.enumerated - row.closed_form));
  }

  Table control(FlowColumns());
  Growth even;
  Growth odd;
  INFOFLOW_RETURN_IF_ERROR(AddFlow({antiferromagnet, 0.0}, 2, steps, control, even));
  INFOFLOW_RETURN_IF_ERROR(AddFlow({antiferromagnet, 0.0}, 3, steps, control, odd));

  FigureResult result;
  // Enumeration sums up to 2^20 terms, hence its wider tolerance.
  result.tables = {
      {"relative_entropy",
       "Relative entropy per site along exact decimation",
       flow,
       {5e-14, 0.0},
       {{"coupling_n", {1e-11, 0.0}}, {"forward_distance", {1e-9, 1e-15}}}},
      {"plateau", "Plateau against the coupling, without field", plateau, {5e-14, 0.0}},
      {"joint_law",
       "Joint law of L adjacent spins against L kept spins",
       joint_law,
       {5e-14, 0.0},
       {{"enumerated_per_bond", {1e-11, 1e-14}}}},
      {"antiferromagnet",
       "Antiferromagnetic control",
       control,
       {5e-14, 0.0},
       {{"coupling_n", {1e-11, 0.0}}, {"forward_distance", {1e-9, 1e-15}}}}};
  using Relation = Claim::Relation;
  result.claims = {
      {"C1", "The relative entropy grows strictly with every step, in both directions.",
       "steps at which it does not grow", static_cast<double>(growth.violations), Relation::kAtMost,
       0.0},
      {"C1a",
       "Growth needs K > 0: even blocking turns an antiferromagnet into a ferromagnet at once, "
       "and its relative entropy then falls.",
       "falling steps at b = 2", static_cast<double>(even.violations), Relation::kAtLeast, 1.0,
       "monotone increase, without a condition on the sign of the coupling"},
      {"C1b", "Odd blocking keeps the sign of the coupling, and the relative entropy grows.",
       "steps at which it does not grow at b = 3", static_cast<double>(odd.violations),
       Relation::kAtMost, 0.0},
      {"C2", "It saturates double-exponentially: |D_n - D_inf| is at most 2 t_0 t_n.",
       "largest |D_n - D_inf| / (2 t_0 t_n)", growth.worst_approach, Relation::kAtMost, 1.0},
      {"C3", "The plateau grows with K.", "grid points at which it does not",
       static_cast<double>(plateau_violations), Relation::kAtMost, 0.0},
      {"C3a", "The forward plateau stays below ln 2.", "largest forward plateau (nats per site)",
       *std::max_element(forward_plateau.begin(), forward_plateau.end()), Relation::kLess,
       std::log(2.0)},
      {"C3b",
       "D is the relative entropy, per bond, of L adjacent spins against L kept spins of one and "
       "the same chain, for every L.",
       "largest |enumerated - closed form| (nats)", worst_joint, Relation::kAtMost, 1e-12}};
  return result;
}

}  // namespace

Figure IsingChainRelativeEntropy() {
  Figure figure;
  figure.slug = "ising_chain_relative_entropy";
  figure.title = "Relative entropy of the Ising chain along exact decimation";
  figure.paper = "arXiv:2107.06898";
  figure.source = "section 2 (one-dimensional Ising model)";
  figure.description =
      "Relative entropy per site between the chain and its n-fold decimation on the same lattice, "
      "in both directions, with and without field; the plateaus it reaches, how fast, and the "
      "antiferromagnet that does not obey.";
  figure.oracle =
      "closed forms checked row by row against 150-digit arithmetic (testdata/reference/"
      "renormalization/ising1d_flow.csv, ising1d_flow_afm.csv); column enumerated_per_bond is an "
      "enumeration of transfer-matrix weights that uses no closed form";
  figure.parameters
      .AddNumbers("couplings", "initial couplings K",
                  {{0.3, 1.0}, {0.25, 0.5, 1.0, 1.5, 2.0}, {0.25, 0.5, 1.0, 1.5, 2.0, 2.5}},
                  {1e-6, 10.0})
      .AddNumbers("fields", "fields h; the first is drawn in panels a and b, the last in c",
                  {{0.0, 0.5}, {0.0, 0.5}, {0.0, 0.1, 0.5}}, {-10.0, 10.0})
      .AddInteger("blocking", "b: every b-th spin is kept", {2, 2, 2}, {2, 16})
      .AddInteger("steps", "decimation steps", {6, 9, 12}, {1, 60})
      .AddInteger("grid_points", "couplings on the plateau's axis", {12, 150, 600}, {2, 100000})
      .AddNumber("greatest_coupling", "end of the plateau's axis", {3.0, 3.0, 3.0}, {1e-3, 15.0})
      .AddNumber("antiferromagnet", "coupling of the negative control", {-0.8, -0.8, -0.8},
                 {-5.0, -1e-3})
      .AddInteger("enumerated_spins", "most spins whose joint law is enumerated", {13, 17, 20},
                  {3, kMostEnumeratedSpins});
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
