"""How kernels are compiled."""

load("@rules_cc//cc:defs.bzl", "cc_library")

# Full vectorization, also of comparisons and square roots, which might otherwise set a
# floating-point flag or errno that nobody reads; values do not change. Vectors wider than the
# machine's stay inside a kernel, where no calling convention matters.
_KERNEL_COPTS = [
    "-O3",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-Wno-psabi",
]

def kernel_library(name, copts = [], **kwargs):
    """A cc_library whose loops are to be vectorized: infoflow/support/kernel.h.

    Args:
      name: of the library.
      copts: further flags, each with its reason beside it.
      **kwargs: as of cc_library.
    """
    cc_library(
        name = name,
        copts = _KERNEL_COPTS + copts,
        **kwargs
    )
