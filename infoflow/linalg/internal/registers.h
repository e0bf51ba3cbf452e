#ifndef INFOFLOW_LINALG_INTERNAL_REGISTERS_H_
#define INFOFLOW_LINALG_INTERNAL_REGISTERS_H_

#include <immintrin.h>

#include "infoflow/support/kernel.h"

// Vectors of T in registers of 512 and of 256 bits: intrinsics, because the compiler's own vector
// types have no fused multiply-add while contraction is switched off. For x86-64 only.
//
// A Mask stands for the first `count` numbers, 1 <= count <= kWidth; others are loaded as 0 and not
// stored.

namespace infoflow::linalg::internal {

template <typename T>
struct Registers512;
template <typename T>
struct Registers256;

#define INFOFLOW_IN_AVX512 INFOFLOW_AVX512 __attribute__((always_inline))
#define INFOFLOW_IN_AVX2 INFOFLOW_AVX2 __attribute__((always_inline))

template <>
struct Registers512<float> {
  using Vector = __m512;
  using Mask = __mmask16;
  static constexpr int kWidth = 16;
  INFOFLOW_IN_AVX512 static Mask First(int count) { return static_cast<Mask>((1u << count) - 1u); }
  INFOFLOW_IN_AVX512 static Vector Zero() { return _mm512_setzero_ps(); }
  INFOFLOW_IN_AVX512 static Vector Spread(const float* from) { return _mm512_set1_ps(*from); }
  INFOFLOW_IN_AVX512 static Vector Load(const float* from) { return _mm512_loadu_ps(from); }
  INFOFLOW_IN_AVX512 static Vector Load(const float* from, Mask mask) {
    return _mm512_maskz_loadu_ps(mask, from);
  }
  INFOFLOW_IN_AVX512 static Vector MultiplyAdd(Vector x, Vector y, Vector z) {
    return _mm512_fmadd_ps(x, y, z);
  }
  INFOFLOW_IN_AVX512 static void Store(float* to, Vector vector) { _mm512_storeu_ps(to, vector); }
  INFOFLOW_IN_AVX512 static void Store(float* to, Mask mask, Vector vector) {
    _mm512_mask_storeu_ps(to, mask, vector);
  }
};

template <>
struct Registers512<double> {
  using Vector = __m512d;
  using Mask = __mmask8;
  static constexpr int kWidth = 8;
  INFOFLOW_IN_AVX512 static Mask First(int count) { return static_cast<Mask>((1u << count) - 1u); }
  INFOFLOW_IN_AVX512 static Vector Zero() { return _mm512_setzero_pd(); }
  INFOFLOW_IN_AVX512 static Vector Spread(const double* from) { return _mm512_set1_pd(*from); }
  INFOFLOW_IN_AVX512 static Vector Load(const double* from) { return _mm512_loadu_pd(from); }
  INFOFLOW_IN_AVX512 static Vector Load(const double* from, Mask mask) {
    return _mm512_maskz_loadu_pd(mask, from);
  }
  INFOFLOW_IN_AVX512 static Vector MultiplyAdd(Vector x, Vector y, Vector z) {
    return _mm512_fmadd_pd(x, y, z);
  }
  INFOFLOW_IN_AVX512 static void Store(double* to, Vector vector) { _mm512_storeu_pd(to, vector); }
  INFOFLOW_IN_AVX512 static void Store(double* to, Mask mask, Vector vector) {
    _mm512_mask_storeu_pd(to, mask, vector);
  }
};

template <>
struct Registers256<float> {
  using Vector = __m256;
  using Mask = __m256i;
  static constexpr int kWidth = 8;
  INFOFLOW_IN_AVX2 static Mask First(int count) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  }
  INFOFLOW_IN_AVX2 static Vector Zero() { return _mm256_setzero_ps(); }
  INFOFLOW_IN_AVX2 static Vector Spread(const float* from) { return _mm256_set1_ps(*from); }
  INFOFLOW_IN_AVX2 static Vector Load(const float* from) { return _mm256_loadu_ps(from); }
  INFOFLOW_IN_AVX2 static Vector Load(const float* from, Mask mask) {
    return _mm256_maskload_ps(from, mask);
  }
  INFOFLOW_IN_AVX2 static Vector MultiplyAdd(Vector x, Vector y, Vector z) {
    return _mm256_fmadd_ps(x, y, z);
  }
  INFOFLOW_IN_AVX2 static void Store(float* to, Vector vector) { _mm256_storeu_ps(to, vector); }
  INFOFLOW_IN_AVX2 static void Store(float* to, Mask mask, Vector vector) {
    _mm256_maskstore_ps(to, mask, vector);
  }
};

template <>
struct Registers256<double> {
  using Vector = __m256d;
  using Mask = __m256i;
  static constexpr int kWidth = 4;
  INFOFLOW_IN_AVX2 static Mask First(int count) {
    return _mm256_cmpgt_epi64(_mm256_set1_epi64x(count), _mm256_setr_epi64x(0, 1, 2, 3));
  }
  INFOFLOW_IN_AVX2 static Vector Zero() { return _mm256_setzero_pd(); }
  INFOFLOW_IN_AVX2 static Vector Spread(const double* from) { return _mm256_set1_pd(*from); }
  INFOFLOW_IN_AVX2 static Vector Load(const double* from) { return _mm256_loadu_pd(from); }
  INFOFLOW_IN_AVX2 static Vector Load(const double* from, Mask mask) {
    return _mm256_maskload_pd(from, mask);
  }
  INFOFLOW_IN_AVX2 static Vector MultiplyAdd(Vector x, Vector y, Vector z) {
    return _mm256_fmadd_pd(x, y, z);
  }
  INFOFLOW_IN_AVX2 static void Store(double* to, Vector vector) { _mm256_storeu_pd(to, vector); }
  INFOFLOW_IN_AVX2 static void Store(double* to, Mask mask, Vector vector) {
    _mm256_maskstore_pd(to, mask, vector);
  }
};

#undef INFOFLOW_IN_AVX512
#undef INFOFLOW_IN_AVX2

}  // namespace infoflow::linalg::internal

#endif  // INFOFLOW_LINALG_INTERNAL_REGISTERS_H_
