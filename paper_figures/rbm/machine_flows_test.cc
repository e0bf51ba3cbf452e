#include "paper_figures/rbm/machine_flows.h"

#include "gtest/gtest.h"
#include "infoflow/rbm/machine.h"

namespace infoflow::paper_figures {
namespace {

TEST(CopyingUnitsTest, CountsColumnsOfOneSite) {
  rbm::Machine machine(6, 4);
  // Unit 0 is spread out, unit 1 copies site 2, unit 2 has 0.75 of its squares at site 0, unit 3
  // has 0.9 of them at site 5.
  for (int i = 0; i < 6; ++i) machine.weights(i, 0) = i % 2 == 0 ? 0.4 : -0.4;
  machine.weights(2, 1) = -9.0;
  machine.weights(0, 2) = 3.0;
  machine.weights(1, 2) = machine.weights(2, 2) = machine.weights(3, 2) = 1.0;
  machine.weights(5, 3) = 3.0;
  machine.weights(4, 3) = -1.0;
  EXPECT_EQ(CopyingUnits(machine), 2);
}

TEST(CopyingUnitsTest, NoWeightsNoCopies) { EXPECT_EQ(CopyingUnits(rbm::Machine(5, 3)), 0); }

TEST(HistogramStepTest, KnowsItsSteps) {
  EXPECT_TRUE(IsHistogramStep(26));
  EXPECT_FALSE(IsHistogramStep(27));
}

}  // namespace
}  // namespace infoflow::paper_figures
