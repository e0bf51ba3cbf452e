#ifndef INFOFLOW_NETWORK_TRAINING_MINIBATCH_H_
#define INFOFLOW_NETWORK_TRAINING_MINIBATCH_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"

namespace infoflow::network {

// How the samples of an epoch are dealt into batches.
struct MinibatchOptions {
  int batch = 64;          // samples per batch, at least 1
  bool shuffle = true;     // a new random order each epoch
  bool drop_last = false;  // leave out a last batch that is not full
};

// "batch=64 shuffle=1 drop_last=0".
std::string DescribeMinibatches(const MinibatchOptions& options);

// The batches of one epoch after the other. Epoch e = 0, 1, ... is ordered by
// Stream(seed, kShuffle, e): any epoch can be had without the ones before.
class Minibatches {
 public:
  // Domain: samples >= 1.
  Minibatches(int samples, const MinibatchOptions& options, std::uint64_t seed);

  // Number of batches per epoch; 0 when drop_last leaves nothing.
  int batches() const { return batches_; }

  // Orders the samples for an epoch. Allocates nothing. Cost: O(samples).
  void BeginEpoch(std::uint32_t epoch);

  // The indices of batch `index` in [0, batches()) of the current epoch.
  absl::Span<const int> Batch(int index) const;

 private:
  MinibatchOptions options_;
  std::uint64_t seed_;
  int batches_;
  std::vector<int> order_;
};

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_TRAINING_MINIBATCH_H_
