#include "infoflow/linalg/blas_threads.h"

#include <sys/resource.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/testing/sanitizers.h"

namespace infoflow::linalg {
namespace {

// Threads of this process, by the system.
int RunningThreads() {
  std::ifstream file("/proc/self/status");
  std::string word;
  int threads = 0;
  while (file >> word) {
    if (word == "Threads:") file >> threads;
  }
  return threads;
}

// However many cores the machine has: the library was loaded and has computed.
TEST(BlasThreadsTest, StartsNoThreads) {
  const Matrix<double> a(300, 300, 1.0);
  EXPECT_EQ(Product(a, a)(7, 8), 300.0);
  EXPECT_EQ(BlasThreads(), 1);
  // Sanitizers have one of their own.
  EXPECT_EQ(RunningThreads(), kMapsShadowMemory ? RunningThreads() : 1);
}

// A product that is refused its buffer ends the program by one sentence, not never.
void MultiplyWithoutMemory() {
  rlimit limit = {};
  getrlimit(RLIMIT_AS, &limit);
  std::ifstream file("/proc/self/statm");
  double pages = 0.0;
  file >> pages;
  limit.rlim_cur = static_cast<rlim_t>(pages * 4096.0 + 64e6);
  setrlimit(RLIMIT_AS, &limit);
  const Matrix<double> a(300, 300, 1.0);
  std::_Exit(Product(a, a)(7, 8) == 300.0 ? 17 : 18);
}

TEST(BlasThreadsDeathTest, AProductWithoutMemoryEnds) {
  if (kMapsShadowMemory) GTEST_SKIP() << "sanitizers need more address space";
  GTEST_FLAG_SET(death_test_style, "threadsafe");  // buffers of this process are not there
  if (DescribeBlas().name == "OpenBLAS") {
    EXPECT_EXIT(MultiplyWithoutMemory(), testing::ExitedWithCode(1), "OpenBLAS needs 128 MB");
  } else {
    EXPECT_EXIT(MultiplyWithoutMemory(), testing::ExitedWithCode(17), "");
  }
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
