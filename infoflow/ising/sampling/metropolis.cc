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

constexpr std::uint32_t kLargestWord = 0xffffffff;

// Updates the `count` spins of one sublattice (bits 0 or 1), whose neighbours are the elements i of
// `above`, `below`, `beside` and `other`, by Metropolis' rule: spin i is flipped if it has two or
// more unlike neighbours, or one and random[i] < one, or none and random[i] < none.
INFOFLOW_KERNEL void UpdateByMetropolis(int count, const std::uint8_t* __restrict above,
                                        const std::uint8_t* __restrict below,
                                        const std::uint8_t* __restrict beside,
                                        const std::uint8_t* __restrict other,
                                        const std::uint32_t* __restrict random, std::uint32_t one,
                                        std::uint32_t none, std::uint8_t* __restrict spins) {
  for (int i = 0; i < count; ++i) {
    const std::uint8_t spin = spins[i];
    const std::uint8_t unlike = static_cast<std::uint8_t>((spin ^ above[i]) + (spin ^ below[i]) +
                                                          (spin ^ beside[i]) + (spin ^ other[i]));
    const std::uint32_t threshold = unlike == 0 ? none : one;
    const bool flip = (unlike >= 2) | (random[i] < threshold);
    spins[i] = static_cast<std::uint8_t>(spin ^ (flip ? 1 : 0));
  }
}

// The same by the heat bath: spin i is flipped if random[i] < below[5 spin + its number of unlike
// neighbours].
INFOFLOW_KERNEL void UpdateByHeatBath(int count, const std::uint8_t* __restrict above,
                                      const std::uint8_t* __restrict below_it,
                                      const std::uint8_t* __restrict beside,
                                      const std::uint8_t* __restrict other,
                                      const std::uint32_t* __restrict random,
                                      const std::uint32_t* __restrict below,
                                      std::uint8_t* __restrict spins) {
  for (int i = 0; i < count; ++i) {
    const std::uint8_t spin = spins[i];
    const int entry = 5 * spin + (spin ^ above[i]) + (spin ^ below_it[i]) + (spin ^ beside[i]) +
                      (spin ^ other[i]);
    spins[i] = static_cast<std::uint8_t>(spin ^ (random[i] < below[entry] ? 1 : 0));
  }
}

}  // namespace

MetropolisChain::MetropolisChain(int side, double coupling, double field, UpdateOrder order,
                                 std::uint64_t seed, std::uint32_t index)
    : side_(side),
      field_(field),
      order_(order),
      rule_(RuleFor(side, coupling, field)),
      thresholds_(rule_, coupling, field),
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
                                                        std::uint64_t seed, std::uint32_t index,
                                                        double field) {
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
  if (std::isnan(coupling) || !std::isfinite(field) ||
      (std::isinf(coupling) && (coupling < 0.0 || field != 0.0))) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "coupling and field are %g and %g over the temperature; they must be finite "
        "numbers",
        coupling, field));
  }
  MetropolisChain chain(side, coupling, field, order, seed, index);
  if (!start_ordered) {
    random::Stream start(seed, random::StreamUse::kInitialState, index);
    start.Fill(absl::MakeSpan(chain.random_));
  }
  std::size_t i = 0;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x, ++i) {
      chain.spins_[chain.Place(x, y)] = start_ordered
                                            ? (GroundStateSpin(x, y, coupling, field) ? 1 : 0)
                                            : static_cast<std::uint8_t>(chain.random_[i] & 1);
    }
  }
  if (order == UpdateOrder::kCheckerboard) {
    for (const int parity : {0, 1}) chain.CopyBorders(parity);
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
  if (field_ != 0.0) TurnAll();
}

void MetropolisChain::TurnAll() {
  const int sites = side_ * side_;
  // Borders of the checkerboard's sublattices hold copies.
  int up = 0;
  for (int y = 0; y < side_; ++y) {
    for (int x = 0; x < side_; ++x) up += spins_[Place(x, y)];
  }
  const double turned = 1.0 / (1.0 + std::exp(2.0 * field_ * (2.0 * up - sites)));
  if (!(random::UniformDouble(stream_) < turned)) return;
  for (std::uint8_t& spin : spins_) spin ^= 1;
}

void MetropolisChain::SweepCheckerboard() {
  const int half = side_ / 2;
  const int sublattice = side_ * half;
  // Of the heat bath; a probability of 1, of no finite coupling, is taken 2^-32 lower.
  std::uint32_t below[2 * 5];
  for (int i = 0; i < 2 * 5; ++i) {
    below[i] = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(thresholds_.below[i / 5][i % 5], kLargestWord));
  }
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
    const std::uint32_t* random = random_.data() + parity * sublattice;
    if (rule_ == UpdateRule::kMetropolis) {
      RunKernel<UpdateByMetropolis>(
          sublattice, others - half, others + half, others, shifted_.data(), random,
          static_cast<std::uint32_t>(thresholds_.below[1][1]),
          static_cast<std::uint32_t>(thresholds_.below[1][0]), Sublattice(parity));
    } else {
      RunKernel<UpdateByHeatBath>(sublattice, others - half, others + half, others, shifted_.data(),
                                  random, below, Sublattice(parity));
    }
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
      if (random_[i] < thresholds_.below[spin][unlike])
        spins_[i] = static_cast<std::uint8_t>(spin ^ 1);
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
