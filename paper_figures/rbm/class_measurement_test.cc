#include "paper_figures/rbm/class_measurement.h"

#include <cmath>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/ising/sampling/open_correlations.h"
#include "infoflow/rbm/machine/machine.h"
#include "paper_figures/harness/run.h"
#include "paper_figures/rbm/flow_thermometer.h"
#include "paper_figures/rbm/ising_machines.h"

namespace infoflow::paper_figures {
namespace {

TEST(ClassMeasurementTest, TheCriticalClassIsNearest) {
  const std::vector<double> temperatures = ClassTemperatures();
  for (const double temperature : temperatures) {
    EXPECT_GE(std::abs(temperature - kCriticalTemperature),
              std::abs(temperatures[kCriticalClass] - kCriticalTemperature));
  }
}

TEST(ClassMeasurementTest, EachClassItsOwnSamples) {
  const paper_figures::Run run;
  const absl::StatusOr<rbm::Spins> spins = SampleTemperatures(8, {1.8, 2.2, 2.3}, 500, 0, run);
  ASSERT_TRUE(spins.ok()) << spins.status();
  std::vector<int> classes;
  for (const int c : {18, 22, 23}) classes.insert(classes.end(), 500, c);
  const auto measured = MeasureByClass(*spins, classes, 7, 1);
  ASSERT_TRUE(measured.ok()) << measured.status();
  EXPECT_EQ(measured->step, 7);
  ASSERT_EQ(measured->rows.size(), static_cast<std::size_t>(kClasses));
  EXPECT_EQ(measured->rows[22].samples, 500);
  EXPECT_EQ(measured->rows[22].temperature, 2.2);
  EXPECT_EQ(measured->rows[21].samples, 0);
  EXPECT_TRUE(std::isnan(measured->rows[21].magnetization.value));
  EXPECT_TRUE(std::isnan(measured->rows[21].spin.value));
  EXPECT_GT(measured->rows[18].magnetization.value, measured->rows[22].magnetization.value);
  EXPECT_GT(measured->rows[23].spin.value, measured->rows[18].spin.value);
  EXPECT_GT(measured->rows[23].energy.value, 0.5);
  EXPECT_GT(measured->magnetization_dimension, 0.03);
  EXPECT_LT(measured->magnetization_dimension, 0.3);
}

TEST(ClassMeasurementTest, NoDimensionIsNaN) {
  ising::OpenDimension dimension;
  dimension.estimate = {4.0, 0.1};
  EXPECT_TRUE(std::isnan(EstimateOf(dimension).value));
  dimension.found = true;
  EXPECT_EQ(EstimateOf(dimension).value, 4.0);
}

}  // namespace
}  // namespace infoflow::paper_figures
