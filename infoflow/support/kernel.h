#ifndef INFOFLOW_SUPPORT_KERNEL_H_
#define INFOFLOW_SUPPORT_KERNEL_H_

#include <atomic>
#include <utility>
#include <vector>

// Kernels: inner loops that are compiled once for each instruction set and chosen when they run,
// so that one binary is fast on every machine.
//
//   template <typename T>
//   INFOFLOW_KERNEL void Scale(T factor, T* x, int count) {
//     for (int i = 0; i < count; ++i) x[i] *= factor;
//   }
//   ...
//   RunKernel<Scale<float>>(2.0f, x, count);
//
// The variants give the same bits: contraction into fused multiply-adds is off in .bazelrc, and
// without fast-math the compiler may not reorder sums. All that a kernel calls must be inlined into
// it (INFOFLOW_KERNEL again): what is not is compiled for every machine, and slow. Kernels live in
// a kernel_library (infoflow/kernels.bzl), which has the flags that vectorize them; their tests
// link //infoflow/testing:kernel_test_main, which runs every test once per instruction set.
//
// Where the compiler needs intrinsics there is a function per instruction set, marked with
// INFOFLOW_AVX2 or INFOFLOW_AVX512, and ActiveKernelTarget() to choose by.
//
// Arm machines have one variant: NEON is in their base instruction set, for which everything is
// compiled. INFOFLOW_PLAIN_KERNELS leaves it at one everywhere, for programs that must be small.

#define INFOFLOW_KERNEL inline __attribute__((always_inline))
// The same for a lambda: [&](int i) INFOFLOW_KERNEL_LAMBDA { ... }
#define INFOFLOW_KERNEL_LAMBDA __attribute__((always_inline))

#if defined(__x86_64__) && defined(__GNUC__) && !defined(INFOFLOW_PLAIN_KERNELS)
#define INFOFLOW_X86_KERNELS 1
#define INFOFLOW_AVX2 __attribute__((target("avx2,fma")))
#define INFOFLOW_AVX512 __attribute__((target("avx512f")))
#endif

namespace infoflow {

enum class KernelTarget {
  kPlain,   // every machine
  kAvx2,    // x86-64 with AVX2 and FMA
  kAvx512,  // x86-64 with AVX-512F
};

const char* KernelTargetName(KernelTarget target);

// Those of this machine, kPlain first, the fastest last.
std::vector<KernelTarget> SupportedKernelTargets();

namespace internal {
extern std::atomic<KernelTarget> active_kernel_target;
}

// The fastest of this machine, unless a test has chosen otherwise.
inline KernelTarget ActiveKernelTarget() {
  return internal::active_kernel_target.load(std::memory_order_relaxed);
}

// For tests and benchmarks, while no other thread runs kernels. A bug unless it is supported.
void SetKernelTarget(KernelTarget target);

namespace internal {

template <auto kKernel, typename Signature>
struct KernelVariants;

template <auto kKernel, typename Result, typename... Arguments>
struct KernelVariants<kKernel, Result (*)(Arguments...)> {
  static Result Plain(Arguments... arguments) { return kKernel(arguments...); }
#ifdef INFOFLOW_X86_KERNELS
  INFOFLOW_AVX2 static Result Avx2(Arguments... arguments) { return kKernel(arguments...); }
  INFOFLOW_AVX512 static Result Avx512(Arguments... arguments) { return kKernel(arguments...); }
#endif

  static Result Run(Arguments... arguments) {
    switch (ActiveKernelTarget()) {
#ifdef INFOFLOW_X86_KERNELS
      case KernelTarget::kAvx512:
        return Avx512(arguments...);
      case KernelTarget::kAvx2:
        return Avx2(arguments...);
#endif
      default:
        return Plain(arguments...);
    }
  }
};

}  // namespace internal

// Calls the variant of `kKernel` for the active target.
template <auto kKernel, typename... Arguments>
inline auto RunKernel(Arguments&&... arguments) {
  return internal::KernelVariants<kKernel, decltype(kKernel)>::Run(
      std::forward<Arguments>(arguments)...);
}

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_KERNEL_H_
