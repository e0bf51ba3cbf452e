#include "infoflow/ising/sampling/translated_spins.h"

#include <cstddef>

#include "infoflow/support/kernel.h"

namespace infoflow::ising {

TranslatedSpins::TranslatedSpins(int side)
    : side_(side), sites_(side * side), masks_(side), twice_(2 * ((sites_ + 63) / 64) + 2) {}

void TranslatedSpins::Set(absl::Span<const std::uint64_t> field, int dx) {
  const std::size_t words = field.size();
  std::vector<std::uint64_t>& mask = masks_[dx];
  if (mask.empty()) {
    mask.assign(words, 0);
    for (int i = 0; i < sites_; ++i) {
      if (i % side_ < side_ - dx) mask[i / 64] |= std::uint64_t{1} << (i % 64);
    }
  }
  // Word w of the field moved down (site i gets i + bits) or up (site i gets i - bits) as a whole.
  const auto down = [field, words](std::size_t w, int bits) {
    const std::size_t at = w + bits / 64;
    const int shift = bits % 64;
    const std::uint64_t low = at < words ? field[at] : 0;
    if (shift == 0) return low;
    const std::uint64_t high = at + 1 < words ? field[at + 1] : 0;
    return low >> shift | high << (64 - shift);
  };
  const auto up = [field](std::size_t w, int bits) {
    const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(w) - bits / 64;
    const int shift = bits % 64;
    const std::uint64_t high = at >= 0 ? field[at] : 0;
    if (shift == 0) return high;
    const std::uint64_t low = at >= 1 ? field[at - 1] : 0;
    return high << shift | low >> (64 - shift);
  };
  // Bits x >= side - dx come round from the start of their row, side - dx places below.
  for (std::size_t w = 0; w < words; ++w) {
    twice_[w] = dx == 0 ? field[w] : (down(w, dx) & mask[w]) | (up(w, side_ - dx) & ~mask[w]);
  }
  if (sites_ % 64 != 0) twice_[words - 1] &= (std::uint64_t{1} << (sites_ % 64)) - 1;
  // The second copy begins at bit `sites_`.
  for (std::size_t w = words; w < twice_.size(); ++w) twice_[w] = 0;
  const std::size_t at = sites_ / 64;
  const int shift = sites_ % 64;
  for (std::size_t w = words; w-- > 0;) {
    const std::uint64_t word = twice_[w];
    if (shift == 0) {
      twice_[at + w] = word;
    } else {
      twice_[at + w + 1] |= word >> (64 - shift);
      twice_[at + w] |= word << shift;
    }
  }
}

void TranslatedSpins::Get(int dy, absl::Span<std::uint64_t> field) const {
  const std::size_t words = field.size();
  const std::size_t at = static_cast<std::size_t>(dy) * side_ / 64;
  const int shift = dy * side_ % 64;
  for (std::size_t w = 0; w < words; ++w) {
    // In two steps, since a shift by 64 is not defined.
    field[w] = twice_[at + w] >> shift | twice_[at + w + 1] << 1 << (63 - shift);
  }
  if (sites_ % 64 != 0) field[words - 1] &= (std::uint64_t{1} << (sites_ % 64)) - 1;
}

namespace {

INFOFLOW_KERNEL std::int64_t CountBitsOf(const std::uint64_t* words, int count) {
  std::int64_t bits = 0;
  for (int w = 0; w < count; ++w) bits += __builtin_popcountll(words[w]);
  return bits;
}

INFOFLOW_KERNEL std::int64_t CountUnlikeOf(const std::uint64_t* a, const std::uint64_t* b,
                                           int count) {
  std::int64_t bits = 0;
  for (int w = 0; w < count; ++w) bits += __builtin_popcountll(a[w] ^ b[w]);
  return bits;
}

INFOFLOW_KERNEL std::int64_t CountBothOf(const std::uint64_t* a, const std::uint64_t* b,
                                         int count) {
  std::int64_t bits = 0;
  for (int w = 0; w < count; ++w) bits += __builtin_popcountll(a[w] & b[w]);
  return bits;
}

}  // namespace

namespace internal {

std::int64_t CountBits(const std::uint64_t* words, int count) {
  return RunKernel<CountBitsOf>(words, count);
}

std::int64_t CountUnlike(const std::uint64_t* a, const std::uint64_t* b, int count) {
  return RunKernel<CountUnlikeOf>(a, b, count);
}

std::int64_t CountBoth(const std::uint64_t* a, const std::uint64_t* b, int count) {
  return RunKernel<CountBothOf>(a, b, count);
}

}  // namespace internal

}  // namespace infoflow::ising
