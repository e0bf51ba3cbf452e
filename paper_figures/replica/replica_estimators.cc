// Entropies of two-layer random networks against the weight scale: the replica formula beside the
// exact linear result and estimators from samples.
//
// Symbols: sigma weight scale (W = sigma G/sqrt(n), G standard normal, n x n), T1 and T2 outputs of
// the layers, V_2 error of T1 given T2. Mathematics: docs/replica.md.

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "infoflow/estimators/gaussian_entropy.h"
#include "infoflow/estimators/mixture_entropy.h"
#include "infoflow/estimators/nearest_neighbour_entropy.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/replica/entropy.h"
#include "infoflow/replica/network_parser.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

namespace {

using linalg::Matrix;

constexpr char kRecipe[] =
#include "paper_figures/replica/replica_estimators.gp.inc"
    ;

constexpr const char* kActivations[] = {"linear", "hardtanh", "relu"};
constexpr int kLinear = 0;
constexpr int kHardtanh = 1;
constexpr int kRelu = 2;

double Activate(int activation, double u) {
  switch (activation) {
    case kHardtanh:
      return std::clamp(u, -1.0, 1.0);
    case kRelu:
      return std::max(u, 0.0);
    default:
      return u;
  }
}

// H(T_layer) and I(X; T_layer) per unit, and V of the last layer's input, from the replica formula.
struct ReplicaValue {
  double entropy = 0.0;
  double information = 0.0;
  double last_error = 0.0;
};

absl::StatusOr<ReplicaValue> SolveReplica(const std::string& activation, double sigma, double noise,
                                          int layers) {
  const std::string variance = FormatDouble(sigma * sigma);
  std::string text;
  for (int layer = 1; layer <= layers; ++layer) {
    absl::StrAppend(&text, layer > 1 ? ";" : "", activation, ":alpha=1,weight_var=", variance,
                    ",noise=", layer == layers ? FormatDouble(noise) : "0");
  }
  INFOFLOW_ASSIGN_OR_RETURN(const replica::Network network,
                            replica::ParseNetwork("normal:mean=0,var=1", text));
  INFOFLOW_ASSIGN_OR_RETURN(const replica::LayerEntropy entropy, replica::ComputeEntropy(network));
  INFOFLOW_ASSIGN_OR_RETURN(const double information, replica::InputInformation(entropy));
  return ReplicaValue{entropy.entropy, information,
                      entropy.solution.best().state.input_error.back()};
}

// What one instance of the weights, and samples through it, give.
struct Instance {
  Matrix<double> weights[2];               // G, to be scaled by sigma/sqrt(n)
  std::vector<double> singular_values[2];  // of G_1 and G_2 G_1, scaled by 1/sqrt(n) and 1/n
  Matrix<double> inputs;                   // samples x n
};

absl::StatusOr<Instance> MakeInstance(int n, int samples, std::uint64_t seed) {
  Instance instance;
  for (int layer = 0; layer < 2; ++layer) {
    instance.weights[layer] = Matrix<double>(n, n);
    random::Stream stream(seed, random::StreamUse::kWeights, layer);
    random::FillNormal(stream, instance.weights[layer].values());
    for (double& w : instance.weights[layer].values()) w /= std::sqrt(n);
  }
  instance.inputs = Matrix<double>(samples, n);
  random::Stream stream(seed, random::StreamUse::kData, 0);
  random::FillNormal(stream, instance.inputs.values());
  INFOFLOW_ASSIGN_OR_RETURN(instance.singular_values[0],
                            linalg::SingularValues(instance.weights[0].view()));
  const Matrix<double> product =
      linalg::Product(instance.weights[1].view(), instance.weights[0].view());
  INFOFLOW_ASSIGN_OR_RETURN(instance.singular_values[1], linalg::SingularValues(product.view()));
  return instance;
}

// Exact H(T_layer) per unit of the linear network with these weights.
absl::StatusOr<double> ExactLinear(const Instance& instance, int layer, double sigma,
                                   double noise) {
  std::vector<double> scaled = instance.singular_values[layer];
  for (double& value : scaled) value *= layer == 0 ? sigma : sigma * sigma;
  const int n = instance.weights[0].rows();
  INFOFLOW_ASSIGN_OR_RETURN(const double entropy, estimators::LinearLayerEntropy(scaled, n, noise));
  return entropy / n;
}

struct SampleEstimates {
  double nearest_neighbour[2];
  double mixture_lower[2];
  double mixture_upper[2];
};

// Estimates of H(T1) and H(T2) per unit from samples. For k-NN the noise is inside the
// activation; for the mixture bounds the centres are noiseless and the noise is added outside.
absl::StatusOr<SampleEstimates> EstimateFromSamples(const Instance& instance, int activation,
                                                    double sigma, double noise, int neighbours,
                                                    std::uint64_t seed, int index) {
  SampleEstimates estimates;
  const int n = instance.weights[0].rows();
  Matrix<double> state = instance.inputs;
  for (int layer = 0; layer < 2; ++layer) {
    Matrix<double> preactivation(state.rows(), n);
    linalg::Gemm(linalg::Transpose::kNo, linalg::Transpose::kYes, sigma, state.view(),
                 instance.weights[layer].view(), 0.0, preactivation.view());
    Matrix<double> noisy(state.rows(), n);
    random::Stream stream(seed, random::StreamUse::kNoise, 2 * index + layer);
    random::FillNormal(stream, noisy.values());
    for (std::size_t i = 0; i < noisy.values().size(); ++i) {
      const double u = preactivation.values()[i];
      noisy.values()[i] = Activate(activation, u + std::sqrt(noise) * noisy.values()[i]);
      preactivation.values()[i] = Activate(activation, u);
    }
    state = std::move(preactivation);
    estimators::NearestNeighbourOptions options;
    options.neighbours = neighbours;
    options.jitter = 1e-10;
    options.seed = seed;
    options.threads = 1;
    INFOFLOW_ASSIGN_OR_RETURN(const double entropy,
                              estimators::NearestNeighbourEntropy(noisy.view(), options));
    INFOFLOW_ASSIGN_OR_RETURN(const estimators::MixtureEntropyBounds bounds,
                              estimators::BoundMixtureEntropy(state.view(), noise, 1));
    estimates.nearest_neighbour[layer] = entropy / n;
    estimates.mixture_lower[layer] = bounds.lower / n;
    estimates.mixture_upper[layer] = bounds.upper / n;
  }
  return estimates;
}

struct Row {
  int activation;
  double sigma;
  ReplicaValue replica[2];
  double exact_linear[2];
  SampleEstimates samples;
};

absl::Status ComputeRow(const Instance& instance, double noise, int neighbours, std::uint64_t seed,
                        int index, Row& row) {
  for (int layer = 0; layer < 2; ++layer) {
    INFOFLOW_ASSIGN_OR_RETURN(row.replica[layer], SolveReplica(kActivations[row.activation],
                                                               row.sigma, noise, layer + 1));
    INFOFLOW_ASSIGN_OR_RETURN(row.exact_linear[layer],
                              ExactLinear(instance, layer, row.sigma, noise));
  }
  INFOFLOW_ASSIGN_OR_RETURN(row.samples, EstimateFromSamples(instance, row.activation, row.sigma,
                                                             noise, neighbours, seed, index));
  return absl::OkStatus();
}

// Where the minimum of the hardtanh network's potential jumps to another branch, between `first`
// and `last`: the sigma at which V_2 of the best fixed point grows most, per step of the grid.
absl::StatusOr<double> FindJump(double first, double last, int points, double noise, int threads,
                                Table& table) {
  std::vector<double> errors(points);
  std::vector<double> entropies(points);
  const auto sigma = [&](int i) { return first + (last - first) * i / (points - 1); };
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(points, threads, [&](int i) -> absl::Status {
    INFOFLOW_ASSIGN_OR_RETURN(const ReplicaValue value,
                              SolveReplica("hardtanh", sigma(i), noise, 2));
    errors[i] = value.last_error;
    entropies[i] = value.entropy;
    return absl::OkStatus();
  }));
  int jump = 1;
  for (int i = 0; i < points; ++i) {
    table.AddRow({sigma(i), errors[i], entropies[i]});
    if (i > 0 && errors[i] / errors[i - 1] > errors[jump] / errors[jump - 1]) jump = i;
  }
  // A smooth curve changes by a few per cent a step; a jump by a factor of 2 and more.
  if (errors[jump] / errors[jump - 1] < 2.0) return std::numeric_limits<double>::quiet_NaN();
  return 0.5 * (sigma(jump - 1) + sigma(jump));
}

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  const int n = static_cast<int>(parameters.Integer("units"));
  const int sigmas = static_cast<int>(parameters.Integer("sigmas"));
  const double noise = parameters.Number("noise");
  const int neighbours = static_cast<int>(parameters.Integer("neighbours"));
  const int samples = static_cast<int>(parameters.Integer("samples"));
  if (samples <= neighbours) {
    return absl::InvalidArgumentError(
        absl::StrCat("--set samples=", samples, ": must exceed neighbours=", neighbours));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const Instance instance, MakeInstance(n, samples, context.seed));

  std::vector<Row> rows;
  for (int activation = 0; activation < 3; ++activation) {
    for (int i = 0; i < sigmas; ++i) {
      rows.push_back({activation, std::pow(10.0, -1.0 + 2.0 * i / (sigmas - 1)), {}, {}, {}});
    }
  }
  const linalg::SingleThreadedBlas single_threaded_blas;
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(static_cast<int>(rows.size()), context.threads, [&](int i) {
    return ComputeRow(instance, noise, neighbours, context.seed, i, rows[i]);
  }));

  Table table({{"activation", ""},
               {"sigma", ""},
               {"layer", ""},
               {"replica", "nats per unit"},
               {"mutual_information", "nats per unit"},
               {"exact_linear", "nats per unit"},
               {"nearest_neighbour", "nats per unit"},
               {"mixture_lower", "nats per unit"},
               {"mixture_upper", "nats per unit"}});
  double worst_linear = 0.0;
  double least_excess = HUGE_VAL;      // of k-NN over replica, linear and sloped
  double largest_mixture = -HUGE_VAL;  // mixture upper - replica for linear
  // By activation, layer and sigma, so that a curve is a run of rows.
  for (int curve = 0; curve < 6; ++curve) {
    const int layer = curve % 2;
    for (int i = 0; i < sigmas; ++i) {
      const Row& row = rows[curve / 2 * sigmas + i];
      const double replica = row.replica[layer].entropy;
      table.AddRow({kActivations[row.activation], FormatDouble(row.sigma),
                    FormatDouble(layer + 1.0), FormatDouble(replica),
                    FormatDouble(row.replica[layer].information),
                    FormatDouble(row.exact_linear[layer]),
                    FormatDouble(row.samples.nearest_neighbour[layer]),
                    FormatDouble(row.samples.mixture_lower[layer]),
                    FormatDouble(row.samples.mixture_upper[layer])});
      if (row.activation != kLinear) continue;
      worst_linear = std::max(worst_linear, std::abs(replica - row.exact_linear[layer]));
      least_excess = std::min(least_excess, row.samples.nearest_neighbour[layer] - replica);
      largest_mixture = std::max(largest_mixture, row.samples.mixture_upper[layer] - replica);
    }
  }

  // Peak and end of each hardtanh curve, growth and slope of each ReLU curve.
  const auto at = [&](int activation, int i) -> const Row& {
    return rows[activation * sigmas + i];
  };
  double least_fall = HUGE_VAL;
  double least_information_fall = HUGE_VAL;
  int relu_falls = 0;
  double worst_slope = 0.0;
  for (int layer = 0; layer < 2; ++layer) {
    double peak = -HUGE_VAL;
    double information_peak = -HUGE_VAL;
    for (int i = 0; i < sigmas; ++i) {
      peak = std::max(peak, at(kHardtanh, i).replica[layer].entropy);
      information_peak = std::max(information_peak, at(kHardtanh, i).replica[layer].information);
      if (i > 0) {
        const ReplicaValue& before = at(kRelu, i - 1).replica[layer];
        const ReplicaValue& now = at(kRelu, i).replica[layer];
        if (!(now.entropy > before.entropy)) ++relu_falls;
        if (!(now.information > before.information)) ++relu_falls;
      }
    }
    const Row& last = at(kHardtanh, sigmas - 1);
    least_fall = std::min(least_fall, peak - last.replica[layer].entropy);
    least_information_fall =
        std::min(least_information_fall, information_peak - last.replica[layer].information);
    const double relu_rise =
        at(kRelu, sigmas - 1).replica[layer].entropy - at(kRelu, sigmas - 2).replica[layer].entropy;
    const double linear_rise = at(kLinear, sigmas - 1).replica[layer].entropy -
                               at(kLinear, sigmas - 2).replica[layer].entropy;
    worst_slope = std::max(worst_slope, std::abs(relu_rise / linear_rise - 0.5));
  }

  Table jumps({{"sigma", ""}, {"error", "output squared"}, {"entropy", "nats per unit"}});
  const int jump_points = static_cast<int>(parameters.Integer("jump_points"));
  INFOFLOW_ASSIGN_OR_RETURN(const double first_jump,
                            FindJump(1.8, 2.7, jump_points, noise, context.threads, jumps));
  INFOFLOW_ASSIGN_OR_RETURN(const double second_jump,
                            FindJump(6.3, 7.6, jump_points, noise, context.threads, jumps));
  Table jump_table({{"jump", ""}, {"sigma", ""}});
  jump_table.AddRow({1.0, first_jump});
  jump_table.AddRow({2.0, second_jump});

  FigureResult result;
  result.tables = {
      {"entropies",
       "Entropies against the weight scale",
       table,
       {1e-8, 1e-9},
       // From float-sized distances in many dimensions; BLAS kernels differ between machines.
       {{"exact_linear", {1e-9, 1e-10}},
        {"nearest_neighbour", {1e-8, 1e-9}},
        {"mixture_lower", {1e-8, 1e-9}},
        {"mixture_upper", {1e-8, 1e-9}}}},
      {"jump_positions", "Where the minimum for hardtanh jumps", jump_table, {1e-12, 0.0}, {}},
      {"jumps",
       "Error of T1 at the minimum for hardtanh, around the jumps",
       jumps,
       {1e-7, 1e-9},
       {}}};
  using Relation = Claim::Relation;
  const double finite_size = 2.0 * std::log(n) / n;
  result.claims = {
      {"E1",
       "For linear layers the replica formula gives the exact entropy, up to the finite size.",
       "largest |replica - exact| (nats per unit), bound 2 ln(n)/n", worst_linear,
       Relation::kAtMost, finite_size},
      {"E2", "Nearest neighbours overestimate the entropy in high dimension.",
       "least (k-NN - replica) for linear layers (nats per unit)", least_excess, Relation::kGreater,
       0.0},
      {"E2a",
       "The mixture bounds saturate at ln P: their upper bound on the mixture's entropy does not "
       "bound that of the layer, and lies below it once the samples separate.",
       "largest (mixture upper - replica) for linear layers (nats per unit)", largest_mixture,
       Relation::kLess, 0.0, "mixture bounds overestimate the entropy"},
      {"E3", "With hardtanh the entropy has a maximum and then falls, in both layers.",
       "least fall from the maximum to sigma = 10 (nats per unit)", least_fall, Relation::kGreater,
       0.0},
      {"E4", "With ReLU entropy and mutual information only rise.", "steps at which one falls",
       static_cast<double>(relu_falls), Relation::kAtMost, 0.0},
      {"E4a", "They rise with half the slope of linear layers.",
       "largest |ratio of slopes - 1/2| at sigma = 10", worst_slope, Relation::kAtMost, 0.02},
      {"E5", "Mutual information behaves alike: with hardtanh it has a maximum and falls.",
       "least fall from the maximum to sigma = 10 (nats per unit)", least_information_fall,
       Relation::kGreater, 0.0},
      {"E6", "The minimum for hardtanh jumps to another branch between sigma = 2.0 and 2.5.",
       "|sigma of the jump - 2.25|", std::abs(first_jump - 2.25), Relation::kAtMost, 0.25,
       "one curve per activation (its description mentions no jump)"},
      {"E6a", "It jumps once more between 6.8 and 7.3.", "|sigma of the jump - 7.05|",
       std::abs(second_jump - 7.05), Relation::kAtMost, 0.25,
       "one curve per activation (its description mentions no jump)"}};
  return result;
}

}  // namespace

Figure ReplicaEstimators() {
  Figure figure;
  figure.slug = "replica_estimators";
  figure.title = "Entropies of two-layer networks: replica formula against estimators";
  figure.paper = "arXiv:1805.09785";
  figure.source = "section 3 (comparison with other estimators)";
  figure.description =
      "Entropy per unit of both layers of a random network against the scale of its weights, for "
      "linear, hardtanh and ReLU units: the replica formula, the exact linear result, nearest "
      "neighbours and pairwise mixture bounds from samples.";
  figure.oracle =
      "column replica: testdata/reference/replica/figa_sweep.csv, and for linear layers the exact "
      "log-determinant beside it (claim E1); column exact_linear: singular values of the weights; "
      "estimators: closed forms in their own tests";
  figure.parameters.AddInteger("units", "n, units of every layer", {60, 400, 1000}, {10, 4000})
      .AddInteger("samples", "samples for the estimators", {60, 400, 1000}, {2, 100000})
      .AddInteger("sigmas", "weight scales from 0.1 to 10", {5, 21, 21}, {3, 1000})
      .AddNumber("noise", "variance of the noise at the measured layer", {1e-5, 1e-5, 1e-5},
                 {1e-9, 1.0})
      .AddInteger("neighbours", "k of the nearest-neighbour estimator", {3, 3, 3}, {1, 1000})
      .AddInteger("jump_points", "weight scales around each jump", {10, 19, 37}, {4, 1000});
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
