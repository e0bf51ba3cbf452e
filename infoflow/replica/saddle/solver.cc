#include "infoflow/replica/saddle/solver.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/replica/saddle/saddle_channels.h"
#include "infoflow/replica/saddle/saddle_layer.h"
#include "infoflow/replica/saddle/saddle_search.h"
#include "infoflow/replica/spectra/spectral_layer.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::replica {

namespace {

// V of a layer whose input is known.
constexpr double kKnownError = 1e-10;

// Fixed points closer than this in ln V are one.
constexpr double kDistinct = 1e-4;

std::vector<LayerRule> Rules(const Network& network, Algorithm algorithm) {
  std::vector<LayerRule> rules;
  for (const Layer& layer : network.layers()) {
    const bool gaussian = layer.spectrum->gaussian_weight_variance().has_value();
    if (gaussian && algorithm != Algorithm::kVamp) {
      rules.push_back(LayerRule::kGaussian);
    } else {
      rules.push_back(algorithm == Algorithm::kFixedPoint ? LayerRule::kCoupling
                                                          : LayerRule::kVamp);
    }
  }
  return rules;
}

std::vector<std::vector<double>> Starts(const Network& network, const SolverOptions& options) {
  const int depth = network.depth();
  std::vector<std::vector<double>> starts;
  if (!options.warm_start.empty()) {
    starts.push_back(options.warm_start);
    if (!options.warm_and_ignorant) return starts;
    starts.emplace_back();
    for (int l = 0; l < depth; ++l) starts.back().push_back(network.input_moment(l));
    return starts;
  }
  // From ignorance first: it converges fast, and the others profit from its slopes.
  for (int ignorant = depth; ignorant >= 0; --ignorant) {
    std::vector<double> errors(depth, kKnownError);
    for (int l = 0; l < ignorant; ++l) errors[l] = network.input_moment(l);
    starts.push_back(std::move(errors));
  }
  return starts;
}

bool SameErrors(const SaddleState& a, const SaddleState& b) {
  for (int l = 0; l < a.depth(); ++l) {
    if (!(std::abs(std::log(a.input_error[l] / b.input_error[l])) < kDistinct)) return false;
  }
  return true;
}

// Solving A V = gamma(s) cannot tell a fixed point from a place where theta -> 1 and V drifts more
// slowly than the tolerance; vector message passing moves away from there at once.
constexpr double kConsistent = 1e-3;

bool IsConsistent(const Network& network, const std::vector<LayerRule>& rules,
                  const SearchResult& result) {
  for (int l = 0; l < network.depth(); ++l) {
    if (rules[l] != LayerRule::kCoupling) continue;
    double argument = 0.0;
    const LayerAnswer answer = AnswerOf(network, l, LayerRule::kVamp, result.state, argument);
    const double moved =
        std::max(std::abs(answer.log_input_precision - std::log(result.state.input_precision[l])),
                 std::abs(answer.log_output_noise - std::log(result.state.output_noise[l])));
    if (!(moved < kConsistent)) return false;
  }
  return true;
}

// H(T_L) behaves like (dimension/2) ln D as the noise D of the output goes to zero. Whether it
// has a limit shows between these noises, relative to the variance of the pre-activation: the
// dimension is a ratio of small whole numbers or at least not a thousandth.
constexpr double kLittleNoise = 1e-12;
constexpr double kLessNoise = 1e-16;
constexpr double kSameEntropy = 0.005;

absl::StatusOr<bool> DivergesWithoutNoise(const Network& network, SolverOptions options) {
  const int depth = network.depth();
  double potentials[2];
  for (int i = 0; i < 2; ++i) {
    const double noise =
        (i == 0 ? kLittleNoise : kLessNoise) * network.preactivation_moment(depth - 1);
    INFOFLOW_ASSIGN_OR_RETURN(const Network noisy, network.Truncated(depth, noise));
    INFOFLOW_ASSIGN_OR_RETURN(const Solution solution, Solve(noisy, options));
    potentials[i] = solution.best().potential;
  }
  return std::abs(potentials[0] - potentials[1]) > kSameEntropy;
}

FixedPoint ToFixedPoint(const Network& network, const SearchResult& result) {
  FixedPoint point{Potential(network, result.state, result.spectral_argument),
                   result.state,
                   {},
                   result.spectral_argument,
                   result.iterations,
                   result.residual,
                   result.converged};
  for (int l = 0; l < network.depth(); ++l) {
    const Spectrum& spectrum = *network.layer(l).spectrum;
    const auto weight_variance = spectrum.gaussian_weight_variance();
    point.theta.push_back(weight_variance.has_value()
                              ? *weight_variance * result.state.output_score[l] *
                                    result.state.input_error[l]
                              : SpectralTheta(spectrum, result.spectral_argument[l]));
  }
  return point;
}

absl::Status CheckOptions(const Network& network, const SolverOptions& options) {
  if (!(options.tolerance > 0.0) || options.max_iterations < 1) {
    return absl::InvalidArgumentError("a solver needs a tolerance > 0 and at least 1 iteration");
  }
  if (options.warm_start.empty()) return absl::OkStatus();
  if (static_cast<int>(options.warm_start.size()) != network.depth()) {
    return absl::InvalidArgumentError(absl::StrCat("a warm start needs one V for each of ",
                                                   network.depth(), " layers, not ",
                                                   options.warm_start.size()));
  }
  for (const double error : options.warm_start) {
    if (!(error > 0.0) || !std::isfinite(error)) {
      return absl::InvalidArgumentError(
          absl::StrCat("a warm start holds V = ", FormatDouble(error), "; it must be positive"));
    }
  }
  return absl::OkStatus();
}

// An unstable end of an accelerated search is not what sweeps lead to: those decide.
absl::StatusOr<SearchResult> SearchStable(const Network& network,
                                          const std::vector<LayerRule>& rules,
                                          const std::vector<double>& start,
                                          const std::vector<SearchResult>& known,
                                          const SearchOptions& options, SaddleChannels& channels) {
  absl::StatusOr<SearchResult> result =
      SearchSaddle(network, rules, start, known, options, channels);
  if (!options.accelerate || (result.ok() && result->converged && result->stable)) return result;
  SearchOptions plain = options;
  plain.accelerate = false;
  return SearchSaddle(network, rules, start, known, plain, channels);
}

}  // namespace

absl::StatusOr<Solution> Solve(const Network& network, const SolverOptions& options) {
  if (const absl::Status status = CheckOptions(network, options); !status.ok()) return status;
  const std::vector<LayerRule> rules = Rules(network, options.algorithm);
  const std::vector<LayerRule> message_passing = Rules(network, Algorithm::kAuto);
  const SearchOptions search = {options.tolerance, options.max_iterations, options.accelerate};
  SaddleChannels channels(network);
  Solution solution;
  std::vector<SearchResult> known;
  absl::Status failure;
  double residual = 0.0;
  int uninformed = -1;
  const std::vector<std::vector<double>> starts = Starts(network, options);
  const int ignorant_start = options.warm_start.empty() ? 0 : (options.warm_and_ignorant ? 1 : -1);
  for (int i = 0; i < static_cast<int>(starts.size()); ++i) {
    absl::StatusOr<SearchResult> result =
        SearchStable(network, rules, starts[i], known, search, channels);
    const auto usable = [&] {
      return result.ok() && result->converged && IsConsistent(network, rules, *result);
    };
    if (!usable() && options.algorithm == Algorithm::kFixedPoint) {
      // Where A V = gamma(s) keeps having no solution next to the last one.
      result = SearchStable(network, message_passing, starts[i], known, search, channels);
    }
    if (!result.ok()) {
      failure.Update(result.status());
      ++solution.discarded_starts;
      continue;
    }
    residual = std::max(residual, result->residual);
    if (!usable() && !(options.allow_unconverged && !result->converged)) {
      ++solution.discarded_starts;
      continue;
    }
    int index = result->known;
    for (int k = 0; index < 0 && k < static_cast<int>(known.size()); ++k) {
      if (SameErrors(known[k].state, result->state)) index = k;
    }
    if (index < 0) {
      index = static_cast<int>(known.size());
      known.push_back(*std::move(result));
    }
    if (i == ignorant_start) uninformed = index;
  }
  // An output without noise may leave no fixed point at all, or one at V = 0.
  const bool determined = std::any_of(known.begin(), known.end(), [&](const SearchResult& result) {
    return OutputDeterminesInput(network, result.state);
  });
  if (network.layers().back().noise == 0.0 && (determined || known.empty())) {
    INFOFLOW_ASSIGN_OR_RETURN(const bool diverges, DivergesWithoutNoise(network, options));
    if (diverges) {
      return absl::OutOfRangeError(
          "the entropy diverges to minus infinity: the output has no noise and determines its "
          "input; give the last layer noise > 0");
    }
  }
  if (known.empty()) {
    if (!failure.ok()) return failure;
    return absl::DeadlineExceededError(absl::StrCat("no fixed point after ", options.max_iterations,
                                                    " iterations: the residual is still ",
                                                    FormatDouble(residual)));
  }
  for (int k = 0; k < static_cast<int>(known.size()); ++k) {
    solution.fixed_points.push_back(ToFixedPoint(network, known[k]));
  }
  const SaddleState ignorant =
      uninformed >= 0 ? known[uninformed].state : SaddleState(network.depth());
  std::stable_sort(
      solution.fixed_points.begin(), solution.fixed_points.end(),
      [](const FixedPoint& a, const FixedPoint& b) { return a.potential < b.potential; });
  for (int k = 0; uninformed >= 0 && k < static_cast<int>(solution.fixed_points.size()); ++k) {
    if (SameErrors(solution.fixed_points[k].state, ignorant)) solution.uninformed = k;
  }
  solution.channel_evaluations = channels.evaluations();
  solution.interface_evaluations = channels.interface_evaluations();
  return solution;
}

}  // namespace infoflow::replica
