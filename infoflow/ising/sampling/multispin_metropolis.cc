#include "infoflow/ising/sampling/multispin_metropolis.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "infoflow/ising/sampling/local_update.h"
#include "infoflow/random/sfc64.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/check.h"

namespace infoflow::ising {

namespace {

using internal::kMultispinLanes;

// Keeps the streams apart from those of MetropolisChain.
constexpr std::uint32_t kFirstGroup = std::uint32_t{1} << 31;

}  // namespace

absl::StatusOr<MultispinChains> MultispinChains::Create(int side, double coupling,
                                                        bool start_ordered, std::uint64_t seed,
                                                        std::uint32_t group) {
  if (side < 2 || side > kLargestSampledSide || side % 2 != 0) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the lattice has side %d; multispin Metropolis updates go in checkerboard order, which "
        "needs an even side from 2 to %d (metropolis in sequential order, wolff and swendsen-wang "
        "take odd ones)",
        side, kLargestSampledSide));
  }
  if (!(coupling >= 0.0)) {
    return absl::InvalidArgumentError(
        absl::StrFormat("coupling is %g; it must be a number of at least 0", coupling));
  }
  MultispinChains chains;
  chains.side_ = side;
  chains.spins_.resize(static_cast<std::size_t>(side) * side);
  random::Stream start(seed, random::StreamUse::kInitialState, kFirstGroup + group);
  for (internal::MultispinWord& site : chains.spins_) {
    for (std::uint64_t& word : site.lanes)
      word = start_ordered ? ~std::uint64_t{0} : start.Next64();
  }
  random::Stream seeds(seed, random::StreamUse::kSweep, kFirstGroup + group);
  chains.engines_.resize(4);
  for (int lane = 0; lane < kMultispinLanes; ++lane) {
    const random::Sfc64::State state = random::Sfc64::Seed(seeds);
    for (int i = 0; i < 4; ++i) chains.engines_[i].lanes[lane] = state[i];
  }
  chains.random_.resize(internal::kMultispinAhead);
  chains.rule_ = RuleFor(side, coupling);
  const FlipThresholds thresholds(chains.rule_, coupling);
  chains.two_ = static_cast<std::uint32_t>(thresholds.below[1][1]);
  chains.four_ = static_cast<std::uint32_t>(thresholds.below[1][0]);
  return chains;
}

void MultispinChains::Sweep() {
  internal::MultispinState state;
  state.side = side_;
  state.spins = spins_.data();
  state.engines = engines_.data();
  state.random = random_.data();
  state.used = &used_;
  state.two = two_;
  state.four = four_;
  state.heat_bath = rule_ == UpdateRule::kHeatBath;
  internal::MultispinSweep(state);
}

void MultispinChains::Snapshot(int replicas, int first, int step, SpinSamples* samples) const {
  INFOFLOW_CHECK(replicas >= 0 && replicas <= kReplicas && samples->side() == side_);
  const int sites = side_ * side_;
  for (int begin = 0; begin < sites; begin += 64) {
    const int block = std::min(64, sites - begin);
    for (int lane = 0; 64 * lane < replicas; ++lane) {
      std::array<std::uint64_t, 64> words = {};
      for (int i = 0; i < block; ++i) {
        words[i] = spins_[begin + i].lanes[lane];
      }
      internal::TransposeBits(words.data());
      const int used = std::min(64, replicas - 64 * lane);
      for (int r = 0; r < used; ++r) {
        samples->words(first + (64 * lane + r) * step)[begin / 64] = words[r];
      }
    }
  }
}

namespace internal {

void TransposeBits(std::uint64_t* words) {
  // Halves, quarters, ... of the square change places across the diagonal.
  std::uint64_t mask = 0x00000000ffffffffull;
  for (int size = 32; size > 0; size /= 2) {
    for (int i = 0; i < 64; i = ((i | size) + 1) & ~size) {
      const std::uint64_t swapped = ((words[i] >> size) ^ words[i | size]) & mask;
      words[i] ^= swapped << size;
      words[i | size] ^= swapped;
    }
    mask ^= mask << (size / 2);
  }
}

}  // namespace internal

}  // namespace infoflow::ising
