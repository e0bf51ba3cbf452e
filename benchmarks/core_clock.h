#ifndef BENCHMARKS_CORE_CLOCK_H_
#define BENCHMARKS_CORE_CLOCK_H_

#include <cstdint>
#include <ctime>
#include <limits>

#include "benchmark/benchmark.h"

namespace infoflow {

// Seconds per cycle of this core now: the shortest of many runs of a chain of multiplications, each
// of which waits for the one before for the 3 cycles that 64-bit products take on the processors of
// today. Time is that of the thread, as in the benchmarks. Cost: 2 ms.
inline double MeasureSecondsPerCycle() {
  constexpr int kProducts = 10000;
  const auto now = [] {
    std::timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  };
  double best = std::numeric_limits<double>::infinity();
  for (int repeat = 0; repeat < 200; ++repeat) {
    std::uint64_t x = 3;
    const double start = now();
    for (int i = 0; i < kProducts; ++i) x *= x;
    benchmark::DoNotOptimize(x);
    const double taken = now() - start;
    if (taken < best) best = taken;
  }
  return best / (3.0 * kProducts);
}

// The same, measured once, for bounds that count instructions.
inline double SecondsPerCycle() {
  static const double seconds = MeasureSecondsPerCycle();
  return seconds;
}

}  // namespace infoflow

#endif  // BENCHMARKS_CORE_CLOCK_H_
