#include "paper_figures/renormalization/square_flow_statistics.h"

#include <vector>

#include "gtest/gtest.h"
#include "infoflow/ising/square/relative_entropy.h"

namespace infoflow::paper_figures {
namespace {

const ising::SquareTruncation kSum = ising::SquareTruncation::Sum();

TEST(SquareFlowStatisticsTest, FlowStartsAtItselfAndGrows) {
  const std::vector<SquareFlowPoint> flow = SquareRelativeEntropyFlow(kSum, 0.3, 3).value();
  ASSERT_EQ(flow.size(), 4u);
  EXPECT_EQ(flow[0].coupling, 0.3);
  EXPECT_EQ(flow[0].forward, 0.0);
  EXPECT_EQ(flow[0].reverse, 0.0);
  EXPECT_EQ(flow[1].coupling, kSum.Map(0.3));
  EXPECT_EQ(flow[1].forward, ising::SquareRelativeEntropy(0.3, flow[1].coupling));
  EXPECT_EQ(flow[1].reverse, ising::SquareRelativeEntropy(flow[1].coupling, 0.3));
}

TEST(SquareFlowStatisticsTest, TellsDisorderFromOrder) {
  SquareFlowStatistics statistics;
  for (const double start : {0.3, 0.7}) {
    statistics.Add(SquareRelativeEntropyFlow(kSum, start, 16).value());
  }
  statistics.Add(SquareRelativeEntropyFlow(kSum, 0.5, 1).value());  // settles nowhere
  statistics.Add(SquareRelativeEntropyFlow(kSum, 3.0, 1).value());  // its one step began too early
  EXPECT_EQ(statistics.flows, 4);
  EXPECT_EQ(statistics.violations, 0);
  EXPECT_EQ(statistics.disordered, 1);
  EXPECT_EQ(statistics.ordered, 1);
  EXPECT_LT(statistics.disordered_error, 1e-10);
  EXPECT_LT(statistics.ordered_error, 1e-10);
  EXPECT_LT(statistics.ordered_slope_error, 1e-10);
}

TEST(SquareFlowStatisticsTest, CountsWhatFallsInEitherDirection) {
  SquareFlowStatistics statistics;
  statistics.Add({{0.5, 0.0, 0.0}, {0.4, 0.2, 0.2}, {0.3, 0.1, 0.3}, {0.2, 0.4, 0.1}});
  EXPECT_EQ(statistics.violations, 2);
  statistics.Add({{0.5, 0.0, 0.0}, {1e-9, 1.0, 2.0}});
  EXPECT_EQ(statistics.violations, 2);
  EXPECT_EQ(statistics.disordered, 1);
  EXPECT_GT(statistics.disordered_error, 0.1) << "these are not its plateaus";
}

}  // namespace
}  // namespace infoflow::paper_figures
