#include "infoflow/linalg/blas_threads.h"

#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/parallel_for.h"

namespace infoflow::linalg {
namespace {

TEST(BlasThreadsTest, GuardsNestAndRestore) {
  const int before = BlasThreads();
  {
    const SingleThreadedBlas outer;
    EXPECT_EQ(BlasThreads(), 1);
    {
      const SingleThreadedBlas inner;
      EXPECT_EQ(BlasThreads(), 1);
    }
    EXPECT_EQ(BlasThreads(), 1);
  }
  EXPECT_EQ(BlasThreads(), before);
}

TEST(BlasThreadsTest, SettingInsideAGuardTakesEffectAfterIt) {
  SetBlasThreads(2);
  const int two = BlasThreads();  // 1 with the builtin kernels
  SetBlasThreads(1);
  {
    const SingleThreadedBlas guard;
    SetBlasThreads(2);
    EXPECT_EQ(BlasThreads(), 1);
  }
  EXPECT_EQ(BlasThreads(), two);
  SetBlasThreads(1);
  EXPECT_EQ(BlasThreads(), 1);
}

TEST(BlasThreadsTest, GuardedProductsAreTheSameBitsForAnyNumberOfThreads) {
  constexpr int kItems = 8;
  constexpr int kSize = 173;
  const auto compute = [](int threads) {
    std::vector<Matrix<double>> results(kItems);
    const SingleThreadedBlas single_threaded_blas;
    const absl::Status status = ParallelFor(kItems, threads, [&](int item) {
      Matrix<double> a(kSize, kSize);
      for (int i = 0; i < kSize; ++i) {
        for (int j = 0; j < kSize; ++j) a(i, j) = 1.0 / (1 + item + i + 2 * j);
      }
      results[item] = Product(a, a);
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok());
    return results;
  };
  EXPECT_EQ(compute(1), compute(4));
}

TEST(BlasThreadsTest, DescribesTheLibrary) {
  const BlasDescription description = DescribeBlas();
  EXPECT_TRUE(description.name == "OpenBLAS" || description.name == "builtin");
  EXPECT_FALSE(description.kernel.empty());
  EXPECT_FALSE(description.configuration.empty());
}

}  // namespace
}  // namespace infoflow::linalg
