#include "infoflow/estimators/nearest_candidates.h"

#include <cmath>
#include <limits>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::estimators {
namespace {

TEST(NearestCandidatesTest, LooksAtThoseWithinTheTolerance) {
  const std::vector<double> exact = {5.0, 1.05, 3.0, 1.0, 1.1, 9.0};
  NearestCandidates near(2);
  EXPECT_EQ(near.cap(), std::numeric_limits<float>::infinity());
  int added = 0;
  for (int i = 0; i < 6; ++i) {
    const float lower = static_cast<float>(exact[i]) - 0.2f;
    if (lower > near.cap()) continue;
    near.Add(i, lower, static_cast<float>(exact[i]) + 0.2f);
    ++added;
  }
  EXPECT_EQ(added, 5);
  int looked = 0;
  EXPECT_EQ(near.KthDistance([&](int i) {
    ++looked;
    return exact[i];
  }),
            1.05);
  EXPECT_EQ(looked, 3);
  near.Clear();
  EXPECT_EQ(near.cap(), std::numeric_limits<float>::infinity());
}

TEST(NearestCandidatesTest, KeepsTies) {
  NearestCandidates near(1);
  for (int i = 0; i < 4; ++i) near.Add(i, 1.0f, 1.0f);
  int looked = 0;
  EXPECT_EQ(near.KthDistance([&](int i) {
    ++looked;
    return 4.0 - i;
  }),
            1.0);
  EXPECT_EQ(looked, 4);
}

}  // namespace
}  // namespace infoflow::estimators
