#include "paper_figures/rbm/flow_thermometer.h"

#include <cmath>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/rbm/machine/machine.h"
#include "paper_figures/harness/run.h"
#include "paper_figures/rbm/ising_machines.h"

namespace infoflow::paper_figures {
namespace {

TEST(FlowThermometerTest, ClassesAreATenthApart) {
  const std::vector<double> temperatures = ClassTemperatures();
  ASSERT_EQ(temperatures.size(), static_cast<std::size_t>(kClasses));
  for (int c = 0; c < kClasses; ++c) EXPECT_NEAR(temperatures[c], kClassWidth * c, 1e-15);
}

// Fresh samples: the mean class of critical ones is near T_c, that of hot and cold ones on its
// side.
TEST(FlowThermometerTest, ReadsSamplesOfKnownTemperature) {
  constexpr int kSide = 10;
  const paper_figures::Run run;
  // As at the default preset.
  const auto thermometer = TrainThermometer(kSide, {1000, 20}, run);
  ASSERT_TRUE(thermometer.ok()) << thermometer.status();
  const auto mean = [&](double temperature) {
    const rbm::Spins samples =
        SampleTemperatures(kSide, {temperature}, 2000, kFlowGroup, run).value();
    const std::vector<int> classes = thermometer->Classify(samples).value();
    double sum = 0.0;
    for (const int c : classes) sum += kClassWidth * c;
    return sum / 2000.0;
  };
  EXPECT_LT(mean(1.0), 1.5);
  // Within what fig15/thermometers_agree allows; the standard error of the mean class is 0.02.
  EXPECT_NEAR(mean(kCriticalTemperature), kCriticalTemperature, 0.5);
  EXPECT_GT(mean(4.0), 3.4);
}

}  // namespace
}  // namespace infoflow::paper_figures
