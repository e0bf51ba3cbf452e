#include "infoflow/ising/sampling/metropolis.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/random/distributions.h"
#include "infoflow/support/kernel.h"

namespace infoflow::ising {

namespace {

constexpr std::uint64_t kAlways = std::uint64_t{1} << 32;

// Number of unlike neighbours from which a flip is accepted without asking for a random word.
int LeastUnlike(const MetropolisThresholds& thresholds) {
  if (thresholds.four == kAlways) return 0;
  return thresholds.two == kAlways ? 1 : 2;
}

// Updates the `count` spins of one sublattice (bits 0 or 1), whose neighbours are the elements i of
// `above`, `below`, `beside` and `other`. With u unlike neighbours, spin i is flipped if
// u >= least_unlike, or if u = 1 and random[i] < two, or if u = 0 and random[i] < four.
INFOFLOW_KERNEL void UpdateSublattice(int count, const std::uint8_t* __restrict above,
                                      const std::uint8_t* __restrict below,
                                      const std::uint8_t* __restrict beside,
                                      const std::uint8_t* __restrict other,
                                      const std::uint32_t* __restrict random, int least_unlike,
                                      std::uint32_t two, std::uint32_t four,
                                      std::uint8_t* __restrict spins) {
  const std::uint8_t least = static_cast<std::uint8_t>(least_unlike);
  for (int i = 0; i < count; ++i) {
    const std::uint8_t spin = spins[i];
    const std::uint8_t unlike = static_cast<std::uint8_t>((spin ^ above[i]) + (spin ^ below[i]) +
                                                          (spin ^ beside[i]) + (spin ^ other[i]));
    const std::uint32_t threshold = unlike == 0 ? four : two;
    const bool flip = (unlike >= least) | (random[i] < threshold);
    spins[i] = static_cast<std::uint8_t>(spin ^ (flip ? 1 : 0));
  }
}

}  // namespace

MetropolisThresholds::MetropolisThresholds(double coupling)
    : two(random::Bernoulli(std::exp(-4.0 * coupling)).threshold()),
      four(random::Bernoulli(std::exp(-8.0 * coupling)).threshold()) {}

MetropolisChain::MetropolisChain(int side, double coupling, UpdateOrder order, std::uint64_t seed,
                                 std::uint32_t index)
    : side_(side),
      order_(order),
      thresholds_(coupling),
      stream_(seed, random::StreamUse::kSweep, index),
      spins_(order == UpdateOrder::kSequential ? static_cast<std::size_t>(side) * side
                                               : static_cast<std::size_t>(side) * (side + 2),
             1),
      shifted_(order == UpdateOrder::kSequential ? 0 : static_cast<std::size_t>(side) * side / 2),
      random_(static_cast<std::size_t>(side) * side) {}

std::size_t MetropolisChain::Place(int x, int y) const {
  if (order_ == UpdateOrder::kSequential) return static_cast<std::size_t>(y) * side_ + x;
  const std::size_t half = side_ / 2;
  return ((x + y) % 2 * static_cast<std::size_t>(side_ + 2) + 1 + y) * half + x / 2;
}

std::uint8_t* MetropolisChain::Sublattice(int parity) { return spins_.data() + Place(parity, 0); }

void MetropolisChain::CopyBorders(int parity) {
  const int half = side_ / 2;
  std::uint8_t* first = Sublattice(parity);
  std::copy_n(first + (side_ - 1) * half, half, first - half);
  std::copy_n(first, half, first + side_ * half);
}

absl::StatusOr<MetropolisChain> MetropolisChain::Create(int side, double coupling,
                                                        UpdateOrder order, bool start_ordered,
                                                        std::uint64_t seed, std::uint32_t index) {
  if (side < 2 || side > kLargestSampledSide) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the lattice has side %d; Metropolis updates take 2 to %d", side, kLargestSampledSide));
  }
  if (order == UpdateOrder::kCheckerboard && side % 2 != 0) {
    return absl::InvalidArgumentError(
        absl::StrFormat("the lattice has side %d; the checkerboard order needs an even one "
                        "(sequential order, Wolff and Swendsen-Wang take any)",
                        side));
  }
  if (!(coupling >= 0.0)) {
    return absl::InvalidArgumentError(
        absl::StrFormat("coupling is %g; it must be a number of at least 0", coupling));
  }
  MetropolisChain chain(side, coupling, order, seed, index);
  if (!start_ordered) {
    random::Stream start(seed, random::StreamUse::kInitialState, index);
    start.Fill(absl::MakeSpan(chain.random_));
    std::size_t i = 0;
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        chain.spins_[chain.Place(x, y)] = static_cast<std::uint8_t>(chain.random_[i++] & 1);
      }
    }
    if (order == UpdateOrder::kCheckerboard) {
      for (const int parity : {0, 1}) chain.CopyBorders(parity);
    }
  }
  return chain;
}

void MetropolisChain::Sweep() {
  stream_.Fill(absl::MakeSpan(random_));
  if (order_ == UpdateOrder::kCheckerboard) {
    SweepCheckerboard();
  } else {
    SweepSequential();
  }
}

void MetropolisChain::SweepCheckerboard() {
  const int half = side_ / 2;
  const int sublattice = side_ * half;
  for (int parity = 0; parity < 2; ++parity) {
    const std::uint8_t* others = Sublattice(1 - parity);
    // Element j of row y stands at x = 2 j + (y + parity) % 2: its neighbours in the row are
    // element j of the other sublattice and the one after (odd y + parity) or before it.
    for (int y = 0; y < side_; ++y) {
      const std::uint8_t* row = others + y * half;
      std::uint8_t* shifted = shifted_.data() + y * half;
      if ((y + parity) % 2 != 0) {
        std::copy_n(row + 1, half - 1, shifted);
        shifted[half - 1] = row[0];
      } else {
        std::copy_n(row, half - 1, shifted + 1);
        shifted[0] = row[half - 1];
      }
    }
    RunKernel<UpdateSublattice>(sublattice, others - half, others + half, others, shifted_.data(),
                                random_.data() + parity * sublattice, LeastUnlike(thresholds_),
                                static_cast<std::uint32_t>(thresholds_.two),
                                static_cast<std::uint32_t>(thresholds_.four), Sublattice(parity));
    CopyBorders(parity);
  }
}

void MetropolisChain::SweepSequential() {
  int i = 0;
  for (int y = 0; y < side_; ++y) {
    const int above = (y == 0 ? side_ - 1 : y - 1) * side_;
    const int below = (y == side_ - 1 ? 0 : y + 1) * side_;
    const int row = y * side_;
    for (int x = 0; x < side_; ++x, ++i) {
      const int left = row + (x == 0 ? side_ - 1 : x - 1);
      const int right = row + (x == side_ - 1 ? 0 : x + 1);
      const std::uint8_t spin = spins_[i];
      const int unlike = (spin ^ spins_[above + x]) + (spin ^ spins_[below + x]) +
                         (spin ^ spins_[left]) + (spin ^ spins_[right]);
      const std::uint64_t threshold = unlike >= 2   ? kAlways
                                      : unlike == 1 ? thresholds_.two
                                                    : thresholds_.four;
      if (random_[i] < threshold) spins_[i] = static_cast<std::uint8_t>(spin ^ 1);
    }
  }
}

void MetropolisChain::Snapshot(absl::Span<std::uint64_t> words) const {
  std::fill(words.begin(), words.end(), 0);
  int i = 0;
  for (int y = 0; y < side_; ++y) {
    for (int x = 0; x < side_; ++x, ++i) {
      words[i / 64] |= static_cast<std::uint64_t>(spins_[Place(x, y)]) << (i % 64);
    }
  }
}

}  // namespace infoflow::ising
