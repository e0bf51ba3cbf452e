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

// Writes the accepted like neighbours of `count` spins to `found` and returns their number. Places
// are site 2^16 + x.
std::size_t LookAround(const std::int8_t* spins, std::int8_t old, std::uint64_t side,
                       const std::uint64_t* places, std::size_t count, const std::uint8_t* accepted,
                       std::uint64_t* found) {
  const std::uint64_t last_row = side * (side - 1);
  std::size_t size = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t place = places[i];
    const std::uint64_t x = place & 0xffff;
    const std::uint64_t site = place >> 16;
    // One step in x changes both parts of a place, one in y only the site.
    constexpr std::uint64_t kStep = (std::uint64_t{1} << 16) + 1;
    const std::uint64_t left = x == 0 ? place + (side - 1) * kStep : place - kStep;
    const std::uint64_t right = x == side - 1 ? place - (side - 1) * kStep : place + kStep;
    const std::uint64_t above = site < side ? place + (last_row << 16) : place - (side << 16);
    const std::uint64_t below = site >= last_row ? place - (last_row << 16) : place + (side << 16);
    // Each is written, and stays if it counts.
    found[size] = left;
    size += static_cast<std::size_t>(spins[left >> 16] == old) & accepted[4 * i];
    found[size] = right;
    size += static_cast<std::size_t>(spins[right >> 16] == old) & accepted[4 * i + 1];
    found[size] = above;
    size += static_cast<std::size_t>(spins[above >> 16] == old) & accepted[4 * i + 2];
    found[size] = below;
    size += static_cast<std::size_t>(spins[below >> 16] == old) & accepted[4 * i + 3];
  }
  return size;
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
  std::int8_t* spins = spins_.data();
  std::uint64_t* queue = queue_.data();
  const std::int8_t old = spins[first];
  const std::int8_t turned = static_cast<std::int8_t>(-old);
  spins[first] = turned;
  queue[0] = first << 16 | first % side;
  std::size_t end = 1;
  // Generation by generation: first all spins are only looked at, then those found are turned.
  // Neither part has branches that depend on spins or random numbers, which could not be foretold,
  // nor reads what was written just before, which would keep the processor waiting.
  for (std::size_t begin = 0; begin < end;) {
    const std::size_t generation = end - begin;
    if (found_.size() < 4 * generation + 1) found_.resize(8 * generation + 1);
    std::size_t count = 0;
    while (begin < end) {
      if (next_random_ == kChunk) Refill();
      const std::size_t part = std::min(end - begin, (kChunk - next_random_) / 2);
      count += LookAround(spins, old, side, queue + begin, part, &accepted_[2 * next_random_],
                          found_.data() + count);
      begin += part;
      next_random_ += 2 * part;
    }
    // A spin found twice joins once.
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t place = found_[i];
      std::int8_t& spin = spins[place >> 16];
      queue[end] = place;
      end += spin == old ? 1 : 0;
      spin = turned;
    }
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
