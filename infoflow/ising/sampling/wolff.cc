#include "infoflow/ising/sampling/wolff.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/random/distributions.h"
#include "infoflow/support/kernel.h"

namespace infoflow::ising {

namespace {

// Words drawn at a time: enough for the fast paths of generator and comparison, few enough for the
// first cache.
constexpr std::size_t kChunk = 1024;

// Sites by which a cluster grows: those of the lattice that are turned but whose neighbours have
// not been looked at.
struct Growth {
  std::uint8_t* spins;
  std::uint8_t turned;   // what the cluster's spins have become, in bit 0
  std::uint32_t* queue;  // sites
  std::size_t end;       // of the queue
};

// Turns the spin of `site` and puts it into the queue if it is like the cluster's and `accepted`
// (1 or 0). Without branches, which could not be foretold: the site is written in any case, and
// stays if it counts.
inline void Join(std::uint32_t site, std::uint8_t accepted, Growth& growth) {
  std::uint8_t& spin = growth.spins[site];
  const std::uint8_t joins = (spin ^ growth.turned) & accepted;
  spin ^= joins;
  growth.queue[growth.end] = site;
  growth.end += joins;
}

inline void LookAround(const WolffChain::Neighbours& sites, const std::uint8_t* accepted,
                       Growth& growth) {
  Join(sites.left, accepted[0], growth);
  Join(sites.right, accepted[1], growth);
  Join(sites.above, accepted[2], growth);
  Join(sites.below, accepted[3], growth);
}

WolffChain::Neighbours NeighboursOf(std::uint32_t site, std::uint32_t side) {
  const std::uint32_t x = site % side;
  const std::uint32_t last_row = side * (side - 1);
  return {x == 0 ? site + (side - 1) : site - 1, x == side - 1 ? site - (side - 1) : site + 1,
          site < side ? site + last_row : site - side,
          site >= last_row ? site - last_row : site + side};
}

// Bits of a site.
constexpr std::uint8_t kUp = 1;
constexpr std::uint8_t kOnBorder = 2;

// Lattices whose neighbours are tabulated. On larger ones few sites lie on the border, so that a
// branch for them is foretold, and the table would leave the caches.
constexpr int kLargestTable = 64;

// accepted[i] tells whether numbers[i] is below `upper`.
INFOFLOW_KERNEL void CompareNumbers(const std::uint8_t* __restrict numbers, int count,
                                    std::uint8_t upper, std::uint8_t* __restrict accepted) {
  for (int i = 0; i < count; ++i) accepted[i] = numbers[i] < upper ? 1 : 0;
}

}  // namespace

WolffChain::WolffChain(int side, double coupling, std::uint64_t seed, std::uint32_t index)
    : side_(side),
      threshold_(random::Bernoulli(-std::expm1(-2.0 * coupling)).threshold()),
      stream_(seed, random::StreamUse::kCluster, index),
      spins_(static_cast<std::size_t>(side) * side, kUp),
      // Every spin enters once, and the place behind the last is written to in passing.
      queue_(spins_.size() + 1),
      accepted_(4 * kChunk),
      random_(kChunk),
      next_random_(kChunk) {
  if (side <= kLargestTable) {
    neighbours_.resize(spins_.size());
    for (std::uint32_t site = 0; site < spins_.size(); ++site) {
      neighbours_[site] = NeighboursOf(site, side);
    }
    return;
  }
  for (std::size_t i = 0; i < static_cast<std::size_t>(side); ++i) {
    for (const std::size_t site : {i, spins_.size() - 1 - i, i * side, (i + 1) * side - 1}) {
      spins_[site] |= kOnBorder;
    }
  }
}

absl::StatusOr<WolffChain> WolffChain::Create(int side, double coupling, std::uint64_t seed,
                                              std::uint32_t index) {
  if (side < 2 || side > kLargestSampledSide) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the lattice has side %d; Wolff clusters take 2 to %d", side, kLargestSampledSide));
  }
  if (!(coupling >= 0.0)) {
    return absl::InvalidArgumentError(
        absl::StrFormat("coupling is %g; it must be a number of at least 0", coupling));
  }
  return WolffChain(side, coupling, seed, index);
}

void WolffChain::Refill() {
  // Bytes of words are compared with the upper byte of the threshold, and only those equal to it
  // go on to the other three. A threshold of 2^32 is 255 and 2^24.
  const std::uint64_t upper = std::min<std::uint64_t>(threshold_ >> 24, 255);
  const std::uint64_t lower = threshold_ - (upper << 24);
  stream_.Fill(absl::MakeSpan(random_));
  static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the lowest byte must come first");
  std::array<std::uint8_t, 4 * kChunk> numbers;
  std::memcpy(numbers.data(), random_.data(), sizeof(numbers));
  RunKernel<CompareNumbers>(numbers.data(), 4 * kChunk, static_cast<std::uint8_t>(upper),
                            accepted_.data());
  const auto next_tie = [&](std::size_t from) {
    const void* tie =
        std::memchr(numbers.data() + from, static_cast<int>(upper), numbers.size() - from);
    return tie == nullptr ? numbers.size() : static_cast<const std::uint8_t*>(tie) - numbers.data();
  };
  for (std::size_t i = next_tie(0); i < numbers.size(); i = next_tie(i + 1)) {
    accepted_[i] = (stream_() & 0xffffff) < lower ? 1 : 0;
  }
  next_random_ = 0;
}

int WolffChain::Step() {
  // A uniform site from 64 bits: the product's upper half, whose bias is below N / 2^64.
  if (next_random_ + 2 > kChunk) Refill();
  const std::uint32_t* words = random_.data() + next_random_;
  next_random_ += 2;
  const std::uint64_t word = words[0] | static_cast<std::uint64_t>(words[1]) << 32;
  const std::uint32_t first =
      static_cast<std::uint32_t>(static_cast<unsigned __int128>(word) * spins_.size() >> 64);
  const std::uint32_t side = static_cast<std::uint32_t>(side_);
  Growth growth = {spins_.data(), static_cast<std::uint8_t>(spins_[first] ^ kUp), queue_.data(), 1};
  growth.spins[first] ^= kUp;
  growth.queue[0] = first;
  // Compiled once for each way to find neighbours.
  const auto grow = [&](const auto& neighbours_of) {
    for (std::size_t next = 0; next < growth.end; ++next) {
      if (next_random_ == kChunk) Refill();
      LookAround(neighbours_of(growth.queue[next]), &accepted_[4 * next_random_], growth);
      next_random_ += 1;
    }
  };
  if (!neighbours_.empty()) {
    grow([table = neighbours_.data()](std::uint32_t site) { return table[site]; });
  } else {
    grow([side, spins = spins_.data()](std::uint32_t site) {
      if (__builtin_expect(spins[site] & kOnBorder, 0)) return NeighboursOf(site, side);
      return Neighbours{site - 1, site + 1, site - side, site + side};
    });
  }
  return static_cast<int>(growth.end);
}

void WolffChain::Snapshot(absl::Span<std::uint64_t> words) const {
  std::fill(words.begin(), words.end(), 0);
  for (std::size_t i = 0; i < spins_.size(); ++i) {
    words[i / 64] |= static_cast<std::uint64_t>(spins_[i] & kUp) << (i % 64);
  }
}

}  // namespace infoflow::ising
