#include <cstdint>

#include "infoflow/ising/sampling/multispin_sweep.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)

#include <immintrin.h>

// Only what stands between push and pop may use these instructions.
#pragma GCC push_options
#pragma GCC target("avx512f")

namespace infoflow::ising::internal {

namespace {

constexpr int kWidth = 8;
constexpr bool kThreeOperandLogic = true;
typedef std::uint64_t Vector __attribute__((vector_size(8 * kWidth)));

inline __attribute__((always_inline)) bool AnyBit(const Vector& v) {
  return _mm512_test_epi64_mask(reinterpret_cast<__m512i>(v), reinterpret_cast<__m512i>(v)) != 0;
}

inline __attribute__((always_inline)) Vector RotateLeft24(const Vector& v) {
  return v << 24 | v >> 40;
}

#include "infoflow/ising/sampling/multispin_sweep_body.inc"

}  // namespace

void MultispinSweep512(const MultispinState& state) { Sweep(state); }

}  // namespace infoflow::ising::internal

#pragma GCC pop_options

#else

namespace infoflow::ising::internal {

void MultispinSweep512(const MultispinState& state) { MultispinSweep64(state); }

}  // namespace infoflow::ising::internal

#endif
