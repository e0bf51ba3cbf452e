// Exponents, the section and the picture of made-up curves; kernels at their smallest sizes.

#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "benchmarks/growth/exponent.h"
#include "benchmarks/growth/growth_kernel.h"
#include "benchmarks/growth/growth_page.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"

namespace infoflow::growth {
namespace {

using ::testing::HasSubstr;

TEST(ExponentTest, OfAPower) {
  const std::vector<double> sizes = {1, 3, 10, 30, 100};
  std::vector<double> seconds;
  for (const double size : sizes) seconds.push_back(2e-9 * std::pow(size, 1.7));
  EXPECT_NEAR(ExponentOf(sizes, seconds), 1.7, 1e-12);
}

TEST(ExponentTest, SmallSizesDoNotCount) {
  // 7, 8 and 9 times larger from the middle on, of four and of five sizes.
  EXPECT_NEAR(ExponentOf({1, 2, 4, 8}, {9, 9, 4, 8}), 1.0, 1e-12);
  EXPECT_NEAR(ExponentOf({1, 2, 4, 8, 16}, {9, 9, 4, 8, 16}), 1.0, 1e-12);
  EXPECT_NEAR(ExponentOf({1, 2}, {1, 8}), 3.0, 1e-12);
}

TEST(ExponentTest, LeastSquaresOfThreePoints) {
  // Logarithms to base 2: (0, 0), (1, 2), (2, 1): slope 1/2.
  EXPECT_NEAR(ExponentOf({0.1, 0.2, 1, 2, 4}, {1, 1, 1, 4, 2}), 0.5, 1e-12);
}

std::vector<GrowthCurve> TwoCurves() {
  GrowthCurve square;
  square.kernel = {"a product", "n", {}, 3.0, "2 n^3 flops", {}, {}};
  square.sizes = {10, 100, 1000};
  square.seconds = {1e-6, 1e-3, 1.1};
  square.exponent = 3.02;
  GrowthCurve line = square;
  line.kernel.name = "a_line";
  line.kernel.expected = 0.875;
  line.sizes = {1, 10, 2e6};
  return {square, line};
}

TEST(GrowthPageTest, Section) {
  const std::string section = GrowthSection(TwoCurves(), "one core, today", "images/x.svg");
  EXPECT_THAT(section, HasSubstr("`bazel run //benchmarks:growth`: one core, today;"));
  EXPECT_THAT(section, HasSubstr("![time over size](images/x.svg)"));
  EXPECT_THAT(section,
              HasSubstr("| a product | n | 10 | 1000 | 1.1e+03 ms | 3 | 3.02 | 2 n^3 flops |\n"));
  EXPECT_THAT(section, HasSubstr("| a_line | n | 1 | 2e+06 | 1.1e+03 ms | 0.875 | 3.02 |"));
}

TEST(GrowthPageTest, Picture) {
  const std::string script = GrowthScript(TwoCurves(), "it's.svg");
  EXPECT_THAT(script, HasSubstr("set output 'it''s.svg'"));
  EXPECT_THAT(script, HasSubstr("set title 'a\\_line'"));
  const std::string path = ::testing::TempDir() + "/growth.svg";
  const absl::Status status = DrawGrowth(TwoCurves(), path);
  if (absl::IsNotFound(status)) GTEST_SKIP() << status;
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(ReadFile(path).value(), HasSubstr("</svg>"));
  EXPECT_FALSE(DrawGrowth(TwoCurves(), "/nowhere/growth.svg").ok());
}

TEST(GrowthKernelTest, AllDoTheirSmallestWork) {
  GrowthKernels kernels;
  AddLinearAlgebraGrowth(kernels);
  AddEstimatorGrowth(kernels);
  AddIsingGrowth(kernels);
  AddTrainingGrowth(kernels);
  AddTheoryGrowth(kernels);
  for (const GrowthKernel& kernel : kernels) {
    SCOPED_TRACE(kernel.name);
    ASSERT_GE(kernel.arguments.size(), 6);
    for (std::size_t i = 1; i < kernel.arguments.size(); ++i) {
      EXPECT_LT(kernel.SizeOf(kernel.arguments[i - 1]), kernel.SizeOf(kernel.arguments[i]));
    }
    kernel.prepare(kernel.arguments.front())();
  }
}

}  // namespace
}  // namespace infoflow::growth
