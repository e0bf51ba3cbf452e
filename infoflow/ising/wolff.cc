#include "infoflow/ising/wolff.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "infoflow/ising/spin_samples.h"
#include "infoflow/random/distributions.h"

namespace infoflow::ising {

namespace {

// Words drawn at a time: enough for the generator's fast path, few enough for the first cache.
constexpr std::size_t kDrawnAhead = 1024;

}  // namespace

WolffChain::WolffChain(int side, double coupling, std::uint64_t seed, std::uint32_t index)
    : side_(side),
      threshold_(random::Bernoulli(-std::expm1(-2.0 * coupling)).threshold()),
      stream_(seed, random::StreamUse::kCluster, index),
      spins_(static_cast<std::size_t>(side) * side, 1),
      // Every spin enters once, and the place behind the last is written to in passing.
      queue_(spins_.size() + 1),
      random_(kDrawnAhead),
      next_random_(kDrawnAhead) {}

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
  // What is left moves to the front, so that no word is lost.
  const std::size_t left = kDrawnAhead - next_random_;
  std::copy(random_.begin() + next_random_, random_.end(), random_.begin());
  stream_.Fill(absl::MakeSpan(random_).subspan(left));
  next_random_ = 0;
}

int WolffChain::Step() {
  if (next_random_ + 2 > kDrawnAhead) Refill();
  // A uniform site from 64 bits: the product's upper half, whose bias is below N / 2^64.
  const std::uint64_t word =
      random_[next_random_] | static_cast<std::uint64_t>(random_[next_random_ + 1]) << 32;
  next_random_ += 2;
  const std::uint32_t seed_site =
      static_cast<std::uint32_t>(static_cast<unsigned __int128>(word) * spins_.size() >> 64);
  const std::uint32_t side = static_cast<std::uint32_t>(side_);
  const std::uint32_t last = side - 1;
  std::int8_t* spins = spins_.data();
  std::uint32_t* queue = queue_.data();
  // Numbers of 16 bits are compared with the upper half of the threshold, and only those equal to
  // it go on to the lower half.
  const std::uint32_t upper = static_cast<std::uint32_t>(threshold_ >> 16);
  const std::uint32_t lower = static_cast<std::uint32_t>(threshold_ & 0xffff);
  const std::int8_t old = spins[seed_site];
  const std::int8_t turned = static_cast<std::int8_t>(-old);
  spins[seed_site] = turned;
  queue[0] = seed_site / side << 16 | seed_site % side;
  std::size_t end = 1;
  // First come, first served: unlike those of a stack, the next entries are known long before
  // they are needed, so that the processor works on several at a time.
  for (std::size_t next = 0; next < end; ++next) {
    if (next_random_ + 6 > kDrawnAhead) Refill();
    const std::uint32_t word0 = random_[next_random_];
    const std::uint32_t word1 = random_[next_random_ + 1];
    next_random_ += 2;
    const std::uint32_t number[4] = {word0 & 0xffff, word0 >> 16, word1 & 0xffff, word1 >> 16};
    bool accepted[4];
    bool tie = false;
    for (int i = 0; i < 4; ++i) {
      accepted[i] = number[i] < upper;
      tie |= number[i] == upper;
    }
    if (__builtin_expect(tie, false)) {
      for (int i = 0; i < 4; ++i) {
        if (number[i] == upper) accepted[i] = (random_[next_random_++] & 0xffff) < lower;
      }
    }
    const std::uint32_t place = queue[next];
    const std::uint32_t x = place & 0xffff;
    const std::uint32_t y = place >> 16;
    const std::uint32_t x_before = x == 0 ? last : x - 1;
    const std::uint32_t x_after = x == last ? 0 : x + 1;
    const std::uint32_t y_before = y == 0 ? last : y - 1;
    const std::uint32_t y_after = y == last ? 0 : y + 1;
    // Without branches, which could not be foretold: the neighbour is written to the queue in any
    // case, and stays there if it is like and accepted. Turning it at once keeps it from entering
    // twice.
    const auto look_at = [&](std::uint32_t nx, std::uint32_t ny, bool accept) {
      const std::uint32_t site = ny * side + nx;
      const std::int8_t spin = spins[site];
      const bool add = (spin == old) & accept;
      queue[end] = ny << 16 | nx;
      end += add ? 1 : 0;
      spins[site] = static_cast<std::int8_t>(add ? turned : spin);
    };
    look_at(x_before, y, accepted[0]);
    look_at(x_after, y, accepted[1]);
    look_at(x, y_before, accepted[2]);
    look_at(x, y_after, accepted[3]);
  }
  return static_cast<int>(end);
}

void WolffChain::Snapshot(absl::Span<std::uint64_t> words) const {
  std::fill(words.begin(), words.end(), 0);
  for (std::size_t i = 0; i < spins_.size(); ++i) {
    words[i / 64] |= static_cast<std::uint64_t>(spins_[i] > 0 ? 1 : 0) << (i % 64);
  }
}

}  // namespace infoflow::ising
