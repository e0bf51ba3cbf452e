// The replica potential of a linear measurement of sparse inputs, as a function of the error V of
// the inputs, and the phases that its minima make.
//
// Symbols: V error of the inputs, phi potential, alpha measurements per input, p fraction of
// inputs that are not zero. Mathematics: docs/replica.md.

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "infoflow/replica/channels/priors.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/saddle/landscape.h"
#include "infoflow/replica/saddle/landscape_phase_diagram.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/replica/replica_landscape_claims.h"
#include "paper_figures/replica/sparse_measurement.h"

namespace infoflow::paper_figures {

namespace {

using replica::LandscapeFixedPoint;
using replica::LandscapePoint;
using replica::Network;
using replica::Phase;

// Sparsity, noise and alphas of the authors' public code (mmse.py); which phase the paper has at
// each is inferred.
constexpr double kPaperSparsity = 0.3;
constexpr double kPaperNoise = 1e-5;
constexpr double kMetastableAlpha = 0.37;
constexpr double kHardAlpha = 0.40;
constexpr std::pair<double, Phase> kPaperPhases[] = {{0.29, Phase::kImpossible},
                                                     {kMetastableAlpha, Phase::kImpossible},
                                                     {kHardAlpha, Phase::kHard},
                                                     {0.51, Phase::kEasy}};

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

absl::Status AddLandscape(const Parameters& p, double alpha, LandscapeRecord& record) {
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

// At the paper's alphas, whatever is drawn.
absl::Status AddPaperPhases(LandscapeRecord& record) {
  for (const auto& [alpha, expected] : kPaperPhases) {
    INFOFLOW_ASSIGN_OR_RETURN(const Network network,
                              SparseMeasurement(alpha, kPaperSparsity, kPaperNoise));
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<LandscapeFixedPoint> fixed_points,
                              replica::FindFixedPoints(network));
    record.wrong_phases +=
        replica::ClassifyPhase(fixed_points, network.prior().variance()) != expected;
    const double gap = fixed_points.back().potential - fixed_points.front().potential;
    if (alpha == kHardAlpha) record.hard_gap = gap;
    if (alpha == kMetastableAlpha) record.metastable_gap = gap;
  }
  return absl::OkStatus();
}

// `count` values between 0 and 1, both left out.
std::vector<double> Inside(int count) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back((i + 1.0) / (count + 1.0));
  return values;
}

absl::Status AddPhaseDiagram(const Parameters& p, int threads, std::vector<PhaseRow>& rows) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<replica::PhasePoint> diagram,
                            replica::PhaseDiagram(
                                Inside(p.phase_points_alpha), Inside(p.phase_points_sparsity),
                                [&](double alpha, double sparsity) {
                                  return SparseMeasurement(alpha, sparsity, p.noise);
                                },
                                {}, threads));
  for (const replica::PhasePoint& point : diagram) {
    rows.push_back({point.aspect_ratio, point.sparsity, replica::PhaseName(point.phase),
                    static_cast<int>(point.phase), point.informed_error, point.uninformed_error,
                    point.best_error});
  }
  return absl::OkStatus();
}

absl::StatusOr<LandscapeRecord> Compute(const Parameters& p, const Run& run) {
  LandscapeRecord record;
  for (const double alpha : p.alphas) {
    INFOFLOW_RETURN_IF_ERROR(AddLandscape(p, alpha, record));
  }
  INFOFLOW_RETURN_IF_ERROR(AddPaperPhases(record));
  INFOFLOW_RETURN_IF_ERROR(AddPhaseDiagram(p, run.threads, record.diagram));
  return record;
}

std::vector<ResultTable> Tables(const LandscapeRecord& record) {
  return {{"fixed_points", "Fixed points of the potential", TableOf(record.fixed_points)},
          {"landscape", "Potential against the error of the inputs", TableOf(record.landscape)},
          {"phase_diagram", "Phases over measurements and sparsity", TableOf(record.diagram)}};
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&,
                                     const LandscapeRecord& record) {
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
  return Presentation{Tables(record),
                      LandscapeClaims(record, p.noise, 1.0 / (p.phase_points_alpha + 1)), keys};
}

}  // namespace

Figure ReplicaLandscape() {
  SinglePointFigureOf<Parameters, LandscapeRecord> figure;
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
