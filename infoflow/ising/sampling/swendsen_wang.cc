#include "infoflow/ising/sampling/swendsen_wang.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/random/distributions.h"
#include "infoflow/support/kernel.h"

#ifdef INFOFLOW_X86_KERNELS
#include <immintrin.h>
#endif

namespace infoflow::ising {

namespace {

constexpr int kBits = 64;

// Random words that are drawn together: few enough for the first cache.
constexpr int kWordsAtOnce = 4096;

INFOFLOW_KERNEL std::uint64_t FirstBits(int count) {
  return count >= kBits ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

// Bit k of byte x of `bytes` as bit x, for `sites` <= 64 bytes of as many as fill groups of eight.
INFOFLOW_KERNEL std::uint64_t PackBytes(const std::uint8_t* bytes, int sites, int k) {
  std::uint64_t packed = 0;
  for (int x = 0; x < sites; x += 8) {
    std::uint64_t eight;
    std::memcpy(&eight, bytes + x, 8);
    eight = eight >> k & 0x0101010101010101u;
    packed |= (eight * 0x0102040810204080u >> 56) << x;
  }
  return packed & FirstBits(sites);
}

// bytes[x] = byte(x) for a word's sites, by a loop of constant length where it is whole.
template <typename Byte>
INFOFLOW_KERNEL void FillBytes(int sites, std::uint8_t* bytes, const Byte& byte) {
  if (sites == kBits) {
    for (int x = 0; x < kBits; ++x) bytes[x] = byte(x);
  } else {
    for (int x = 0; x < sites; ++x) bytes[x] = byte(x);
  }
}

// Bits of rows: whether random words 2x and 2x + 1 of site x are at most `largest`.
INFOFLOW_KERNEL void AcceptRows(const std::uint32_t* random, int side, int rows,
                                std::uint32_t largest, std::uint64_t* right, std::uint64_t* below) {
  std::uint8_t accepted[kBits] = {};
  for (int y = 0; y < rows; ++y) {
    for (int first = 0; first < side; first += kBits, ++right, ++below) {
      const int sites = std::min(kBits, side - first);
      FillBytes(sites, accepted, [random, largest](int x) {
        return static_cast<std::uint8_t>((random[2 * x] <= largest ? 1 : 0) |
                                         (random[2 * x + 1] <= largest ? 2 : 0));
      });
      *right = PackBytes(accepted, sites, 0);
      *below = PackBytes(accepted, sites, 1);
      random += 2 * sites;
    }
  }
}

// Bits of rows: bit 0 of the random word of every site.
INFOFLOW_KERNEL void OddRows(const std::uint32_t* random, int side, int rows, std::uint64_t* odd) {
  std::uint8_t bytes[kBits] = {};
  for (int y = 0; y < rows; ++y) {
    for (int first = 0; first < side; first += kBits, ++odd) {
      const int sites = std::min(kBits, side - first);
      FillBytes(sites, bytes, [random](int x) { return static_cast<std::uint8_t>(random[x] & 1); });
      *odd = PackBytes(bytes, sites, 0);
      random += sites;
    }
  }
}

#ifdef INFOFLOW_X86_KERNELS

// With AVX-512 comparisons give bits at once.
INFOFLOW_AVX512 __mmask16 FirstWords(int count) {
  return static_cast<__mmask16>((1u << std::clamp(count, 0, 16)) - 1u);
}

INFOFLOW_AVX512 void AcceptRows512(const std::uint32_t* random, int side, int rows,
                                   std::uint32_t largest, std::uint64_t* right,
                                   std::uint64_t* below) {
  const __m512i limit = _mm512_set1_epi32(static_cast<int>(largest));
  const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  const __m512i odd = _mm512_add_epi32(even, _mm512_set1_epi32(1));
  for (int y = 0; y < rows; ++y) {
    for (int first = 0; first < side; first += kBits, ++right, ++below) {
      const int sites = std::min(kBits, side - first);
      std::uint64_t to_right = 0, to_below = 0;
      for (int x = 0; x < sites; x += 16) {
        const int words = 2 * (sites - x);
        const __m512i a = _mm512_maskz_loadu_epi32(FirstWords(words), random + 2 * x);
        const __m512i b = _mm512_maskz_loadu_epi32(FirstWords(words - 16), random + 2 * x + 16);
        to_right |=
            std::uint64_t{_mm512_cmple_epu32_mask(_mm512_permutex2var_epi32(a, even, b), limit)}
            << x;
        to_below |=
            std::uint64_t{_mm512_cmple_epu32_mask(_mm512_permutex2var_epi32(a, odd, b), limit)}
            << x;
      }
      *right = to_right & FirstBits(sites);
      *below = to_below & FirstBits(sites);
      random += 2 * sites;
    }
  }
}

INFOFLOW_AVX512 void OddRows512(const std::uint32_t* random, int side, int rows,
                                std::uint64_t* odd) {
  const __m512i one = _mm512_set1_epi32(1);
  for (int y = 0; y < rows; ++y) {
    for (int first = 0; first < side; first += kBits, ++odd) {
      const int sites = std::min(kBits, side - first);
      std::uint64_t bits = 0;
      for (int x = 0; x < sites; x += 16) {
        const __m512i words = _mm512_maskz_loadu_epi32(FirstWords(sites - x), random + x);
        bits |= std::uint64_t{_mm512_test_epi32_mask(words, one)} << x;
      }
      *odd = bits;
      random += sites;
    }
  }
}

#endif  // INFOFLOW_X86_KERNELS

// Leaves the bonds that join like neighbours of the row.
INFOFLOW_KERNEL void KeepLike(const std::uint64_t* row, const std::uint64_t* next, int side,
                              std::uint64_t* right, std::uint64_t* below) {
  const int words = (side + kBits - 1) / kBits;
  for (int w = 0; w < words; ++w) {
    const std::uint64_t first_of_next = (w + 1 < words ? row[w + 1] : row[0]) & 1;
    const int sites = std::min(kBits, side - kBits * w);
    const std::uint64_t neighbours = row[w] >> 1 | first_of_next << (sites - 1);
    right[w] &= ~(row[w] ^ neighbours);
    below[w] &= ~(row[w] ^ next[w]);
  }
}

// First sites of the runs, and how many runs start before each word, `runs` before the row;
// returns those before the next row.
INFOFLOW_KERNEL std::uint32_t StartRuns(const std::uint64_t* right, int side, std::uint32_t runs,
                                        std::uint64_t* starts, std::uint32_t* rank) {
  std::uint64_t joined = 0;
  for (int w = 0; kBits * w < side; ++w) {
    starts[w] = ~(right[w] << 1 | joined) & FirstBits(side - kBits * w);
    joined = right[w] >> (kBits - 1);
    rank[w] = runs;
    runs += static_cast<std::uint32_t>(__builtin_popcountll(starts[w]));
  }
  return runs;
}

struct Row {
  const std::uint64_t* right;
  const std::uint64_t* starts;
  const std::uint32_t* rank;
};

INFOFLOW_KERNEL std::uint32_t Root(const std::uint32_t* parent, std::uint32_t run) {
  // Two steps nearly always do.
  std::uint32_t root = parent[parent[run]];
  while (__builtin_expect(parent[root] != root, 0)) root = parent[root];
  return root;
}

INFOFLOW_KERNEL void Join(std::uint32_t* parent, std::uint32_t a, std::uint32_t b) {
  const std::uint32_t root_a = Root(parent, a);
  const std::uint32_t root_b = Root(parent, b);
  const std::uint32_t root = std::min(root_a, root_b);
  parent[a] = root;
  parent[b] = root;
  parent[std::max(root_a, root_b)] = root;
}

// The bonds of a word that are not the first of their stretch of linked sites. `links` are those to
// the site before, bonds move along them: adding bonds to links carries from the first bond of a
// stretch to its end, and leaves the bits of further ones. `carry` says whether the last site of
// the word before had a bond or one before it, and gets the same of this word.
INFOFLOW_KERNEL std::uint64_t Later(std::uint64_t bonds, std::uint64_t links,
                                    std::uint64_t& carry) {
  const std::uint64_t seeds = (bonds << 1 | carry) & links;
  const std::uint64_t passed = (((seeds + links) ^ links) | seeds) & links;
  carry = (bonds | passed) >> (kBits - 1);
  return bonds & passed;
}

// The run of the site of the highest bit of `until`, which are that and all before it in word w.
INFOFLOW_KERNEL std::uint32_t RunAt(const Row& row, int w, std::uint64_t until) {
  return row.rank[w] + static_cast<std::uint32_t>(__builtin_popcountll(row.starts[w] & until)) - 1;
}

// Joins the runs of a row with those of the row below it. A run of `there` that is `fresh`, joined
// to nothing so far, takes the parent of the first run that it is joined to; that leaves few joins
// of two clusters, of which each waits for the memory that the one before it has written.
INFOFLOW_KERNEL void JoinRows(const Row& here, const std::uint64_t* below, const Row& there,
                              int side, bool fresh, std::uint32_t* parent) {
  std::uint64_t last_here = 0, last_there = 0, carry_both = 0, carry_there = 0;
  for (int w = 0; kBits * w < side; ++w) {
    const std::uint64_t links_here = here.right[w] << 1 | last_here;
    const std::uint64_t links_there = there.right[w] << 1 | last_there;
    last_here = here.right[w] >> (kBits - 1);
    last_there = there.right[w] >> (kBits - 1);
    // Of the bonds between two runs one will do.
    const std::uint64_t bonds = below[w] & ~Later(below[w], links_here & links_there, carry_both);
    const std::uint64_t later = Later(below[w], links_there, carry_there);
    std::uint64_t joins = bonds;
    if (fresh) {
      for (std::uint64_t first = bonds & ~later; first != 0; first &= first - 1) {
        const std::uint64_t until = first ^ (first - 1);
        parent[RunAt(there, w, until)] = parent[parent[RunAt(here, w, until)]];
      }
      joins &= later;
    }
    for (; joins != 0; joins &= joins - 1) {
      const std::uint64_t until = joins ^ (joins - 1);
      Join(parent, RunAt(here, w, until), RunAt(there, w, until));
    }
  }
}

// New spins of a row: the sign of every run's root, which for roots is the one of its first site
// among `drawn`. `run` is the first of the row; returns that of the next.
INFOFLOW_KERNEL std::uint32_t SignRow(const std::uint64_t* starts, const std::uint64_t* drawn,
                                      int side, std::uint32_t run, std::uint32_t* parent,
                                      std::uint8_t* signs, std::uint64_t* spins) {
  std::uint64_t before = 0;
  for (int w = 0; kBits * w < side; ++w) {
    const std::uint64_t own = drawn[w];
    // Where the spin is another than that of the site before.
    std::uint64_t changes = 0;
    std::uint64_t last = before;
    for (std::uint64_t rest = starts[w]; rest != 0; rest &= rest - 1, ++run) {
      const int x = __builtin_ctzll(rest);
      // Smaller runs are finished: their parent is the root.
      const std::uint32_t root = parent[parent[run]];
      parent[run] = root;
      signs[run] = own >> x & 1;
      const std::uint64_t sign = signs[root];
      signs[run] = static_cast<std::uint8_t>(sign);
      changes |= (sign ^ last) << x;
      last = sign;
    }
    // Sums of all bits up to each.
    for (int shift = 1; shift < kBits; shift *= 2) changes ^= changes << shift;
    spins[w] = (changes ^ (std::uint64_t{0} - before)) & FirstBits(side - kBits * w);
    before = last;
  }
  return run;
}

// What a sweep works on, as SwendsenWangChain has it.
struct Lattice {
  int side, row_words;
  std::uint64_t *spins, *right, *below, *starts;
  std::uint32_t *rank, *parent;
  std::uint8_t* signs;

  Row RowAt(int y) const {
    const std::size_t at = static_cast<std::size_t>(y) * row_words;
    return {right + at, starts + at, rank + at};
  }
};

// Rows [first, end), from accepted bonds: those of like neighbours, runs, and the joins within each
// and with the row above it. `runs` are those before; returns those before row `end`.
INFOFLOW_KERNEL std::uint32_t JoinInRows(const Lattice& lattice, int first, int end,
                                         std::uint32_t runs) {
  const int side = lattice.side;
  for (int y = first; y < end; ++y) {
    const std::size_t at = static_cast<std::size_t>(y) * lattice.row_words;
    const std::size_t next = y + 1 < side ? at + lattice.row_words : 0;
    std::uint64_t* const right = lattice.right + at;
    std::uint64_t* const below = lattice.below + at;
    KeepLike(lattice.spins + at, lattice.spins + next, side, right, below);
    const std::uint32_t before = runs;
    runs = StartRuns(right, side, runs, lattice.starts + at, lattice.rank + at);
    for (std::uint32_t run = before; run < runs; ++run) lattice.parent[run] = run;
    if (y > 0) {
      JoinRows(lattice.RowAt(y - 1), below - lattice.row_words, lattice.RowAt(y), side,
               /*fresh=*/true, lattice.parent);
    }
    if ((right[(side - 1) / kBits] >> ((side - 1) % kBits) & 1) != 0) {
      Join(lattice.parent, before, runs - 1);
    }
  }
  if (end == side) {
    JoinRows(lattice.RowAt(side - 1), lattice.below + (side - 1) * lattice.row_words,
             lattice.RowAt(0), side, /*fresh=*/false, lattice.parent);
  }
  return runs;
}

// Rows [first, end), from drawn signs, which are where the bonds downwards were.
INFOFLOW_KERNEL std::uint32_t SignRows(const Lattice& lattice, int first, int end,
                                       std::uint32_t run) {
  for (int y = first; y < end; ++y) {
    const std::size_t at = static_cast<std::size_t>(y) * lattice.row_words;
    run = SignRow(lattice.starts + at, lattice.below + at, lattice.side, run, lattice.parent,
                  lattice.signs, lattice.spins + at);
  }
  return run;
}

}  // namespace

SwendsenWangChain::SwendsenWangChain(int side, double coupling, std::uint64_t seed,
                                     std::uint32_t index)
    : side_(side),
      row_words_((side + kBits - 1) / kBits),
      rows_at_once_(std::clamp(kWordsAtOnce / (2 * side), 1, side)),
      threshold_(random::Bernoulli(-std::expm1(-2.0 * coupling)).threshold()),
      stream_(seed, random::StreamUse::kCluster, index),
      random_(2 * static_cast<std::size_t>(side) * rows_at_once_),
      spins_(static_cast<std::size_t>(side) * row_words_),
      right_(spins_.size()),
      below_(spins_.size()),
      starts_(spins_.size()),
      rank_(spins_.size()),
      parent_(static_cast<std::size_t>(side) * side),
      signs_(parent_.size()) {
  // Every site its own cluster, until the first sweep.
  for (std::size_t w = 0; w < spins_.size(); ++w) {
    spins_[w] = FirstBits(side - kBits * static_cast<int>(w % row_words_));
    starts_[w] = spins_[w];
  }
  for (std::size_t i = 0; i < parent_.size(); ++i) parent_[i] = static_cast<std::uint32_t>(i);
}

absl::StatusOr<SwendsenWangChain> SwendsenWangChain::Create(int side, double coupling,
                                                            std::uint64_t seed,
                                                            std::uint32_t index) {
  if (side < 2 || side > kLargestSampledSide) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the lattice has side %d; Swendsen-Wang clusters take 2 to %d", side, kLargestSampledSide));
  }
  if (!(coupling >= 0.0)) {
    return absl::InvalidArgumentError(
        absl::StrFormat("coupling is %g; it must be a number of at least 0", coupling));
  }
  return SwendsenWangChain(side, coupling, seed, index);
}

void SwendsenWangChain::DrawBonds(int first, int rows) {
  const absl::Span<std::uint32_t> words =
      absl::MakeSpan(random_).first(2 * static_cast<std::size_t>(side_) * rows);
  stream_.Fill(words);
  const std::size_t at = static_cast<std::size_t>(first) * row_words_;
  if (threshold_ == 0) {
    std::fill_n(right_.data() + at, static_cast<std::size_t>(rows) * row_words_, 0);
    std::fill_n(below_.data() + at, static_cast<std::size_t>(rows) * row_words_, 0);
    return;
  }
  const std::uint32_t largest = static_cast<std::uint32_t>(threshold_ - 1);
#ifdef INFOFLOW_X86_KERNELS
  if (ActiveKernelTarget() == KernelTarget::kAvx512) {
    return AcceptRows512(words.data(), side_, rows, largest, &right_[at], &below_[at]);
  }
#endif
  RunKernel<AcceptRows>(words.data(), side_, rows, largest, &right_[at], &below_[at]);
}

void SwendsenWangChain::DrawSigns(int first, int rows) {
  const absl::Span<std::uint32_t> words =
      absl::MakeSpan(random_).first(static_cast<std::size_t>(side_) * rows);
  stream_.Fill(words);
  std::uint64_t* const signs = &below_[static_cast<std::size_t>(first) * row_words_];
#ifdef INFOFLOW_X86_KERNELS
  if (ActiveKernelTarget() == KernelTarget::kAvx512) {
    return OddRows512(words.data(), side_, rows, signs);
  }
#endif
  RunKernel<OddRows>(words.data(), side_, rows, signs);
}

void SwendsenWangChain::Sweep() {
  const Lattice lattice = {side_,         row_words_,     spins_.data(),
                           right_.data(), below_.data(),  starts_.data(),
                           rank_.data(),  parent_.data(), signs_.data()};
  std::uint32_t runs = 0;
  for (int y = 0; y < side_; y += rows_at_once_) {
    const int end = std::min(y + rows_at_once_, side_);
    DrawBonds(y, end - y);
    runs = RunKernel<JoinInRows>(lattice, y, end, runs);
  }
  runs = 0;
  for (int y = 0; y < side_; y += rows_at_once_) {
    const int end = std::min(y + rows_at_once_, side_);
    DrawSigns(y, end - y);
    runs = RunKernel<SignRows>(lattice, y, end, runs);
  }
}

double SwendsenWangChain::ImprovedSquaredMagnetization() const {
  // After a sweep every parent is a root.
  std::vector<std::uint32_t> sizes(parent_.size(), 0);
  std::uint32_t runs = 0;
  for (int y = 0; y < side_; ++y) {
    for (int x = 0; x < side_; ++x) {
      runs += starts_[static_cast<std::size_t>(y) * row_words_ + x / kBits] >> (x % kBits) & 1;
      ++sizes[parent_[runs - 1]];
    }
  }
  double sum = 0.0;
  for (const std::uint32_t size : sizes) sum += static_cast<double>(size) * size;
  const double sites = static_cast<double>(parent_.size());
  return sum / (sites * sites);
}

void SwendsenWangChain::Snapshot(absl::Span<std::uint64_t> words) const {
  std::fill(words.begin(), words.end(), 0);
  std::size_t bit = 0;  // of the first site of a word
  for (std::size_t w = 0; w < spins_.size(); ++w) {
    const int sites = std::min(kBits, side_ - kBits * static_cast<int>(w % row_words_));
    const int shift = static_cast<int>(bit % kBits);
    words[bit / kBits] |= spins_[w] << shift;
    if (shift + sites > kBits) words[bit / kBits + 1] |= spins_[w] >> (kBits - shift);
    bit += sites;
  }
}

}  // namespace infoflow::ising
