#include "infoflow/ising/wolff.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "infoflow/ising/spin_samples.h"
#include "infoflow/random/distributions.h"
#include "infoflow/support/target_clones.h"

namespace infoflow::ising {

namespace {

// Words drawn at a time: enough for the fast paths of generator and comparison, few enough for the
// first cache. Even, since they are used in pairs.
constexpr std::size_t kChunk = 1024;

// Sites by which a cluster grows: those of the lattice that are turned but whose neighbours have
// not been looked at.
struct Growth {
  std::uint8_t* spins;   // 1 is up
  std::uint8_t turned;   // what the cluster's spins have become
  std::uint64_t* queue;  // places, site 2^16 + x
  std::size_t end;       // of the queue
};

// Turns the spin at `place` and puts it into the queue if it is like the cluster's and `accepted`
// (1 or 0). Without branches, which could not be foretold: the place is written in any case, and
// stays if it counts.
inline void Join(std::uint64_t place, std::uint8_t accepted, Growth& growth) {
  std::uint8_t& spin = growth.spins[place >> 16];
  const std::uint8_t joins = (spin ^ growth.turned) & accepted;
  spin ^= joins;
  growth.queue[growth.end] = place;
  growth.end += joins;
}

inline void LookAround(std::uint64_t place, std::uint64_t side, const std::uint8_t* accepted,
                       Growth& growth) {
  const std::uint64_t last_row = side * (side - 1);
  const std::uint64_t x = place & 0xffff;
  const std::uint64_t site = place >> 16;
  // One step in x changes both parts of a place, one in y only the site.
  constexpr std::uint64_t kStep = (std::uint64_t{1} << 16) + 1;
  const std::uint64_t left = x == 0 ? place + (side - 1) * kStep : place - kStep;
  const std::uint64_t right = x == side - 1 ? place - (side - 1) * kStep : place + kStep;
  const std::uint64_t above = site < side ? place + (last_row << 16) : place - (side << 16);
  const std::uint64_t below = site >= last_row ? place - (last_row << 16) : place + (side << 16);
  Join(left, accepted[0], growth);
  Join(right, accepted[1], growth);
  Join(above, accepted[2], growth);
  Join(below, accepted[3], growth);
}

}  // namespace

namespace internal {

INFOFLOW_TARGET_CLONES
int CompareNumbers(const std::uint16_t* __restrict numbers, int count, std::uint32_t upper,
                   std::uint8_t* __restrict accepted) {
  int ties = 0;
  for (int i = 0; i < count; ++i) ties += numbers[i] == upper ? 1 : 0;
  for (int i = 0; i < count; ++i) accepted[i] = numbers[i] < upper ? 1 : 0;
  return ties;
}

}  // namespace internal

WolffChain::WolffChain(int side, double coupling, std::uint64_t seed, std::uint32_t index)
    : side_(side),
      threshold_(random::Bernoulli(-std::expm1(-2.0 * coupling)).threshold()),
      stream_(seed, random::StreamUse::kCluster, index),
      spins_(static_cast<std::size_t>(side) * side, 1),
      // Every spin enters once, and the place behind the last is written to in passing.
      queue_(spins_.size() + 1),
      accepted_(2 * kChunk),
      random_(kChunk),
      next_random_(kChunk) {}

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
  // Halves of words are compared with the upper half of the threshold, and only those equal to it
  // go on to the lower half.
  const std::uint32_t upper = static_cast<std::uint32_t>(threshold_ >> 16);
  const std::uint32_t lower = static_cast<std::uint32_t>(threshold_ & 0xffff);
  stream_.Fill(absl::MakeSpan(random_));
  static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the lower half must come first");
  std::array<std::uint16_t, 2 * kChunk> numbers;
  std::memcpy(numbers.data(), random_.data(), sizeof(numbers));
  int ties = internal::CompareNumbers(numbers.data(), 2 * kChunk, upper, accepted_.data());
  for (std::size_t i = 0; ties > 0; ++i) {
    if (numbers[i] != upper) continue;
    accepted_[i] = (stream_() & 0xffff) < lower ? 1 : 0;
    --ties;
  }
  next_random_ = 0;
}

int WolffChain::Step() {
  // A uniform site from 64 bits: the product's upper half, whose bias is below N / 2^64.
  if (next_random_ == kChunk) Refill();
  const std::uint32_t* words = random_.data() + next_random_;
  next_random_ += 2;
  const std::uint64_t word = words[0] | static_cast<std::uint64_t>(words[1]) << 32;
  const std::uint64_t first =
      static_cast<std::uint64_t>(static_cast<unsigned __int128>(word) * spins_.size() >> 64);
  const std::uint64_t side = static_cast<std::uint64_t>(side_);
  Growth growth = {spins_.data(), static_cast<std::uint8_t>(spins_[first] ^ 1), queue_.data(), 1};
  growth.spins[first] = growth.turned;
  growth.queue[0] = first << 16 | first % side;
  for (std::size_t next = 0; next < growth.end; ++next) {
    if (next_random_ == kChunk) Refill();
    LookAround(growth.queue[next], side, &accepted_[2 * next_random_], growth);
    next_random_ += 2;
  }
  return static_cast<int>(growth.end);
}

void WolffChain::Snapshot(absl::Span<std::uint64_t> words) const {
  std::fill(words.begin(), words.end(), 0);
  for (std::size_t i = 0; i < spins_.size(); ++i) {
    words[i / 64] |= static_cast<std::uint64_t>(spins_[i]) << (i % 64);
  }
}

}  // namespace infoflow::ising
