#include "infoflow/replica/saddle/landscape.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/numerics/root_finding.h"
#include "infoflow/replica/saddle/entropy.h"
#include "infoflow/replica/saddle/saddle_channels.h"
#include "infoflow/replica/saddle/saddle_layer.h"
#include "infoflow/replica/saddle/saddle_search.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::replica {

namespace {

// Central differences of sixth order in ln V: their error is of the order of kStep^6 / 140, and
// that of the channels, 1e-14, grows to 1e-12.
constexpr double kStep = 0.01;
constexpr std::array<double, 3> kStencil = {3.0 / 4.0, -3.0 / 20.0, 1.0 / 60.0};

constexpr double kGridPerFactorOfTen = 40.0;
constexpr double kRootTolerance = 1e-13;

// V of a layer whose input is known.
constexpr double kKnownError = 1e-10;

// The prior of `network` with its error held at a value.
class HeldPrior final : public Prior {
 public:
  HeldPrior(std::shared_ptr<const Prior> prior, double error)
      : prior_(std::move(prior)), error_(error) {}
  double mean() const override { return prior_->mean(); }
  double variance() const override { return prior_->variance(); }
  ChannelResponse Observe(double) const override { return {0.0, error_, 0.0}; }

 private:
  std::shared_ptr<const Prior> prior_;
  double error_;
};

// The solution of all equations but one, before the prior is asked.
struct HeldSolution {
  double input_precision = 0.0;  // At_1
  double potential = 0.0;        // phi - J0(At_1)
};

class HeldNetwork {
 public:
  HeldNetwork(const Network& network, const SolverOptions& options)
      : network_(network), search_{options.tolerance, options.max_iterations, options.accelerate} {
    for (const Layer& layer : network.layers()) {
      const bool gaussian = layer.spectrum->gaussian_weight_variance().has_value();
      // 1/V - At of a held V may be negative on the way: the first layer solves for s.
      rules_.push_back(gaussian         ? LayerRule::kGaussian
                       : rules_.empty() ? LayerRule::kCoupling
                                        : LayerRule::kVamp);
    }
  }

  absl::StatusOr<HeldSolution> At(double error) const {
    INFOFLOW_ASSIGN_OR_RETURN(
        const Network held,
        Network::Create(std::make_shared<HeldPrior>(network_.shared_prior(), error),
                        network_.layers()));
    std::vector<double> start = {error};
    for (int l = 1; l < network_.depth(); ++l) start.push_back(network_.input_moment(l));
    INFOFLOW_ASSIGN_OR_RETURN(HeldSolution best, From(held, start));
    if (network_.depth() == 1) return best;
    std::fill(start.begin() + 1, start.end(), kKnownError);
    const absl::StatusOr<HeldSolution> informed = From(held, start);
    if (informed.ok() && informed->potential < best.potential) best = *informed;
    return best;
  }

 private:
  absl::StatusOr<HeldSolution> From(const Network& held, const std::vector<double>& start) const {
    SaddleChannels channels(held);
    INFOFLOW_ASSIGN_OR_RETURN(const SearchResult result,
                              SearchSaddle(held, rules_, start, {}, search_, channels));
    if (!result.converged) {
      return absl::DeadlineExceededError(
          absl::StrCat("the landscape at V = ", FormatDouble(start[0]), " did not converge in ",
                       search_.max_iterations, " iterations"));
    }
    return HeldSolution{result.state.input_precision[0],
                        Potential(held, result.state, result.spectral_argument)};
  }

  const Network& network_;
  SearchOptions search_;
  std::vector<LayerRule> rules_;
};

absl::StatusOr<LandscapePoint> PointAt(const Network& network, const HeldNetwork& held,
                                       double error) {
  if (!(error > 0.0) || !std::isfinite(error)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the landscape is defined for positive V, not at V = ", FormatDouble(error)));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const HeldSolution here, held.At(error));
  const ChannelResponse prior = network.prior().Observe(here.input_precision);
  double log_slope = 0.0;  // d ln At / d ln V
  for (int k = 1; k <= static_cast<int>(kStencil.size()); ++k) {
    INFOFLOW_ASSIGN_OR_RETURN(const HeldSolution above, held.At(error * std::exp(k * kStep)));
    INFOFLOW_ASSIGN_OR_RETURN(const HeldSolution below, held.At(error * std::exp(-k * kStep)));
    log_slope += kStencil[k - 1] * std::log(above.input_precision / below.input_precision) / kStep;
  }
  LandscapePoint point;
  point.error = error;
  point.potential = here.potential + prior.information;
  point.next_error = prior.variance;
  point.slope = (prior.variance - error) / 2.0 * here.input_precision / error * log_slope;
  return point;
}

// ln V0(At(V)) - ln V: negative where iteration lowers V. Zero at a fixed point.
absl::StatusOr<double> Drift(const Network& network, const HeldNetwork& held, double log_error) {
  INFOFLOW_ASSIGN_OR_RETURN(const HeldSolution solution, held.At(std::exp(log_error)));
  const double next = std::max(network.prior().Observe(solution.input_precision).variance,
                               kSmallestError * network.input_moment(0));
  return std::log(next) - log_error;
}

}  // namespace

absl::StatusOr<std::vector<LandscapePoint>> PotentialLandscape(const Network& network,
                                                               absl::Span<const double> errors,
                                                               const SolverOptions& options) {
  const HeldNetwork held(network, options);
  std::vector<LandscapePoint> points;
  points.reserve(errors.size());
  for (const double error : errors) {
    INFOFLOW_ASSIGN_OR_RETURN(const LandscapePoint point, PointAt(network, held, error));
    points.push_back(point);
  }
  return points;
}

absl::StatusOr<std::vector<LandscapeFixedPoint>> FindFixedPoints(const Network& network,
                                                                 const SolverOptions& options) {
  INFOFLOW_ASSIGN_OR_RETURN(const Solution solution, Solve(network, options));
  INFOFLOW_ASSIGN_OR_RETURN(const double noise_entropy, NoiseEntropy(network));
  const double noise_part = network.size_ratio(network.depth()) * noise_entropy;
  std::vector<LandscapeFixedPoint> points;
  for (const FixedPoint& fixed : solution.fixed_points) {
    points.push_back(
        {fixed.mean_squared_error(), fixed.potential, fixed.potential - noise_part, true});
  }
  const auto by_error = [](const LandscapeFixedPoint& a, const LandscapeFixedPoint& b) {
    return a.error < b.error;
  };
  std::sort(points.begin(), points.end(), by_error);
  if (points.size() < 2) return points;

  // Between neighbouring stable fixed points the drift changes sign an odd number of times.
  const HeldNetwork held(network, options);
  absl::Status failure;
  const auto drift = [&](double log_error) {
    const absl::StatusOr<double> value = Drift(network, held, log_error);
    if (!value.ok()) failure.Update(value.status());
    return value.ok() ? *value : 0.0;
  };
  const std::vector<LandscapeFixedPoint> stable = points;
  for (std::size_t i = 0; i + 1 < stable.size(); ++i) {
    const double low = std::log(stable[i].error), high = std::log(stable[i + 1].error);
    const int count = 2 + static_cast<int>((high - low) / std::log(10.0) * kGridPerFactorOfTen);
    // Off the ends, where the drift vanishes.
    double left = low + (high - low) / count / 2.0;
    double left_drift = drift(left);
    for (int k = 1; k < count && failure.ok(); ++k) {
      const double right = low + (high - low) * (k + 0.5) / count;
      const double right_drift = drift(right);
      if (failure.ok() && (left_drift < 0.0) != (right_drift < 0.0)) {
        INFOFLOW_ASSIGN_OR_RETURN(const numerics::Root root,
                                  numerics::FindRoot(drift, left, right, {kRootTolerance, 200}));
        INFOFLOW_RETURN_IF_ERROR(failure);
        const double error = std::exp(root.value);
        INFOFLOW_ASSIGN_OR_RETURN(const HeldSolution at, held.At(error));
        const double potential =
            at.potential + network.prior().Observe(at.input_precision).information;
        points.push_back({error, potential, potential - noise_part, right_drift < 0.0});
      }
      left = right;
      left_drift = right_drift;
    }
    INFOFLOW_RETURN_IF_ERROR(failure);
  }
  std::sort(points.begin(), points.end(), by_error);
  return points;
}

const char* PhaseName(Phase phase) {
  switch (phase) {
    case Phase::kEasy:
      return "easy";
    case Phase::kHard:
      return "hard";
    case Phase::kImpossible:
      return "impossible";
  }
  return "";
}

Phase ClassifyPhase(absl::Span<const LandscapeFixedPoint> fixed_points, double prior_variance,
                    double recovered_fraction) {
  const LandscapeFixedPoint* best = nullptr;
  const LandscapeFixedPoint* largest = nullptr;
  for (const LandscapeFixedPoint& point : fixed_points) {
    if (!point.stable) continue;
    if (best == nullptr || point.potential < best->potential) best = &point;
    if (largest == nullptr || point.error > largest->error) largest = &point;
  }
  if (best == nullptr) return Phase::kImpossible;
  if (best != largest) return Phase::kHard;
  const bool recovered = best->error < recovered_fraction * prior_variance;
  return recovered ? Phase::kEasy : Phase::kImpossible;
}

}  // namespace infoflow::replica
