// Entropies of two-layer random networks against the weight scale: the replica formula beside the
// exact linear result and estimators from samples.
//
// Symbols: sigma weight scale (W = sigma G/sqrt(n), G standard normal, n x n), T1 and T2 outputs of
// the layers, V_2 error of T1 given T2. Mathematics: docs/replica.md.

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/replica/replica_estimators_claims.h"
#include "paper_figures/replica/two_layer_network.h"

namespace infoflow::paper_figures {

namespace {

// Of one activation and weight scale: row i of both layers' curves.
absl::Status ComputeRows(const EstimatorParameters& p, const TwoLayerInstance& instance,
                         TwoLayerActivation activation, int i, std::vector<EstimatorRow>& rows) {
  const double sigma = std::pow(10.0, -1.0 + 2.0 * i / (p.sigmas - 1));
  const int curve = static_cast<int>(activation);
  INFOFLOW_ASSIGN_OR_RETURN(
      const auto samples,
      instance.Estimate(activation, sigma, p.noise, p.neighbours, curve * p.sigmas + i));
  for (int layer = 1; layer <= 2; ++layer) {
    INFOFLOW_ASSIGN_OR_RETURN(const ReplicaValue replica,
                              SolveTwoLayers(activation, sigma, p.noise, layer));
    INFOFLOW_ASSIGN_OR_RETURN(const double exact, instance.LinearEntropy(layer, sigma, p.noise));
    rows[(2 * curve + layer - 1) * p.sigmas + i] = {
        activation, sigma, layer, replica.entropy, replica.information, exact, samples[layer - 1]};
  }
  return absl::OkStatus();
}

// The second hardtanh layer at `jump_points` scales from `first` to `last`.
absl::Status ComputeJump(const EstimatorParameters& p, double first, double last, int threads,
                         std::vector<JumpRow>& rows) {
  rows.resize(p.jump_points);
  return ParallelFor(p.jump_points, threads, [&](int i) -> absl::Status {
    const double sigma = first + (last - first) * i / (p.jump_points - 1);
    INFOFLOW_ASSIGN_OR_RETURN(const ReplicaValue value,
                              SolveTwoLayers(TwoLayerActivation::kHardtanh, sigma, p.noise, 2));
    rows[i] = {sigma, value.last_error, value.entropy};
    return absl::OkStatus();
  });
}

absl::StatusOr<EstimatorRecord> Compute(const EstimatorParameters& p, const Run& run) {
  if (p.samples <= p.neighbours) {
    return absl::InvalidArgumentError(
        absl::StrCat("--set samples=", p.samples, ": must exceed neighbours=", p.neighbours));
  }
  const linalg::SingleThreadedBlas single_threaded_blas;
  INFOFLOW_ASSIGN_OR_RETURN(const TwoLayerInstance instance,
                            TwoLayerInstance::Draw(p.units, p.samples, run.seed));
  EstimatorRecord record;
  record.rows.resize(6 * p.sigmas);
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(3 * p.sigmas, run.threads, [&](int i) {
    return ComputeRows(p, instance, kTwoLayerActivations[i / p.sigmas], i % p.sigmas, record.rows);
  }));
  INFOFLOW_RETURN_IF_ERROR(ComputeJump(p, 1.8, 2.7, run.threads, record.first_jump));
  INFOFLOW_RETURN_IF_ERROR(ComputeJump(p, 6.3, 7.6, run.threads, record.second_jump));
  return record;
}

std::vector<ResultTable> Tables(const EstimatorRecord& record) {
  const char* nats = "nats per unit";
  Table entropies({{"activation", ""},
                   {"sigma", ""},
                   {"layer", ""},
                   {"replica", nats},
                   {"mutual_information", nats},
                   {"exact_linear", nats},
                   {"nearest_neighbour", nats},
                   {"mixture_lower", nats},
                   {"mixture_upper", nats}});
  for (const EstimatorRow& row : record.rows) {
    entropies.AddRow({ActivationName(row.activation), row.sigma, row.layer, row.replica,
                      row.information, row.exact_linear, row.samples.nearest_neighbour,
                      row.samples.mixture_lower, row.samples.mixture_upper});
  }
  Table positions({{"jump", ""}, {"sigma", ""}});
  positions.AddRow({1, JumpPosition(record.first_jump)});
  positions.AddRow({2, JumpPosition(record.second_jump)});
  std::vector<JumpRow> jumps = record.first_jump;
  jumps.insert(jumps.end(), record.second_jump.begin(), record.second_jump.end());
  return {{"entropies", "Entropies against the weight scale", entropies},
          {"jump_positions", "Where the minimum for hardtanh jumps", positions},
          {"jumps", "Error of T1 at the minimum for hardtanh, around the jumps", TableOf(jumps)}};
}

absl::StatusOr<Presentation> Present(const EstimatorParameters& p, const Run&,
                                     const EstimatorRecord& record) {
  PictureKeys keys;
  std::vector<std::string> names;
  for (const TwoLayerActivation activation : kTwoLayerActivations) {
    names.push_back(ActivationName(activation));
  }
  keys.Add("activations", names);
  std::vector<double> jumps = {JumpPosition(record.first_jump), JumpPosition(record.second_jump)};
  jumps.erase(std::remove_if(jumps.begin(), jumps.end(), [](double x) { return std::isnan(x); }),
              jumps.end());
  keys.Add("jumps", jumps);
  // One range for all panels.
  double least = HUGE_VAL;
  double greatest = -HUGE_VAL;
  for (const EstimatorRow& row : record.rows) {
    const auto [low, high] =
        std::minmax({row.replica, row.exact_linear, row.samples.nearest_neighbour,
                     row.samples.mixture_lower, row.samples.mixture_upper});
    least = std::min(least, low);
    greatest = std::max(greatest, high);
  }
  keys.Add("least_entropy", least);
  keys.Add("greatest_entropy", greatest);
  return Presentation{Tables(record), EstimatorClaims(p, record), keys};
}

}  // namespace

Figure ReplicaEstimators() {
  SinglePointFigureOf<EstimatorParameters, EstimatorRecord> figure;
  figure.title = "Entropies of two-layer networks: replica formula against estimators";
  figure.paper = "arXiv:1805.09785";
  figure.source = "section 3 (comparison with other estimators)";
  figure.description =
      "Entropy per unit of both layers of a random network against the scale of its weights, for "
      "linear, hardtanh and ReLU units: the replica formula, the exact linear result, nearest "
      "neighbours and pairwise mixture bounds from samples.";
  figure.oracle =
      "column replica: testdata/reference/replica/figa_sweep.csv, and for linear layers the exact "
      "log-determinant beside it (claim fig7/linear_exact); column exact_linear: singular values "
      "of the "
      "weights; estimators: closed forms in their own tests";
  figure.width = 1500;
  figure.height = 900;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
