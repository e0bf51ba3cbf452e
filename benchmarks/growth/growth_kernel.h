#ifndef BENCHMARKS_GROWTH_GROWTH_KERNEL_H_
#define BENCHMARKS_GROWTH_GROWTH_KERNEL_H_

#include <functional>
#include <string>
#include <vector>

// Kernels whose time is to grow as a power of a size.

namespace infoflow::growth {

// Does the work once, on one thread.
using Step = std::function<void()>;

struct GrowthKernel {
  std::string name;
  std::string size_name;
  // What grows, by the argument: the argument itself unless given.
  std::function<double(int)> size;
  double expected;    // exponent of large sizes
  std::string count;  // what it follows from
  std::vector<int> arguments;
  std::function<Step(int)> prepare;

  double SizeOf(int argument) const { return size ? size(argument) : argument; }
};

using GrowthKernels = std::vector<GrowthKernel>;

// One function for each file *_growth.cc.
void AddLinearAlgebraGrowth(GrowthKernels& kernels);
void AddEstimatorGrowth(GrowthKernels& kernels);
void AddIsingGrowth(GrowthKernels& kernels);
void AddTrainingGrowth(GrowthKernels& kernels);
void AddTheoryGrowth(GrowthKernels& kernels);

}  // namespace infoflow::growth

#endif  // BENCHMARKS_GROWTH_GROWTH_KERNEL_H_
