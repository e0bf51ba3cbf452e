#ifndef INFOFLOW_RANDOM_STREAM_H_
#define INFOFLOW_RANDOM_STREAM_H_

#include <cstdint>
#include <limits>

#include "absl/types/span.h"
#include "infoflow/random/philox.h"

namespace infoflow::random {

// What a stream is used for. Streams of different uses are independent, also for the same seed
// and index; the number goes into the counter, so it never changes once results exist.
enum class StreamUse : std::uint32_t {
  kInitialState = 1,
  kSweep = 2,
  kCluster = 3,
  kSampleSign = 4,
  kHiddenUnits = 5,
  kVisibleUnits = 6,
  kShuffle = 7,
  kWeights = 8,
  kData = 9,
  kNoise = 10,
  kEstimator = 11,
  kOrthogonalMatrix = 12,
  kMask = 13,
  kTest = 14,
};

// A sequence of random 32-bit words named by (seed, use, index): one per chain, layer or other
// work item, so that results do not depend on how the work is split.
//
// Word 4 d + w is word w of Philox4x32 with
//
//   key = (seed mod 2^32, seed / 2^32),  counter = (d mod 2^32, d / 2^32, index, use).
//
// A stream is a small value: copies continue independently from the same place. It satisfies
// UniformRandomBitGenerator; but the distributions of the standard library differ between its
// implementations, so use those of distributions.h, which document how many words they take.
class Stream {
 public:
  using result_type = std::uint32_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  Stream(std::uint64_t seed, StreamUse use, std::uint32_t index)
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
        index_(index),
        use_(static_cast<std::uint32_t>(use)) {}

  // The next word. Cost: one Philox block every four words.
  result_type operator()() {
    if (position_ % 4 == 0) block_ = Block(position_ / 4);
    return block_[position_++ % 4];
  }

  // The next two words, the first one in the lower half.
  std::uint64_t Next64() {
    const std::uint64_t low = (*this)();
    return low | static_cast<std::uint64_t>((*this)()) << 32;
  }

  // The next words.size() words, as repeated calls give them, faster.
  void Fill(absl::Span<std::uint32_t> words);

  // Number of words taken or skipped so far.
  std::uint64_t position() const { return position_; }

  // Goes to word `position` of the stream, forward or back. Cost: O(1).
  void Seek(std::uint64_t position) {
    position_ = position;
    if (position_ % 4 != 0) block_ = Block(position_ / 4);
  }
  void Skip(std::uint64_t words) { Seek(position_ + words); }

  // Same seed, use, index and position.
  friend bool operator==(const Stream& a, const Stream& b) {
    return a.key_ == b.key_ && a.index_ == b.index_ && a.use_ == b.use_ &&
           a.position_ == b.position_;
  }
  friend bool operator!=(const Stream& a, const Stream& b) { return !(a == b); }

 private:
  PhiloxCounter Counter(std::uint64_t draw) const {
    return {static_cast<std::uint32_t>(draw), static_cast<std::uint32_t>(draw >> 32), index_, use_};
  }
  PhiloxBlock Block(std::uint64_t draw) const { return Philox4x32(Counter(draw), key_); }

  PhiloxKey key_;
  std::uint32_t index_;
  std::uint32_t use_;
  std::uint64_t position_ = 0;
  // The words around position_, unless it stands at the start of a block not yet computed.
  PhiloxBlock block_ = {};
};

}  // namespace infoflow::random

#endif  // INFOFLOW_RANDOM_STREAM_H_
