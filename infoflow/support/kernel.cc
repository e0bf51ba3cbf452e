#include "infoflow/support/kernel.h"

#include <algorithm>

#include "infoflow/support/check.h"

namespace infoflow {

const char* KernelTargetName(KernelTarget target) {
  switch (target) {
    case KernelTarget::kPlain:
      return "plain";
    case KernelTarget::kAvx2:
      return "AVX2";
    case KernelTarget::kAvx512:
      return "AVX-512";
  }
  return "unknown";
}

std::vector<KernelTarget> SupportedKernelTargets() {
  std::vector<KernelTarget> targets = {KernelTarget::kPlain};
#ifdef INFOFLOW_X86_KERNELS
  __builtin_cpu_init();  // this may run before constructors
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    targets.push_back(KernelTarget::kAvx2);
    if (__builtin_cpu_supports("avx512f")) targets.push_back(KernelTarget::kAvx512);
  }
#endif
  return targets;
}

namespace internal {
// kPlain until it is initialized, which is as right.
std::atomic<KernelTarget> active_kernel_target{SupportedKernelTargets().back()};
}  // namespace internal

void SetKernelTarget(KernelTarget target) {
  const std::vector<KernelTarget> supported = SupportedKernelTargets();
  INFOFLOW_CHECK(std::find(supported.begin(), supported.end(), target) != supported.end());
  internal::active_kernel_target.store(target, std::memory_order_relaxed);
}

}  // namespace infoflow
