#include "infoflow/numerics/root_finding.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"

namespace infoflow::numerics {
namespace {

TEST(FindRootTest, KnownRoots) {
  const auto cosine = FindRoot([](double x) { return std::cos(x); }, 1.0, 2.0);
  ASSERT_TRUE(cosine.ok()) << cosine.status();
  EXPECT_TRUE(cosine->converged);
  EXPECT_NEAR(cosine->value, M_PI / 2, 3e-16);
  EXPECT_LE(cosine->iterations, 15);
  // A triple root, where secant steps alone would crawl.
  const auto triple = FindRoot([](double x) { return std::pow(x - 0.3, 3); }, -1.0, 2.0);
  ASSERT_TRUE(triple.ok()) << triple.status();
  EXPECT_TRUE(triple->converged);
  EXPECT_NEAR(triple->value, 0.3, 1e-5);
  // Far from one in size.
  const auto tiny = FindRoot([](double x) { return x * x - 2e-200; }, 1e-110, 1e-90);
  ASSERT_TRUE(tiny.ok()) << tiny.status();
  EXPECT_NEAR(tiny->value / std::sqrt(2e-200), 1.0, 1e-15);
}

TEST(FindRootTest, RootAtAnEnd) {
  const auto root = FindRoot([](double x) { return x - 1.0; }, 1.0, 2.0);
  ASSERT_TRUE(root.ok());
  EXPECT_EQ(root->value, 1.0);
  EXPECT_TRUE(root->converged);
}

TEST(FindRootTest, BadInput) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto square = [](double x) { return x * x + 1.0; };
  EXPECT_EQ(FindRoot(square, -1.0, 1.0).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(FindRoot(square, 1.0, -1.0).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(FindRoot(square, nan, 1.0).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(FindRoot([](double x) { return x; }, -1.0, 1.0, {1e-16, 0}).status().code(),
            absl::StatusCode::kInvalidArgument);
  const auto root_of_log = FindRoot([](double x) { return std::log(x); }, -1.0, 2.0);
  EXPECT_EQ(root_of_log.status().code(), absl::StatusCode::kInternal);
}

TEST(FindRootTest, SaysWhenItRunsOut) {
  const auto root = FindRoot([](double x) { return std::exp(x) - 5.0; }, -50.0, 60.0, {4e-16, 3});
  ASSERT_TRUE(root.ok());
  EXPECT_FALSE(root->converged);
  EXPECT_GT(root->width, 0.0);
}

}  // namespace
}  // namespace infoflow::numerics
