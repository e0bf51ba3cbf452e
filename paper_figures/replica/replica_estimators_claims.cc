#include "paper_figures/replica/replica_estimators_claims.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/types/span.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::paper_figures {

namespace {

using Curve = absl::Span<const EstimatorRow>;

// A smooth curve changes by a few per cent a step; a jump by a factor of 2 and more.
constexpr double kLeastJump = 2.0;
// The noise at which the jumps are where the claims say.
constexpr double kJumpNoise = 1e-5;
// Above it the noise matters beside the weights even at sigma = 10.
constexpr double kSmallNoise = 1e-2;
// In fewer units, single draws of the weights or of two samples scatter as widely as the bounds.
constexpr int kManyUnits = 50;
// With fewer weight scales the last step is too wide to tell a maximum before it.
constexpr int kManySigmas = 5;

constexpr char kFewUnits[] = "a claim about many units, and there are less than 50";
constexpr char kMuchNoise[] = "a claim about little noise, and there is more than 0.01";
constexpr char kOtherNoise[] = "the jumps are known for a noise of 1e-5";

Curve CurveOf(const EstimatorRecord& record, TwoLayerActivation activation, int layer) {
  const std::size_t points = record.rows.size() / 6;
  return Curve(record.rows)
      .subspan((static_cast<int>(activation) * 2 + layer - 1) * points, points);
}

// Of the linear network, over both layers and all scales.
struct LinearComparison {
  double largest_error = 0.0;          // |replica - exact|
  double least_excess = HUGE_VAL;      // nearest neighbours - replica
  double largest_mixture = -HUGE_VAL;  // mixture upper - replica, where samples are separate
};

LinearComparison CompareLinear(const EstimatorParameters& p, const EstimatorRecord& record) {
  LinearComparison comparison;
  for (int layer = 1; layer <= 2; ++layer) {
    for (const EstimatorRow& row : CurveOf(record, TwoLayerActivation::kLinear, layer)) {
      comparison.largest_error =
          std::max(comparison.largest_error, std::abs(row.replica - row.exact_linear));
      comparison.least_excess =
          std::min(comparison.least_excess, row.samples.nearest_neighbour - row.replica);
      // The lower bound is then at its greatest, the noise's entropy + ln P.
      const double noise_entropy = 0.5 * std::log(2.0 * numerics::kPi * M_E * p.noise);
      const double separate = 0.99 * std::log(p.samples) / p.units;
      if (row.samples.mixture_lower - noise_entropy < separate) continue;
      comparison.largest_mixture =
          std::max(comparison.largest_mixture, row.samples.mixture_upper - row.replica);
    }
  }
  return comparison;
}

// From the maximum of `quantity` to the last scale, the lesser of both layers' for hardtanh.
double LeastFall(const EstimatorRecord& record, double EstimatorRow::*quantity) {
  double least = HUGE_VAL;
  for (int layer = 1; layer <= 2; ++layer) {
    const Curve curve = CurveOf(record, TwoLayerActivation::kHardtanh, layer);
    double peak = -HUGE_VAL;
    for (const EstimatorRow& row : curve) peak = std::max(peak, row.*quantity);
    least = std::min(least, peak - curve.back().*quantity);
  }
  return least;
}

// Steps of the scale at which entropy or information does not rise with ReLU.
int ReluFalls(const EstimatorRecord& record) {
  int falls = 0;
  for (int layer = 1; layer <= 2; ++layer) {
    const Curve curve = CurveOf(record, TwoLayerActivation::kRelu, layer);
    for (std::size_t i = 1; i < curve.size(); ++i) {
      falls += !(curve[i].replica > curve[i - 1].replica);
      falls += !(curve[i].information > curve[i - 1].information);
    }
  }
  return falls;
}

// Largest |rise with ReLU / rise of linear layers - 1/2| in the last step.
double WorstReluSlope(const EstimatorRecord& record) {
  double worst = 0.0;
  for (int layer = 1; layer <= 2; ++layer) {
    const auto last_rise = [&](TwoLayerActivation activation) {
      const Curve curve = CurveOf(record, activation, layer);
      return curve.back().replica - curve[curve.size() - 2].replica;
    };
    const double ratio =
        last_rise(TwoLayerActivation::kRelu) / last_rise(TwoLayerActivation::kLinear);
    worst = std::max(worst, std::abs(ratio - 0.5));
  }
  return worst;
}

}  // namespace

double JumpPosition(const std::vector<JumpRow>& rows) {
  const auto growth = [&](std::size_t i) { return rows[i].error / rows[i - 1].error; };
  std::size_t jump = 1;
  for (std::size_t i = 2; i < rows.size(); ++i) {
    if (growth(i) > growth(jump)) jump = i;
  }
  if (growth(jump) < kLeastJump) return std::numeric_limits<double>::quiet_NaN();
  return 0.5 * (rows[jump - 1].sigma + rows[jump].sigma);
}

ClaimList EstimatorClaims(const EstimatorParameters& p, const EstimatorRecord& record) {
  const LinearComparison linear = CompareLinear(p, record);
  ClaimList claims;
  claims
      .Add("linear_exact",
           "For linear layers the replica formula gives the exact entropy, up to the finite size.")
      .Inferred()
      .Measured("largest |replica - exact| (nats per unit), bound 2 ln(n)/n", linear.largest_error)
      .DecidedIf(p.units >= kManyUnits, kFewUnits)
      .AtMost(2.0 * std::log(p.units) / p.units);
  claims
      .Add("neighbours_overestimate",
           "Nearest neighbours overestimate the entropy in high dimension.")
      .Inferred()
      .Measured("least (k-NN - replica) for linear layers (nats per unit)", linear.least_excess)
      .DecidedIf(p.units >= kManyUnits, kFewUnits)
      .Above(0.0);
  claims
      .Add("mixture_saturates",
           "The mixture bounds saturate at ln P: their upper bound on the mixture's entropy does "
           "not bound that of the layer, and lies below it once the samples separate.")
      .Inferred()
      .Refines("mixture bounds overestimate the entropy")
      .Measured("largest (mixture upper - replica) for linear layers (nats per unit)",
                linear.largest_mixture)
      .DecidedIf(linear.largest_mixture > -HUGE_VAL, "the samples do not separate at any scale")
      .Below(0.0);
  claims
      .Add("hardtanh_maximum",
           "With hardtanh the entropy has a maximum and then falls, in both layers.")
      .Inferred()
      .Measured("least fall from the maximum to sigma = 10 (nats per unit)",
                LeastFall(record, &EstimatorRow::replica))
      .DecidedIf(p.sigmas >= kManySigmas, "a maximum needs five weight scales to be seen")
      .Above(0.0);
  claims.Add("relu_rises", "With ReLU entropy and mutual information only rise.")
      .Inferred()
      .Measured("steps at which one falls", ReluFalls(record))
      .AtMost(0.0);
  claims.Add("relu_half_slope", "They rise with half the slope of linear layers.")
      .Measured("largest |ratio of slopes - 1/2| at sigma = 10", WorstReluSlope(record))
      .DecidedIf(p.noise <= kSmallNoise, kMuchNoise)
      .AtMost(0.02);
  claims
      .Add("information_maximum",
           "Mutual information behaves alike: with hardtanh it has a maximum and falls.")
      .Inferred()
      .Measured("least fall from the maximum to sigma = 10 (nats per unit)",
                LeastFall(record, &EstimatorRow::information))
      .DecidedIf(p.noise <= kSmallNoise, kMuchNoise)
      .Above(0.0);
  claims
      .Add("first_jump",
           "The minimum for hardtanh jumps to another branch between sigma = 2.0 and 2.5.")
      .Inferred()
      .Refines("one curve per activation, without a jump")
      .Measured("|sigma of the jump - 2.25|", std::abs(JumpPosition(record.first_jump) - 2.25))
      .DecidedIf(p.noise == kJumpNoise, kOtherNoise)
      .AtMost(0.25);
  claims.Add("second_jump", "It jumps once more between 6.8 and 7.3.")
      .Inferred()
      .Refines("one curve per activation, without a jump")
      .Measured("|sigma of the jump - 7.05|", std::abs(JumpPosition(record.second_jump) - 7.05))
      .DecidedIf(p.noise == kJumpNoise, kOtherNoise)
      .AtMost(0.25);
  return claims;
}

}  // namespace infoflow::paper_figures
