#ifndef INFOFLOW_SUPPORT_TARGET_CLONES_H_
#define INFOFLOW_SUPPORT_TARGET_CLONES_H_

// INFOFLOW_TARGET_CLONES before a function compiles it once per instruction set and picks at
// load time, so that one binary is fast on every x86-64 machine.
//
// The clones give the same bits: contraction into fused multiply-adds is off in .bazelrc, and
// without fast-math the compiler may not reorder sums. Put the attribute on non-template
// functions that call nothing but inline code. It is empty where it does not work: other
// architectures, Clang, and the sanitizers whose run time is not up when the choice is made.

#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define INFOFLOW_TARGET_CLONES __attribute__((target_clones("default", "avx2", "avx512f")))
#else
#define INFOFLOW_TARGET_CLONES
#endif

#endif  // INFOFLOW_SUPPORT_TARGET_CLONES_H_
