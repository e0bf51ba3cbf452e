#include "infoflow/ising/sampling/multispin_sweep.h"

#include <cstdint>

#include "infoflow/support/kernel.h"

#ifdef INFOFLOW_X86_KERNELS
#include <immintrin.h>
#endif

namespace infoflow::ising::internal {

namespace {

// Registers of one width: kWidth, their 64-bit words; Vector; AnyBit(v), whether one is set;
// RotateLeft24(v), each word in place; kThreeOperandLogic, whether any logical function of three
// operands is one instruction; DrawAhead(state, used), below. Registers go in and out by reference:
// how they are passed by value depends on the instruction set.

struct Registers64 {
  static constexpr int kWidth = 1;
  static constexpr bool kThreeOperandLogic = false;
  using Vector = std::uint64_t;

  static INFOFLOW_KERNEL bool AnyBit(const Vector& v) { return v != 0; }
  static INFOFLOW_KERNEL void RotateLeft24(Vector& v) { v = v << 24 | v >> 40; }
  static void DrawAhead(const MultispinState& state, int used);
};

#ifdef INFOFLOW_X86_KERNELS

struct Registers256 {
  static constexpr int kWidth = 4;
  static constexpr bool kThreeOperandLogic = false;
  typedef std::uint64_t Vector __attribute__((vector_size(8 * kWidth)));

  INFOFLOW_AVX2 static inline bool AnyBit(const Vector& v) {
    return _mm256_testz_si256(reinterpret_cast<__m256i>(v), reinterpret_cast<__m256i>(v)) == 0;
  }
  // By bytes: there is no rotation by bits.
  INFOFLOW_AVX2 static inline void RotateLeft24(Vector& v) {
    const __m256i bytes = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(5, 6, 7, 0, 1, 2, 3, 4, 13, 14, 15, 8, 9, 10, 11, 12));
    v = reinterpret_cast<Vector>(_mm256_shuffle_epi8(reinterpret_cast<__m256i>(v), bytes));
  }
  INFOFLOW_AVX2 static void DrawAhead(const MultispinState& state, int used);
};

struct Registers512 {
  static constexpr int kWidth = 8;
  static constexpr bool kThreeOperandLogic = true;
  typedef std::uint64_t Vector __attribute__((vector_size(8 * kWidth)));

  INFOFLOW_AVX512 static inline bool AnyBit(const Vector& v) {
    return _mm512_test_epi64_mask(reinterpret_cast<__m512i>(v), reinterpret_cast<__m512i>(v)) != 0;
  }
  static INFOFLOW_KERNEL void RotateLeft24(Vector& v) { v = v << 24 | v >> 40; }
  INFOFLOW_AVX512 static void DrawAhead(const MultispinState& state, int used);
};

#endif  // INFOFLOW_X86_KERNELS

template <typename Registers>
constexpr int kParts = kMultispinLanes / Registers::kWidth;

// A place in memory where a register can be read and written.
template <typename Registers>
struct __attribute__((packed, may_alias)) Slot {
  typename Registers::Vector value;
};

template <typename Registers>
INFOFLOW_KERNEL typename Registers::Vector Load(const MultispinWord& word, int part) {
  return reinterpret_cast<const Slot<Registers>*>(word.lanes + part * Registers::kWidth)->value;
}

template <typename Registers>
INFOFLOW_KERNEL void Store(const typename Registers::Vector& value, MultispinWord& word, int part) {
  reinterpret_cast<Slot<Registers>*>(word.lanes + part * Registers::kWidth)->value = value;
}

// The state of random::Sfc64 in each lane of a register, but for the counter, which is the same in
// all engines: they draw together.
template <typename Registers>
struct Engine {
  typename Registers::Vector a, b, c;
};

template <typename Registers>
INFOFLOW_KERNEL typename Registers::Vector Next(Engine<Registers>& e,
                                                const typename Registers::Vector& counter) {
  const typename Registers::Vector number = e.a + e.b + counter;
  e.a = e.b ^ e.b >> 11;
  e.b = e.c + (e.c << 3);
  Registers::RotateLeft24(e.c);
  e.c += number;
  return number;
}

// Moves the words from `used` on to the front and fills the rest. Two engines side by side keep
// the processor's units busy where one would wait for its own results.
template <typename Registers>
INFOFLOW_KERNEL void DrawAheadIn(const MultispinState& state, int used) {
  using Vector = typename Registers::Vector;
  constexpr int kTogether = kParts<Registers> == 1 ? 1 : 2;
  const int kept = kMultispinAhead - used;
  for (int i = 0; i < kept; ++i) state.random[i] = state.random[used + i];
  Vector counter = {};
  for (int first = 0; first < kParts<Registers>; first += kTogether) {
    counter = Load<Registers>(state.engines[3], first);
    Engine<Registers> engines[kTogether];
    for (int j = 0; j < kTogether; ++j) {
      engines[j] = {Load<Registers>(state.engines[0], first + j),
                    Load<Registers>(state.engines[1], first + j),
                    Load<Registers>(state.engines[2], first + j)};
    }
#pragma GCC unroll 4
    for (int i = kept; i < kMultispinAhead; ++i) {
      for (int j = 0; j < kTogether; ++j) {
        Store<Registers>(Next<Registers>(engines[j], counter), state.random[i], first + j);
      }
      counter += 1;
    }
    for (int j = 0; j < kTogether; ++j) {
      Store<Registers>(engines[j].a, state.engines[0], first + j);
      Store<Registers>(engines[j].b, state.engines[1], first + j);
      Store<Registers>(engines[j].c, state.engines[2], first + j);
    }
  }
  for (int part = 0; part < kParts<Registers>; ++part)
    Store<Registers>(counter, state.engines[3], part);
}

// Where the binary digits of the two probabilities change: [0] whether the first is 1, [i]
// whether the i-th differs from the one after, the last being followed by 0. Both as truth and as
// registers of all bits.
template <typename Registers>
struct Changes {
  bool two[kMultispinRounds + 1];
  bool four[kMultispinRounds + 1];
  typename Registers::Vector two_mask[kMultispinRounds + 1];
  typename Registers::Vector four_mask[kMultispinRounds + 1];
};

INFOFLOW_KERNEL bool ChangesAfter(std::uint32_t probability, int digit) {
  const std::uint64_t doubled = std::uint64_t{2} * probability;
  return ((doubled ^ probability) >> (kMultispinRounds - digit) & 1) != 0;
}

template <typename Registers>
INFOFLOW_KERNEL void SetChanges(const MultispinState& state, Changes<Registers>& changes) {
  const typename Registers::Vector zeros = {};
  for (int i = 0; i <= kMultispinRounds; ++i) {
    changes.two[i] = ChangesAfter(state.two, i);
    changes.four[i] = ChangesAfter(state.four, i);
    changes.two_mask[i] = changes.two[i] ? ~zeros : zeros;
    changes.four_mask[i] = changes.four[i] ? ~zeros : zeros;
  }
}

// What is known of the replicas in one register while a site is updated. A replica is decided in
// the first round where its random bit is 0, by the digit of that round. Those decided between two
// changes of the digits are the exclusive or of the undecided before and after, so that the sum
// (exclusive or) of the undecided at all changes are those decided by a digit 1.
template <typename Registers>
struct Decision {
  typename Registers::Vector odd;  // |h| = 2: decided by the first probability, else by the second
  typename Registers::Vector undecided;  // empty from some round on
  typename Registers::Vector two,
      four;  // decided for, if it is by the first probability or by the second
};

// Adds the undecided after `digit` digits to the sums of the probabilities that change there.
template <typename Registers>
INFOFLOW_KERNEL void AddChanges(const Changes<Registers>& changes, int digit,
                                Decision<Registers> (&decisions)[kParts<Registers>]) {
  if (Registers::kThreeOperandLogic) {
    for (Decision<Registers>& d : decisions) {
      d.two ^= d.undecided & changes.two_mask[digit];
      d.four ^= d.undecided & changes.four_mask[digit];
    }
    return;
  }
  // These branches go the same way at every site and are foretold.
  if (changes.two[digit]) {
    for (Decision<Registers>& d : decisions) d.two ^= d.undecided;
  }
  if (changes.four[digit]) {
    for (Decision<Registers>& d : decisions) d.four ^= d.undecided;
  }
}

// One more random bit of every replica.
template <typename Registers>
INFOFLOW_KERNEL void Round(const Changes<Registers>& changes, int round,
                           const MultispinWord& random,
                           Decision<Registers> (&decisions)[kParts<Registers>]) {
  for (int part = 0; part < kParts<Registers>; ++part)
    decisions[part].undecided &= Load<Registers>(random, part);
  AddChanges<Registers>(changes, round + 1, decisions);
}

template <typename Registers>
INFOFLOW_KERNEL bool AnyUndecided(const Decision<Registers> (&decisions)[kParts<Registers>]) {
  typename Registers::Vector any = decisions[0].undecided;
  for (int part = 1; part < kParts<Registers>; ++part) any |= decisions[part].undecided;
  return Registers::AnyBit(any);
}

template <typename Registers, bool kHeatBath>
INFOFLOW_KERNEL void SweepIn(const MultispinState& state) {
  using Vector = typename Registers::Vector;
  const int side = state.side;
  Changes<Registers> changes;
  SetChanges<Registers>(state, changes);
  const Vector zeros = {};
  int used = *state.used;
  for (int parity = 0; parity < 2; ++parity) {
    for (int y = 0; y < side; ++y) {
      MultispinWord* here = state.spins + static_cast<long>(y) * side;
      const MultispinWord* above = y == 0 ? here + static_cast<long>(side - 1) * side : here - side;
      const MultispinWord* below = y == side - 1 ? state.spins : here + side;
      for (int x = (y + parity) % 2; x < side; x += 2) {
        const MultispinWord& left = here[x == 0 ? side - 1 : x - 1];
        const MultispinWord& right = here[x == side - 1 ? 0 : x + 1];
        if (used + kMultispinFixedRounds + kMultispinSparedBranches > kMultispinAhead) {
          Registers::DrawAhead(state, used);
          used = 0;
        }
        Decision<Registers> decisions[kParts<Registers>];
        for (int part = 0; part < kParts<Registers>; ++part) {
          const Vector spin = Load<Registers>(here[x], part);
          // 1: unlike.
          const Vector a = spin ^ Load<Registers>(left, part);
          const Vector b = spin ^ Load<Registers>(right, part);
          const Vector c = spin ^ Load<Registers>(above[x], part);
          const Vector d = spin ^ Load<Registers>(below[x], part);
          const Vector at_least_two = (a & b) | (c & d) | ((a ^ b) & (c ^ d));
          if (kHeatBath) {
            // Goes with the majority but for a decision against it; halves go by a bit.
            const Vector odd = a ^ b ^ c ^ d;
            const Vector at_least_three = (a & b & (c | d)) | (c & d & (a | b));
            const Vector halves = at_least_two & ~at_least_three;
            decisions[part] = {odd, ~halves, zeros, zeros};
            Store<Registers>(
                spin ^ at_least_three ^ (halves & Load<Registers>(state.random[used], part)),
                here[x], part);
          } else {
            decisions[part] = {a | b | c | d, ~at_least_two, zeros, zeros};
            Store<Registers>(spin ^ at_least_two, here[x], part);
          }
        }
        AddChanges<Registers>(changes, 0, decisions);
        const MultispinWord* random = state.random + used;
        int round = 0;
#pragma GCC unroll 16
        for (; round < kMultispinFixedRounds; ++round) {
          Round<Registers>(changes, round, random[round], decisions);
        }
        used += kMultispinFixedRounds;
        // The next rounds are done in any case, without effect where no replica is left, and only
        // the words that had one are used up: branches here could not be foretold.
#pragma GCC unroll 16
        for (; round < kMultispinFixedRounds + kMultispinSparedBranches; ++round) {
          used += AnyUndecided<Registers>(decisions) ? 1 : 0;
          Round<Registers>(changes, round, random[round], decisions);
        }
        for (; round < kMultispinRounds && AnyUndecided<Registers>(decisions); ++round) {
          if (used == kMultispinAhead) {
            Registers::DrawAhead(state, used);
            used = 0;
          }
          Round<Registers>(changes, round, state.random[used++], decisions);
        }
        for (int part = 0; part < kParts<Registers>; ++part) {
          const Decision<Registers>& d = decisions[part];
          Store<Registers>(Load<Registers>(here[x], part) ^ ((d.odd & d.two) | (~d.odd & d.four)),
                           here[x], part);
        }
      }
    }
  }
  *state.used = used;
}

// Not inlined: most of their sites draw nothing.
__attribute__((noinline)) void Registers64::DrawAhead(const MultispinState& state, int used) {
  DrawAheadIn<Registers64>(state, used);
}

#ifdef INFOFLOW_X86_KERNELS

INFOFLOW_AVX2 __attribute__((noinline)) void Registers256::DrawAhead(const MultispinState& state,
                                                                     int used) {
  DrawAheadIn<Registers256>(state, used);
}

INFOFLOW_AVX512 __attribute__((noinline)) void Registers512::DrawAhead(const MultispinState& state,
                                                                       int used) {
  DrawAheadIn<Registers512>(state, used);
}

template <bool kHeatBath>
INFOFLOW_AVX2 void Sweep256(const MultispinState& state) {
  SweepIn<Registers256, kHeatBath>(state);
}

template <bool kHeatBath>
INFOFLOW_AVX512 void Sweep512(const MultispinState& state) {
  SweepIn<Registers512, kHeatBath>(state);
}

#endif  // INFOFLOW_X86_KERNELS

template <bool kHeatBath>
void Sweep(const MultispinState& state) {
  switch (ActiveKernelTarget()) {
#ifdef INFOFLOW_X86_KERNELS
    case KernelTarget::kAvx512:
      return Sweep512<kHeatBath>(state);
    case KernelTarget::kAvx2:
      return Sweep256<kHeatBath>(state);
#endif
    default:
      return SweepIn<Registers64, kHeatBath>(state);
  }
}

}  // namespace

void MultispinSweep(const MultispinState& state) {
  if (state.heat_bath) return Sweep<true>(state);
  return Sweep<false>(state);
}

}  // namespace infoflow::ising::internal
