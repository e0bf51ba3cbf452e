#include "infoflow/ising/sampling/class_observables.h"

#include <cmath>
#include <cstdlib>
#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/ising/sampling/open_correlations.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/random/stream.h"

namespace infoflow::ising {
namespace {

constexpr double kCriticalTemperature = 1.0 / kSquareCriticalCoupling;

SpinSamples RandomSamples(int count, int side) {
  SpinSamples samples = *SpinSamples::Create(count, side);
  random::Stream stream(6, random::StreamUse::kTest, side);
  for (int k = 0; k < count; ++k) {
    for (int i = 0; i < side * side; ++i) samples.set_spin(k, i, stream() % 4 == 0 ? -1 : 1);
  }
  return samples;
}

TEST(ClassObservablesTest, EachClassAsIfAlone) {
  constexpr int kSide = 6;
  const SpinSamples samples = RandomSamples(100, kSide);
  // Class 0 has none, class 1 one, class 2 ten samples, class 3 the rest.
  std::vector<int> classes(samples.count(), 3);
  classes[40] = 1;
  for (int k = 0; k < 10; ++k) classes[10 * k] = classes[10 * k] == 1 ? 1 : 2;
  const auto got = MeasureClasses(samples, classes, 4, 8, 2);
  ASSERT_TRUE(got.ok()) << got.status();
  ASSERT_EQ(got->size(), 4u);
  EXPECT_EQ((*got)[0].samples, 0);
  EXPECT_EQ((*got)[1].samples, 1);
  EXPECT_EQ((*got)[2].samples, 9);
  EXPECT_EQ((*got)[3].samples, 90);
  double alone = 0.0;
  for (int i = 0; i < kSide * kSide; ++i) alone += samples.spin(40, i);
  EXPECT_NEAR((*got)[1].absolute_magnetization.value, std::abs(alone) / (kSide * kSide), 1e-14);
  EXPECT_FALSE((*got)[2].dimensions.has_value());
  // The last class, sample by sample; 90 samples fill 8 bins of 11, bin by bin.
  std::vector<int> members, binned;
  double magnetization = 0.0;
  for (int k = 0; k < samples.count(); ++k) {
    if (classes[k] != 3 || members.size() == 88) continue;
    members.push_back(k);
    int total = 0;
    for (int i = 0; i < kSide * kSide; ++i) total += samples.spin(k, i);
    magnetization += std::abs(total) / (88.0 * kSide * kSide);
  }
  EXPECT_NEAR((*got)[3].absolute_magnetization.value, magnetization, 1e-14);
  EXPECT_GT((*got)[3].absolute_magnetization.error, 0.0);
  for (int b = 0; b < 8; ++b) {
    for (int k = 0; k < 11; ++k) binned.push_back(members[8 * k + b]);
  }
  const auto dimensions =
      MeasureOpenDimensions(*MeasureOpenCorrelations(SelectSamples(samples, binned), 8));
  ASSERT_TRUE((*got)[3].dimensions.has_value());
  EXPECT_EQ((*got)[3].dimensions->spin.estimate.value, dimensions->spin.estimate.value);
  EXPECT_EQ((*got)[3].dimensions->energy.estimate.error, dimensions->energy.estimate.error);
}

TEST(ClassObservablesTest, MagnetizationDimension) {
  std::vector<ClassObservables> classes;
  std::vector<double> temperatures;
  for (int c = 0; c < 60; ++c) {
    temperatures.push_back(0.1 * c);
    ClassObservables at;
    at.samples = kLeastClassSamples;
    const double distance = kCriticalTemperature - temperatures.back();
    at.absolute_magnetization.value = distance > 0.0 ? 0.9 * std::pow(distance, 0.125) : 0.1;
    classes.push_back(at);
  }
  // Neither a class that is too small nor one below the window counts.
  classes[21].samples = kLeastClassSamples - 1;
  classes[21].absolute_magnetization.value = 0.0;
  classes[17].absolute_magnetization.value = 0.0;
  const std::optional<double> got = MagnetizationDimension(classes, temperatures, 1.75);
  ASSERT_TRUE(got.has_value());
  EXPECT_NEAR(*got, 0.125, 1e-6);
  EXPECT_FALSE(MagnetizationDimension(classes, temperatures, 2.15).has_value());
}

TEST(ClassObservablesTest, BadInput) {
  const SpinSamples samples = RandomSamples(3, 4);
  EXPECT_EQ(MeasureClasses(samples, {0, 1}, 2).status().message(),
            "there are 2 classes for 3 samples; each sample needs one");
  EXPECT_EQ(MeasureClasses(samples, {0, 2, 1}, 2).status().message(),
            "sample 1 has class 2; there are classes 0 to 1");
  EXPECT_EQ(MeasureClasses(samples, {0, 0, 1}, 2, 1).status().message(),
            "there are 1 bins; at least 2 are needed");
}

}  // namespace
}  // namespace infoflow::ising
