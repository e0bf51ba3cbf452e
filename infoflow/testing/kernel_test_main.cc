// Runs every test of a program once for each instruction set of this machine, so that all variants
// of its kernels (infoflow/support/kernel.h) meet the same expectations.

#include <cstdio>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/support/kernel.h"

namespace infoflow {
namespace {

class EachKernelTarget : public ::testing::EmptyTestEventListener {
 public:
  void OnTestIterationStart(const ::testing::UnitTest&, int iteration) override {
    const std::vector<KernelTarget> targets = SupportedKernelTargets();
    const KernelTarget target = targets[iteration % targets.size()];
    SetKernelTarget(target);
    std::printf("[ KERNELS  ] %s\n", KernelTargetName(target));
  }
};

}  // namespace
}  // namespace infoflow

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  if (GTEST_FLAG_GET(repeat) == 1) {
    GTEST_FLAG_SET(repeat, static_cast<int>(infoflow::SupportedKernelTargets().size()));
  }
  ::testing::UnitTest::GetInstance()->listeners().Append(new infoflow::EachKernelTarget);
  return RUN_ALL_TESTS();
}
