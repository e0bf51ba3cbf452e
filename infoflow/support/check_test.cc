#include "infoflow/support/check.h"

#include "gtest/gtest.h"

namespace infoflow {
namespace {

TEST(CheckTest, TrueConditionIsEvaluatedOnceAndPasses) {
  int evaluations = 0;
  INFOFLOW_CHECK(++evaluations == 1);
  EXPECT_EQ(evaluations, 1);
}

TEST(CheckTest, IsOneStatement) {
  bool reached = false;
  if (reached)
    INFOFLOW_CHECK(false);
  else
    reached = true;
  EXPECT_TRUE(reached);
}

TEST(CheckDeathTest, FalseConditionNamesFileLineAndCondition) {
  EXPECT_DEATH(INFOFLOW_CHECK(1 + 1 == 3), "check_test\\.cc:[0-9]+: check failed: 1 \\+ 1 == 3");
}

}  // namespace
}  // namespace infoflow
