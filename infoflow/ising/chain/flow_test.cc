#include "infoflow/ising/chain/flow.h"

#include <cmath>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace infoflow::ising {
namespace {

Chain MakeChain(double coupling) { return Chain::Create({coupling, 0.0}).value(); }

TEST(ChainFlowTest, FollowsTheClosedFormsWithoutField) {
  const double k = 0.7;
  const std::vector<ChainFlowStep> flow = ChainFlow(MakeChain(k), 3, 4).value();
  ASSERT_EQ(flow.size(), 5u);
  for (int n = 0; n <= 4; ++n) {
    // tanh K_n = tanh(K)^(3^n), D(p_0||p_n) = ln(cosh K_n / cosh K) + (K - K_n) tanh K.
    const double kept = std::atanh(std::pow(std::tanh(k), std::pow(3.0, n)));
    EXPECT_NEAR(flow[n].chain.coupling(), kept, 1e-13 * kept) << n;
    EXPECT_NEAR(flow[n].relative_entropies.forward,
                std::log(std::cosh(kept) / std::cosh(k)) + (k - kept) * std::tanh(k), 1e-14)
        << n;
    EXPECT_NEAR(flow[n].relative_entropies.reverse,
                std::log(std::cosh(k) / std::cosh(kept)) + (kept - k) * std::tanh(kept), 1e-14)
        << n;
  }
}

TEST(ChainFlowTest, NoStepsLeaveTheChain) {
  const std::vector<ChainFlowStep> flow = ChainFlow(MakeChain(-0.8), 2, 0).value();
  ASSERT_EQ(flow.size(), 1u);
  EXPECT_EQ(flow[0].chain.coupling(), -0.8);
  EXPECT_EQ(flow[0].relative_entropies.forward, 0.0);
  EXPECT_EQ(flow[0].relative_entropies.reverse, 0.0);
}

TEST(ChainFlowTest, RefusesWhatDecimationDoes) {
  EXPECT_TRUE(absl::IsInvalidArgument(ChainFlow(MakeChain(1.0), 1, 3).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ChainFlow(MakeChain(1.0), 2, -1).status()));
}

}  // namespace
}  // namespace infoflow::ising
