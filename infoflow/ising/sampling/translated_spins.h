#ifndef INFOFLOW_ISING_SAMPLING_TRANSLATED_SPINS_H_
#define INFOFLOW_ISING_SAMPLING_TRANSLATED_SPINS_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace infoflow::ising {

// Translations of packed fields of bits on the side x side torus (site i = y side + x is bit i).
class TranslatedSpins {
 public:
  explicit TranslatedSpins(int side);

  // Takes the field translated by `dx`: bit (x, y) is that of (x + dx, y). Domain: 0 <= dx < side.
  // Shapes: ceil(side^2 / 64) words, bits beyond the last site zero. Cost: a few instructions a
  // word.
  void Set(absl::Span<const std::uint64_t> field, int dx);

  // The field taken, translated by `dy` besides. Domain: 0 <= dy < side. Bits beyond the last site
  // are zero. Cost: 4 instructions a word.
  void Get(int dy, absl::Span<std::uint64_t> field) const;

 private:
  int side_;
  int sites_;
  std::vector<std::vector<std::uint64_t>> masks_;  // [dx]: bits with x < side - dx
  std::vector<std::uint64_t> twice_;               // the field and itself once more
};

namespace internal {

// Number of bits set in `count` words, in the difference of two fields, and in both.
std::int64_t CountBits(const std::uint64_t* words, int count);
std::int64_t CountUnlike(const std::uint64_t* a, const std::uint64_t* b, int count);
std::int64_t CountBoth(const std::uint64_t* a, const std::uint64_t* b, int count);

}  // namespace internal

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_TRANSLATED_SPINS_H_
