#include "infoflow/ising/chain/coarse_graining.h"

#include <cmath>
#include <utility>

#include "infoflow/ising/chain/divergence.h"
#include "infoflow/ising/chain/transition.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

namespace {

using Transition = ChainTransition;
constexpr int kPlus = Transition::kPlus;
constexpr int kMinus = Transition::kMinus;

// s(t^{j+k}) - s(t^k) = I(s_j; s_{j+k} | s_0): the relative entropy of P^k(s_j -> .) against its
// mixture P^{j+k}(s_0 -> .), from which it differs by t^k times the weight of the other s_j.
double EntropyGain(const Chain& chain, const ChainSpacing& j, const Transition& k,
                   const ChainSpacing& sum) {
  const Transition first(chain.KeepEvery(j));
  const Transition both(chain.KeepEvery(sum));
  RelativeEntropies total;
  for (const int start : {kPlus, kMinus}) {
    for (const int middle : {kPlus, kMinus}) {
      const double weight = first.stationary[start] * first.probability[start][middle];
      const double other_weight = first.probability[start][1 - middle];
      for (const int end : {kPlus, kMinus}) {
        const double difference = (end == middle ? k.ratio : -k.ratio) * other_weight;
        internal::AddDivergence(weight, {k.probability[middle][end]},
                                {both.probability[start][end]}, difference, total);
      }
    }
  }
  return total.forward;
}

// H(s_j | s_0, s_{j+k}).
double BridgeEntropy(const Chain& chain, std::int64_t j, std::int64_t k) {
  const Transition first(chain.KeepEvery(SpacingOf(j)));
  const Transition second(chain.KeepEvery(SpacingOf(k)));
  double sum = 0.0;
  for (const int start : {kPlus, kMinus}) {
    for (const int end : {kPlus, kMinus}) {
      const double through_plus = first.probability[start][kPlus] * second.probability[kPlus][end];
      const double through_minus =
          first.probability[start][kMinus] * second.probability[kMinus][end];
      const double either = through_plus + through_minus;
      if (!(either > 0.0)) continue;
      sum += first.stationary[start] * either *
             internal::BinaryEntropy(through_plus / either, through_minus / either);
    }
  }
  return sum;
}

// H(s_1..s_{b-1} | s_0, s_b) for b and b + 1, b >= 1: the middle spin first, then both halves.
std::pair<double, double> StretchEntropies(const Chain& chain, std::int64_t bonds) {
  if (bonds == 1) return {0.0, BridgeEntropy(chain, 1, 1)};
  const std::int64_t half = bonds / 2;
  const auto [small, large] = StretchEntropies(chain, half);
  const double uneven = BridgeEntropy(chain, half, half + 1) + small + large;
  if (bonds % 2 == 0) return {BridgeEntropy(chain, half, half) + 2.0 * small, uneven};
  return {uneven, BridgeEntropy(chain, half + 1, half + 1) + 2.0 * large};
}

ChainSpacing OneLess(const ChainSpacing& spacing) {
  ChainSpacing less = spacing;
  less.odd = !spacing.odd;
  // From 2^53 on a double has no room for the one.
  if (spacing.count < 9e15) {
    less.count = less.base = spacing.count - 1.0;
    less.exponent = 1.0;
  }
  return less;
}

}  // namespace

absl::StatusOr<ChainCoarseGraining> CoarseGrainChain(const Chain& chain, std::int64_t blocking) {
  INFOFLOW_ASSIGN_OR_RETURN(const ChainSpacing spacing, MakeChainSpacing(blocking, 1));
  const Chain second = chain.KeepEvery(SpacingOf(2));
  const double b = spacing.count;
  ChainCoarseGraining result;
  result.fine_entropy = chain.entropy_per_site();
  result.kept_entropy = chain.KeepEvery(spacing).entropy_per_site();
  result.lost_information = StretchEntropies(chain, blocking).first / b;
  result.entropy_gain = ChainEntropyGain(chain, spacing);
  result.mutual_information = (result.entropy_gain + ChainEntropyGain(chain, SpacingOf(2))) / b;
  result.relative_entropy_to_uniform =
      result.mutual_information +
      ((b - 2.0) * chain.negentropy_per_site() + second.negentropy_per_site()) / b;
  return result;
}

double ChainEntropyGain(const Chain& chain, const ChainSpacing& spacing) {
  if (spacing.count == 1.0) return 0.0;
  return EntropyGain(chain, OneLess(spacing), Transition(chain), spacing);
}

}  // namespace infoflow::ising
