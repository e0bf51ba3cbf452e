#include "infoflow/random/stream.h"

#include <cstddef>
#include <cstdint>

#include "infoflow/random/philox_blocks.h"

namespace infoflow::random {

void Stream::Fill(absl::Span<std::uint32_t> words) {
  std::size_t done = 0;
  while (done < words.size() && position_ % 4 != 0) words[done++] = (*this)();
  const std::size_t whole_blocks = (words.size() - done) / 4 * 4;
  FillPhiloxBlocks(Counter(position_ / 4), key_, words.subspan(done, whole_blocks));
  position_ += whole_blocks;
  done += whole_blocks;
  while (done < words.size()) words[done++] = (*this)();
}

}  // namespace infoflow::random
