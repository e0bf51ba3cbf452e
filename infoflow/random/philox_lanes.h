#ifndef INFOFLOW_RANDOM_PHILOX_LANES_H_
#define INFOFLOW_RANDOM_PHILOX_LANES_H_

#include <cstdint>

#include "absl/types/span.h"
#include "infoflow/random/philox.h"

namespace infoflow::random {

// Blocks of Philox4x32 that FillPhiloxLanes computes side by side.
inline constexpr int kPhiloxLanes = 16;

// The words of FillPhiloxBlocks (philox_blocks.h) in the order in which vector registers leave
// them, without the transposition: in each group of 64 words, word w of the group's block l stands
// at 16 w + l.
//
// Shapes: words.size() is a multiple of 64. Domain: the 64-bit number in the two lower words of
// `first` must not pass 2^64. The same bits on every machine (philox_lanes_test.cc).
// Bound: 120 vector operations of 8 lanes per 64 words with AVX-512, about 0.5 ns a word at
// 2 GHz (rbm_benchmark.cc).
void FillPhiloxLanes(const PhiloxCounter& first, const PhiloxKey& key,
                     absl::Span<std::uint32_t> words);

}  // namespace infoflow::random

#endif  // INFOFLOW_RANDOM_PHILOX_LANES_H_
