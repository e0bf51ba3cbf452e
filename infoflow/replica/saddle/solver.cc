#include "infoflow/replica/saddle/solver.h"

#include <algorithm>
#include <cmath>
#include <string>
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
  if (!(options.tolerance >= kSmallestTolerance && options.tolerance <= kLargestTolerance)) {
    return absl::InvalidArgumentError(absl::StrCat("tolerance=", FormatDouble(options.tolerance),
                                                   ": must be a number from ", kSmallestTolerance,
                                                   " to ", kLargestTolerance));
  }
  if (options.max_iterations < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("max_iterations=", options.max_iterations, ": must be at least 1"));
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
  // Many more sweeps where one takes too long are no way out.
  if (absl::IsResourceExhausted(result.status())) return result;
  SearchOptions plain = options;
  plain.accelerate = false;
  return SearchSaddle(network, rules, start, known, plain, channels);
}

// Above this sensitivity the rounding of messages, some 1e-15, moves a fixed point by more than the
// tolerance allows.
constexpr double kInsensitive = 1e5;

// A chain that is nearly invertible keeps its messages almost as they are whatever they are: its
// fixed point is where 1 - A V, of the order of sqrt(D), agrees on both sides of a layer, and no
// residual of messages shows that. Excesses in closed form do: vector message passing that starts
// from them finds the fixed point in some tens of sweeps. Leaves `result` as it is where they are
// not known well enough, or where sweeps do not end in one state.
void Refine(const Network& network, const SearchOptions& options, SaddleChannels& channels,
            SearchResult& result) {
  constexpr double kKnownWell = 1e-11;  // error of an excess
  constexpr double kElsewhere = 0.25;   // V of the second start
  constexpr double kSameEnd = 1e-9;
  constexpr int kFewSweeps = 300;
  if (!(result.sensitivity > kInsensitive) || ExcessError(result.state) > kKnownWell) return;
  SearchOptions plain = options;
  plain.accelerate = false;
  plain.tolerance = kSmallestTolerance;
  plain.max_iterations = std::min(options.max_iterations, kFewSweeps);
  const std::vector<LayerRule> rules(network.depth(), LayerRule::kVamp);
  std::vector<double> start = result.state.input_error;
  absl::StatusOr<SearchResult> refined = SearchSaddle(network, rules, start, {}, plain, channels);
  if (!refined.ok() || !refined->converged) return;
  // A direction in which sweeps hardly move shows as two ends.
  for (double& error : start) error *= kElsewhere;
  const absl::StatusOr<SearchResult> other =
      SearchSaddle(network, rules, start, {}, plain, channels);
  if (!other.ok() || !other->converged || !(LogDistance(refined->state, other->state) < kSameEnd)) {
    return;
  }
  refined->iterations += result.iterations;
  refined->sensitivity = 1.0;
  result = *std::move(refined);
}

// Whether rounding leaves the messages of a fixed point their digits.
bool IsResolved(const Network& network, const SearchResult& result) {
  // Without noise what is sensitive is on its way to V = 0.
  if (network.layers().back().noise == 0.0) return true;
  constexpr double kLargestError = 3e-6;
  // Of channels in closed form and of those that are summed up.
  constexpr double kRounding = 1e-14, kQuadrature = 1e-12;
  const double error = ExcessError(result.state) > 0.0 ? kQuadrature : kRounding;
  return result.sensitivity * error < kLargestError;
}

// A solution, and whether all of its fixed points are resolved.
struct Outcome {
  Solution solution;
  bool resolved = true;
};

absl::StatusOr<Outcome> FindFixedPoints(const Network& network, const SolverOptions& options);

// H(T_L) behaves like (dimension/2) ln D as the noise D of the output goes to zero. Whether it
// has a limit shows between these noises, relative to the variance of the pre-activation: the
// dimension is a ratio of small whole numbers or at least not a thousandth.
constexpr double kLittleNoise = 1e-12;
constexpr double kLessNoise = 1e-16;
constexpr double kSameEntropy = 0.005;

absl::StatusOr<bool> DivergesWithoutNoise(const Network& network, const SolverOptions& options) {
  const int depth = network.depth();
  double potentials[2];
  for (int i = 0; i < 2; ++i) {
    const double noise =
        (i == 0 ? kLittleNoise : kLessNoise) * network.preactivation_moment(depth - 1);
    INFOFLOW_ASSIGN_OR_RETURN(const Network noisy, network.Truncated(depth, noise));
    // A potential does not feel the rounding of its fixed point.
    INFOFLOW_ASSIGN_OR_RETURN(const Outcome outcome, FindFixedPoints(noisy, options));
    potentials[i] = outcome.solution.best().potential;
  }
  return std::abs(potentials[0] - potentials[1]) > kSameEntropy;
}

absl::StatusOr<Outcome> FindFixedPoints(const Network& network, const SolverOptions& options) {
  const std::vector<LayerRule> rules = Rules(network, options.algorithm);
  const std::vector<LayerRule> message_passing = Rules(network, Algorithm::kAuto);
  const SearchOptions search = {options.tolerance, options.max_iterations, options.accelerate};
  SaddleChannels channels(network);
  Outcome outcome;
  Solution& solution = outcome.solution;
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
    if (result->converged && result->known < 0) Refine(network, search, channels, *result);
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
  for (const SearchResult& result : known) {
    solution.fixed_points.push_back(ToFixedPoint(network, result));
    if (!IsResolved(network, result)) {
      outcome.resolved = false;
      solution.fixed_points.back().converged = false;
    }
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
  return outcome;
}

// The error for a network that is not resolved, with the least noise of its output, to a power of
// ten, at which it is.
absl::Status Unresolved(const Network& network, const SolverOptions& options) {
  const int last = network.depth() - 1;
  const double noise = network.layer(last).noise;
  const double ratio = noise / network.preactivation_moment(last);
  std::string limit;
  // Between an exponent that is refused and one that is taken to be allowed.
  for (int refused = static_cast<int>(std::floor(std::log10(ratio))), allowed = 0;
       ratio > 0.0 && allowed - refused > 1;) {
    const int middle = (refused + allowed) / 2 - ((refused + allowed) % 2 != 0 ? 1 : 0);
    const double tried = std::pow(10.0, middle) * network.preactivation_moment(last);
    const absl::StatusOr<Network> noisier = network.Truncated(last + 1, tried);
    if (!noisier.ok()) return noisier.status();
    const absl::StatusOr<Outcome> outcome = FindFixedPoints(*noisier, options);
    (outcome.ok() && outcome->resolved ? allowed : refused) = middle;
    if (allowed < 0) limit = absl::StrCat("; the smallest ratio allowed here is 1e", allowed);
  }
  return absl::OutOfRangeError(absl::StrCat(
      "layer ", last + 1, ": noise=", FormatDouble(noise), " is ", ratio,
      " of the variance of the pre-activation, and this network nearly determines its input: its "
      "mean squared error is lost in the rounding of messages, while the entropy is not",
      limit));
}

}  // namespace

absl::StatusOr<Solution> Solve(const Network& network, const SolverOptions& options) {
  INFOFLOW_RETURN_IF_ERROR(CheckOptions(network, options));
  INFOFLOW_ASSIGN_OR_RETURN(Outcome outcome, FindFixedPoints(network, options));
  if (!outcome.resolved && !options.allow_unconverged) return Unresolved(network, options);
  return std::move(outcome.solution);
}

}  // namespace infoflow::replica
