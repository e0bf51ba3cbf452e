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

#include "infoflow/replica/activations.h"
#include "infoflow/replica/landscape.h"
#include "infoflow/replica/landscape_phase_diagram.h"
#include "infoflow/replica/network.h"
#include "infoflow/replica/piecewise_affine.h"
#include "infoflow/replica/priors.h"
#include "infoflow/replica/spectrum_gaussian.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"

namespace infoflow::paper_figures {

template <>
struct FieldsOf<replica::PhasePoint> {
  template <typename Self, typename Visit>
  static void VisitFields(Self& self, Visit& visit) {
    visit("aspect_ratio", self.aspect_ratio);
    visit("sparsity", self.sparsity);
    visit("phase", self.phase);
    visit("informed_error", self.informed_error);
    visit("uninformed_error", self.uninformed_error);
    visit("best_error", self.best_error);
  }
};

namespace {

using replica::LandscapeFixedPoint;
using replica::LandscapePoint;
using replica::Network;
using replica::Phase;
using replica::PhasePoint;

// The input law besides its sparsity, as in the authors' public code (mmse.py).
constexpr double kMean = 1.0;
constexpr double kVariance = 0.5;
// Sparsity, noise and alphas of that code; which phase the paper has at each is inferred.
constexpr double kPaperSparsity = 0.3;
constexpr double kPaperNoise = 1e-5;
constexpr double kMetastableAlpha = 0.37;
constexpr double kHardAlpha = 0.40;
constexpr std::pair<double, Phase> kPaperPhases[] = {{0.29, Phase::kImpossible},
                                                     {kMetastableAlpha, Phase::kImpossible},
                                                     {kHardAlpha, Phase::kHard},
                                                     {0.51, Phase::kEasy}};

// The hard phase shrinks with noise and is gone above 1e-3. Up to this noise it is at least this
// wide in alpha at sparsities from 0.1 to 0.35.
constexpr double kHardPhaseNoise = 1e-4;
constexpr double kHardPhaseWidth = 0.025;

// The potential is drawn from V = 10^kLeastExponent to 1.
constexpr int kLeastExponent = -6;

struct Parameters {
  std::vector<double> alphas;
  double sparsity;
  double noise;
  int points;
  int phase_points_alpha;
  int phase_points_sparsity;

  void Register(ParameterSet& set) {
    set.Add("alphas", &alphas, "measurements per input",
            {{0.37, 0.51}, {0.29, 0.37, 0.40, 0.51}, {0.29, 0.37, 0.40, 0.51}}, {0.01, 10.0});
    set.Add("sparsity", &sparsity, "fraction p of inputs that are not zero", {0.3, 0.3, 0.3},
            {0.01, 0.99});
    set.Add("noise", &noise, "variance of the measurement noise", {1e-5, 1e-5, 1e-5}, {1e-12, 1.0});
    set.Add("points", &points, "errors V at which the potential is drawn", {13, 100, 100},
            {2, 100000});
    set.Add("phase_points_alpha", &phase_points_alpha, "alphas of the phase diagram", {6, 40, 100},
            {2, 2000});
    set.Add("phase_points_sparsity", &phase_points_sparsity, "sparsities of the phase diagram",
            {5, 30, 100}, {2, 2000});
  }
};

struct PotentialRow {
  double alpha = 0.0, error = 0.0, potential = 0.0, next_error = 0.0, slope = 0.0;

  INFOFLOW_COLUMNS(alpha, "", error, "input squared", potential, "nats per input", next_error,
                   "input squared", slope, "nats per input and input squared")
};

struct FixedPointRow {
  double alpha = 0.0, error = 0.0, potential = 0.0, information = 0.0;
  bool stable = false;
  std::string phase;  // of the whole landscape at this alpha

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("alpha", self.alpha);
    visit("error", self.error, "input squared");
    visit("potential", self.potential, "nats per input");
    visit("mutual_information", self.information, "nats per input");
    visit("stable", self.stable);
    visit("phase", self.phase);
  }
};

// What is found at one of kPaperPhases.
struct PaperCheck {
  double alpha = 0.0;
  Phase expected = Phase::kEasy;
  Phase found = Phase::kEasy;
  double gap = 0.0;  // phi(uninformed) - phi(informed), nats per input

  INFOFLOW_FIELDS(alpha, expected, found, gap)
};

struct Record {
  std::vector<PotentialRow> landscape;
  std::vector<FixedPointRow> fixed_points;
  std::vector<PaperCheck> paper;
  std::vector<PhasePoint> diagram;
  double worst_closed_form = 0.0;  // largest |phi - closed form|, nats per input
  double worst_fixed_point = 0.0;  // largest |V0/V - 1|

  INFOFLOW_FIELDS(landscape, fixed_points, paper, diagram, worst_closed_form, worst_fixed_point)
};

absl::StatusOr<Network> SparseMeasurement(double aspect_ratio, double sparsity, double noise) {
  INFOFLOW_ASSIGN_OR_RETURN(std::shared_ptr<const replica::Prior> prior,
                            replica::MakeSpikeSlabPrior(sparsity, kMean, kVariance));
  INFOFLOW_ASSIGN_OR_RETURN(
      std::shared_ptr<const replica::Activation> linear,
      replica::MakePiecewiseAffineActivation(replica::PiecewiseAffine::Linear()));
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

absl::Status AddLandscape(const Parameters& p, double alpha, Record& record) {
  INFOFLOW_ASSIGN_OR_RETURN(const Network network, SparseMeasurement(alpha, p.sparsity, p.noise));
  const replica::Prior& prior = network.prior();
  std::vector<double> errors;
  for (int i = 0; i < p.points; ++i) {
    errors.push_back(std::pow(10.0, kLeastExponent * (1.0 - i / (p.points - 1.0))));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<LandscapePoint> landscape,
                            replica::PotentialLandscape(network, errors));
  for (const LandscapePoint& point : landscape) {
    record.landscape.push_back(
        {alpha, point.error, point.potential, point.next_error, point.slope});
    const double difference =
        point.potential - ClosedFormPotential(prior, alpha, p.noise, point.error);
    record.worst_closed_form = std::max(record.worst_closed_form, std::abs(difference));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<LandscapeFixedPoint> fixed_points,
                            replica::FindFixedPoints(network));
  const Phase phase = replica::ClassifyPhase(fixed_points, prior.variance());
  for (const LandscapeFixedPoint& point : fixed_points) {
    record.fixed_points.push_back({alpha, point.error, point.potential, point.mutual_information,
                                   point.stable, replica::PhaseName(phase)});
    // V0(alpha/(noise + V)) = V, by the prior alone.
    const double next = prior.Observe(alpha / (p.noise + point.error)).variance;
    record.worst_fixed_point =
        std::max(record.worst_fixed_point, std::abs(next / point.error - 1.0));
  }
  return absl::OkStatus();
}

// Whatever is drawn.
absl::Status AddPaperChecks(std::vector<PaperCheck>& checks) {
  for (const auto& [alpha, expected] : kPaperPhases) {
    INFOFLOW_ASSIGN_OR_RETURN(const Network network,
                              SparseMeasurement(alpha, kPaperSparsity, kPaperNoise));
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<LandscapeFixedPoint> fixed_points,
                              replica::FindFixedPoints(network));
    checks.push_back({alpha, expected,
                      replica::ClassifyPhase(fixed_points, network.prior().variance()),
                      fixed_points.back().potential - fixed_points.front().potential});
  }
  return absl::OkStatus();
}

// `count` values between 0 and 1, both left out.
std::vector<double> Inside(int count) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back((i + 1.0) / (count + 1.0));
  return values;
}

absl::StatusOr<Record> Compute(const Parameters& p, const Run& run) {
  Record record;
  for (const double alpha : p.alphas) {
    INFOFLOW_RETURN_IF_ERROR(AddLandscape(p, alpha, record));
  }
  INFOFLOW_RETURN_IF_ERROR(AddPaperChecks(record.paper));
  INFOFLOW_ASSIGN_OR_RETURN(record.diagram,
                            replica::PhaseDiagram(
                                Inside(p.phase_points_alpha), Inside(p.phase_points_sparsity),
                                [&](double alpha, double sparsity) {
                                  return SparseMeasurement(alpha, sparsity, p.noise);
                                },
                                {}, run.threads));
  return record;
}

std::vector<ResultTable> Tables(const Record& record) {
  Table diagram({{"alpha", ""},
                 {"sparsity", ""},
                 {"phase", ""},
                 {"phase_number", ""},
                 {"informed_error", "input squared"},
                 {"uninformed_error", "input squared"},
                 {"best_error", "input squared"}});
  for (const PhasePoint& point : record.diagram) {
    diagram.AddRow({point.aspect_ratio, point.sparsity, replica::PhaseName(point.phase),
                    static_cast<int>(point.phase), point.informed_error, point.uninformed_error,
                    point.best_error});
  }
  return {{"fixed_points",
           "Fixed points of the potential",
           TableOf(record.fixed_points),
           {1e-8, 1e-10}},
          {"landscape",
           "Potential against the error of the inputs",
           TableOf(record.landscape),
           {1e-8, 1e-10},
           // Differences of sixth order.
           {{"slope", {1e-4, 1e-6}}}},
          // Beside a boundary a state may have just lost its stability.
          {"phase_diagram", "Phases over measurements and sparsity", diagram, {1e-6, 1e-10}}};
}

ClaimList Claims(const Parameters& p, const Record& record) {
  int wrong_phases = 0;
  double hard_gap = 0.0;
  double metastable_gap = 0.0;
  for (const PaperCheck& check : record.paper) {
    wrong_phases += check.found != check.expected;
    if (check.alpha == kHardAlpha) hard_gap = check.gap;
    if (check.alpha == kMetastableAlpha) metastable_gap = check.gap;
  }
  int below_counting_bound = 0;
  int hard_points = 0;
  for (const PhasePoint& point : record.diagram) {
    below_counting_bound +=
        point.phase != Phase::kImpossible && point.aspect_ratio < point.sparsity;
    hard_points += point.phase == Phase::kHard;
  }

  ClaimList claims;
  claims
      .Add("phases",
           "At p = 0.3, alpha = 0.29 and 0.37 are impossible, 0.40 is hard and 0.51 is easy.")
      .Inferred()
      .Measured("alphas in another phase", wrong_phases)
      .AtMost(0.0);
  claims
      .Add("hard_phase",
           "In the hard phase the state of small error has the lower potential, and ignorance does "
           "not find it.")
      .Inferred()
      .Measured("phi(uninformed) - phi(informed) at alpha = 0.40 (nats per input)", hard_gap)
      .Above(0.0);
  claims
      .Add("metastable",
           "At alpha = 0.37 the state of small error is metastable: there, but not the minimum.")
      .Inferred()
      .Measured("phi(uninformed) - phi(informed) (nats per input)", metastable_gap)
      .Below(0.0);
  claims.Add("closed_form", "The potential is the closed form of the linear channel.")
      .Measured("largest difference (nats per input)", record.worst_closed_form)
      .AtMost(1e-9);
  claims.Add("fixed_points", "Every marked fixed point solves V = V0(alpha/(D + V)).")
      .Measured("largest |V0/V - 1|", record.worst_fixed_point)
      .AtMost(1e-7);
  claims
      .Add("counting_bound",
           "Nothing is recovered from fewer measurements than there are non-zero inputs.")
      .Measured("recovered points with alpha < p", below_counting_bound)
      .AtMost(0.0);
  claims.Add("hard_between", "Between impossible and easy lies a hard phase.")
      .Inferred()
      .Measured("hard points of the diagram", hard_points)
      .DecidedIf(p.noise <= kHardPhaseNoise,
                 "a claim about little noise, and there is more than 1e-4")
      .DecidedIf(hard_points > 0 || 1.0 / (p.phase_points_alpha + 1) <= kHardPhaseWidth,
                 "the steps in alpha are wider than the hard phase")
      .AtLeast(1.0);
  return claims;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, const Record& record) {
  // The phase and the potential at the smallest error of each curve.
  std::vector<std::string> phases;
  std::vector<double> origins;
  for (const double alpha : p.alphas) {
    const auto of_curve = [&](const auto& row) { return row.alpha == alpha; };
    phases.push_back(
        std::find_if(record.fixed_points.begin(), record.fixed_points.end(), of_curve)->phase);
    origins.push_back(
        std::find_if(record.landscape.begin(), record.landscape.end(), of_curve)->potential);
  }
  PictureKeys keys;
  keys.Add("alphas", p.alphas);
  keys.Add("alpha_names", NumberNames(p.alphas));
  keys.Add("alpha_phases", phases);
  keys.Add("origins", origins);
  keys.Add("least_exponent", kLeastExponent);
  keys.Add("impossible", static_cast<int>(Phase::kImpossible));
  keys.Add("hard", static_cast<int>(Phase::kHard));
  keys.Add("easy", static_cast<int>(Phase::kEasy));
  return Presentation{Tables(record), Claims(p, record), keys};
}

}  // namespace

Figure ReplicaLandscape() {
  SinglePointFigureOf<Parameters, Record> figure;
  figure.title = "Replica potential of sparse inputs: easy, hard, impossible";
  figure.paper = "arXiv:1805.09785";
  figure.source = "supplementary material (landscape of the potential)";
  figure.description =
      "The replica potential of a linear measurement of sparse inputs against the error V, with "
      "its stable and unstable fixed points, for four numbers of measurements; and the phases over "
      "measurements and sparsity.";
  figure.oracle =
      "the potential's closed form for the linear channel, evaluated beside it (claim "
      "fig8/closed_form), and testdata/reference/replica/landscape_spikeslab.csv, "
      "landscape_fixed_points.csv";
  figure.width = 1400;
  figure.height = 600;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
