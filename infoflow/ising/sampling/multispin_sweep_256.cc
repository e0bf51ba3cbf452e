#include <cstdint>

#include "infoflow/ising/sampling/multispin_sweep.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)

#include <immintrin.h>

// Only what stands between push and pop may use these instructions.
#pragma GCC push_options
#pragma GCC target("avx2")

namespace infoflow::ising::internal {

namespace {

constexpr int kWidth = 4;
constexpr bool kThreeOperandLogic = false;
typedef std::uint64_t Vector __attribute__((vector_size(8 * kWidth)));

inline __attribute__((always_inline)) bool AnyBit(const Vector& v) {
  return _mm256_testz_si256(reinterpret_cast<__m256i>(v), reinterpret_cast<__m256i>(v)) == 0;
}

// By bytes: there is no rotation by bits.
inline __attribute__((always_inline)) Vector RotateLeft24(const Vector& v) {
  const __m256i bytes = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(5, 6, 7, 0, 1, 2, 3, 4, 13, 14, 15, 8, 9, 10, 11, 12));
  return reinterpret_cast<Vector>(_mm256_shuffle_epi8(reinterpret_cast<__m256i>(v), bytes));
}

#include "infoflow/ising/sampling/multispin_sweep_body.inc"

}  // namespace

void MultispinSweep256(const MultispinState& state) { Sweep(state); }

}  // namespace infoflow::ising::internal

#pragma GCC pop_options

#else

namespace infoflow::ising::internal {

void MultispinSweep256(const MultispinState& state) { MultispinSweep64(state); }

}  // namespace infoflow::ising::internal

#endif
