#ifndef INFOFLOW_RANDOM_PHILOX_BLOCKS_H_
#define INFOFLOW_RANDOM_PHILOX_BLOCKS_H_

#include <cstdint>

#include "absl/types/span.h"
#include "infoflow/random/philox.h"

namespace infoflow::random {

// Philox4x32 of `first`, of `first` with 1 added to the 64-bit number in its two lower words,
// and so on: `words` holds the blocks one after another.
//
// Shapes: words.size() is a multiple of 4. Domain: the 64-bit number must not pass 2^64. The
// same words as Philox4x32 in a loop, several times faster (philox_blocks_test.cc,
// random_benchmark.cc).
void FillPhiloxBlocks(const PhiloxCounter& first, const PhiloxKey& key,
                      absl::Span<std::uint32_t> words);

}  // namespace infoflow::random

#endif  // INFOFLOW_RANDOM_PHILOX_BLOCKS_H_
