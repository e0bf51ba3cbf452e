#include "infoflow/network/training/minibatch.h"

#include <cstddef>
#include <numeric>

#include "absl/strings/str_format.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/check.h"

namespace infoflow::network {

std::string DescribeMinibatches(const MinibatchOptions& options) {
  return absl::StrFormat("batch=%d shuffle=%d drop_last=%d", options.batch, options.shuffle,
                         options.drop_last);
}

Minibatches::Minibatches(int samples, const MinibatchOptions& options, std::uint64_t seed)
    : options_(options), seed_(seed), order_(samples) {
  INFOFLOW_CHECK(samples >= 1 && options.batch >= 1);
  batches_ = samples / options.batch + (!options.drop_last && samples % options.batch != 0);
  std::iota(order_.begin(), order_.end(), 0);
}

void Minibatches::BeginEpoch(std::uint32_t epoch) {
  if (!options_.shuffle) return;
  std::iota(order_.begin(), order_.end(), 0);
  random::Stream stream(seed_, random::StreamUse::kShuffle, epoch);
  random::Shuffle(stream, absl::MakeSpan(order_));
}

absl::Span<const int> Minibatches::Batch(int index) const {
  INFOFLOW_CHECK(index >= 0 && index < batches_);
  return absl::MakeConstSpan(order_).subspan(static_cast<std::size_t>(index) * options_.batch,
                                             options_.batch);
}

}  // namespace infoflow::network
