// The replica potential of a linear measurement of sparse inputs, as a function of the error V of
// the inputs, and the phases that its minima make.
//
// Symbols: V error of the inputs, phi potential, alpha measurements per input, p fraction of
// inputs that are not zero. Mathematics: docs/replica.md.

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "infoflow/replica/activations.h"
#include "infoflow/replica/landscape.h"
#include "infoflow/replica/landscape_phase_diagram.h"
#include "infoflow/replica/network.h"
#include "infoflow/replica/priors.h"
#include "infoflow/replica/spectrum_gaussian.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

namespace {

using replica::LandscapeFixedPoint;
using replica::LandscapePoint;
using replica::Network;
using replica::Phase;
using replica::PhasePoint;

constexpr char kRecipe[] =
#include "paper_figures/replica/replica_landscape.gp.inc"
    ;

// The paper's input law besides its sparsity, and the phases its figure shows.
constexpr double kMean = 1.0;
constexpr double kVariance = 0.5;
constexpr double kSparsity = 0.3;
constexpr std::pair<double, Phase> kPaperPhases[] = {{0.29, Phase::kImpossible},
                                                     {0.37, Phase::kImpossible},
                                                     {0.40, Phase::kHard},
                                                     {0.51, Phase::kEasy}};

absl::StatusOr<Network> SparseMeasurement(double aspect_ratio, double sparsity, double noise) {
  INFOFLOW_ASSIGN_OR_RETURN(std::shared_ptr<const replica::Prior> prior,
                            replica::MakeSpikeSlabPrior(sparsity, kMean, kVariance));
  INFOFLOW_ASSIGN_OR_RETURN(std::shared_ptr<const replica::Activation> linear,
                            replica::ParseActivation("linear"));
  INFOFLOW_ASSIGN_OR_RETURN(std::shared_ptr<const replica::Spectrum> spectrum,
                            replica::GaussianSpectrum(aspect_ratio, 1.0));
  return Network::Create(prior, {{linear, noise, spectrum}});
}

// phi(V) for a linear layer with Gaussian weights, written out: the second method.
double ClosedFormPotential(const replica::Prior& prior, double alpha, double noise, double error) {
  const double precision = 1.0 / (noise + error);
  return -0.5 * alpha * precision * error + prior.Observe(alpha * precision).information +
         0.5 * alpha * std::log(2.0 * M_PI * M_E * (noise + error));
}

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  const double noise = parameters.Number("noise");
  const double sparsity = parameters.Number("sparsity");
  const int points = static_cast<int>(parameters.Integer("points"));
  const int alpha_points = static_cast<int>(parameters.Integer("phase_points_alpha"));
  const int sparsity_points = static_cast<int>(parameters.Integer("phase_points_sparsity"));

  std::vector<double> errors;
  for (int i = 0; i < points; ++i)
    errors.push_back(std::pow(10.0, -6.0 * (1.0 - i / (points - 1.0))));

  Table fixed_table({{"alpha", ""},
                     {"error", "input squared"},
                     {"potential", "nats per input"},
                     {"mutual_information", "nats per input"},
                     {"stable", ""},
                     {"phase", ""}});
  Table landscape_table({{"alpha", ""},
                         {"error", "input squared"},
                         {"potential", "nats per input"},
                         {"next_error", "input squared"},
                         {"slope", "nats per input and input squared"}});
  double worst_closed_form = 0.0;
  double worst_fixed_point = 0.0;
  for (const double alpha : parameters.Numbers("alphas")) {
    INFOFLOW_ASSIGN_OR_RETURN(const Network network, SparseMeasurement(alpha, sparsity, noise));
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<LandscapePoint> landscape,
                              replica::PotentialLandscape(network, errors));
    for (const LandscapePoint& point : landscape) {
      landscape_table.AddRow({alpha, point.error, point.potential, point.next_error, point.slope});
      worst_closed_form = std::max(
          worst_closed_form, std::abs(point.potential - ClosedFormPotential(network.prior(), alpha,
                                                                            noise, point.error)));
    }
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<LandscapeFixedPoint> fixed_points,
                              replica::FindFixedPoints(network));
    const Phase phase = replica::ClassifyPhase(fixed_points, network.prior().variance());
    for (const LandscapeFixedPoint& point : fixed_points) {
      fixed_table.AddRow({FormatDouble(alpha), FormatDouble(point.error),
                          FormatDouble(point.potential), FormatDouble(point.mutual_information),
                          point.stable ? "1" : "0", replica::PhaseName(phase)});
      // V0(alpha/(noise + V)) = V, by the prior alone.
      const double next = network.prior().Observe(alpha / (noise + point.error)).variance;
      worst_fixed_point = std::max(worst_fixed_point, std::abs(next / point.error - 1.0));
    }
  }

  // The phases the paper shows, whatever is drawn.
  int wrong_phases = 0;
  double hard_gap = 0.0;
  double metastable_gap = 0.0;
  for (const auto& [alpha, expected] : kPaperPhases) {
    INFOFLOW_ASSIGN_OR_RETURN(const Network network, SparseMeasurement(alpha, kSparsity, 1e-5));
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<LandscapeFixedPoint> fixed_points,
                              replica::FindFixedPoints(network));
    if (replica::ClassifyPhase(fixed_points, network.prior().variance()) != expected) {
      ++wrong_phases;
    }
    const double gap = fixed_points.back().potential - fixed_points.front().potential;
    if (alpha == 0.40) hard_gap = gap;
    if (alpha == 0.37) metastable_gap = gap;
  }

  std::vector<double> alphas;
  std::vector<double> sparsities;
  for (int i = 0; i < alpha_points; ++i) alphas.push_back((i + 1.0) / (alpha_points + 1.0));
  for (int i = 0; i < sparsity_points; ++i) {
    sparsities.push_back((i + 1.0) / (sparsity_points + 1.0));
  }
  INFOFLOW_ASSIGN_OR_RETURN(
      const std::vector<PhasePoint> diagram,
      replica::PhaseDiagram(
          alphas, sparsities,
          [noise](double alpha, double p) { return SparseMeasurement(alpha, p, noise); }, {},
          context.threads));
  Table diagram_table({{"alpha", ""},
                       {"sparsity", ""},
                       {"phase", ""},
                       {"phase_number", ""},
                       {"informed_error", "input squared"},
                       {"uninformed_error", "input squared"},
                       {"best_error", "input squared"}});
  int below_counting_bound = 0;
  int hard_points = 0;
  for (const PhasePoint& point : diagram) {
    diagram_table.AddRow({FormatDouble(point.aspect_ratio), FormatDouble(point.sparsity),
                          replica::PhaseName(point.phase),
                          FormatDouble(static_cast<double>(point.phase)),
                          FormatDouble(point.informed_error), FormatDouble(point.uninformed_error),
                          FormatDouble(point.best_error)});
    if (point.phase != Phase::kImpossible && point.aspect_ratio < point.sparsity) {
      ++below_counting_bound;
    }
    if (point.phase == Phase::kHard) ++hard_points;
  }

  FigureResult result;
  result.tables = {
      {"fixed_points", "Fixed points of the potential", fixed_table, {1e-8, 1e-10}, {}},
      {"landscape",
       "Potential against the error of the inputs",
       landscape_table,
       {1e-8, 1e-10},
       // Differences of sixth order.
       {{"slope", {1e-4, 1e-6}}}},
      {"phase_diagram",
       "Phases over measurements and sparsity",
       diagram_table,
       // Beside a boundary a state may have just lost its stability.
       {1e-6, 1e-10},
       {}}};
  using Relation = Claim::Relation;
  result.claims = {
      {"L1", "At p = 0.3, alpha = 0.29 and 0.37 are impossible, 0.40 is hard and 0.51 is easy.",
       "alphas in another phase", static_cast<double>(wrong_phases), Relation::kAtMost, 0.0},
      {"L2",
       "In the hard phase the state of small error has the lower potential, and ignorance does "
       "not find it.",
       "phi(uninformed) - phi(informed) at alpha = 0.40 (nats per input)", hard_gap,
       Relation::kGreater, 0.0},
      {"L3", "At alpha = 0.37 the state of small error is metastable: there, but not the minimum.",
       "phi(uninformed) - phi(informed) (nats per input)", metastable_gap, Relation::kLess, 0.0},
      {"L4", "The potential is the closed form of the linear channel.",
       "largest difference (nats per input)", worst_closed_form, Relation::kAtMost, 1e-9},
      {"L5", "Every marked fixed point solves V = V0(alpha/(D + V)).", "largest |V0/V - 1|",
       worst_fixed_point, Relation::kAtMost, 1e-7},
      {"L6", "Nothing is recovered from fewer measurements than there are non-zero inputs.",
       "recovered points with alpha < p", static_cast<double>(below_counting_bound),
       Relation::kAtMost, 0.0},
      {"L7", "Between impossible and easy lies a hard phase.", "hard points of the diagram",
       static_cast<double>(hard_points), Relation::kAtLeast, 1.0}};
  return result;
}

}  // namespace

Figure ReplicaLandscape() {
  Figure figure;
  figure.slug = "replica_landscape";
  figure.title = "Replica potential of sparse inputs: easy, hard, impossible";
  figure.paper = "arXiv:1805.09785";
  figure.source = "supplementary material (landscape of the potential)";
  figure.description =
      "The replica potential of a linear measurement of sparse inputs against the error V, with "
      "its stable and unstable fixed points, for four numbers of measurements; and the phases over "
      "measurements and sparsity.";
  figure.oracle =
      "the potential's closed form for the linear channel, evaluated beside it (claim L4), and "
      "testdata/reference/replica/landscape_spikeslab.csv, landscape_fixed_points.csv";
  figure.parameters
      .AddNumbers("alphas", "measurements per input",
                  {{0.37, 0.51}, {0.29, 0.37, 0.40, 0.51}, {0.29, 0.37, 0.40, 0.51}}, {0.01, 10.0})
      .AddNumber("sparsity", "fraction p of inputs that are not zero", {0.3, 0.3, 0.3},
                 {0.01, 0.99})
      .AddNumber("noise", "variance of the measurement noise", {1e-5, 1e-5, 1e-5}, {1e-12, 1.0})
      .AddInteger("points", "errors V at which the potential is drawn", {13, 100, 100}, {2, 100000})
      .AddInteger("phase_points_alpha", "alphas of the phase diagram", {6, 40, 100}, {2, 2000})
      .AddInteger("phase_points_sparsity", "sparsities of the phase diagram", {5, 30, 100},
                  {2, 2000});
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
