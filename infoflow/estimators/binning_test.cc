#include "infoflow/estimators/binning.h"

#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

constexpr double kExact = 1e-14;

linalg::Matrix<double> Column(const std::vector<double>& values) {
  linalg::Matrix<double> samples(static_cast<int>(values.size()), 1);
  for (std::size_t i = 0; i < values.size(); ++i) samples(static_cast<int>(i), 0) = values[i];
  return samples;
}

BinningOptions Bins(int bins, double lower, double upper) {
  BinningOptions options;
  options.bins = bins;
  options.range = BinRange{lower, upper};
  return options;
}

TEST(BinningTest, KnowsEntropiesOfCounts) {
  EXPECT_NEAR(EntropyOfCounts({5, 5, 5, 5}), std::log(4.0), kExact);
  EXPECT_NEAR(EntropyOfCounts({7}), 0.0, kExact);
  EXPECT_NEAR(EntropyOfCounts({1, 3}), 2.0 * std::log(2.0) - 0.75 * std::log(3.0), kExact);
  EXPECT_NEAR(EntropyOfCounts({0, 1, 0, 3}), EntropyOfCounts({3, 1}), kExact);
  EXPECT_NEAR(EntropyOfCounts({1, 3, 0}, CountBias::kMillerMadow),
              EntropyOfCounts({1, 3}) + 1.0 / 8.0, kExact);
}

TEST(BinningTest, BinsHoldTheirLowerEndAndTheLastOneBoth) {
  const auto states = [](const std::vector<double>& values) {
    return BinnedStates(Column(values), Bins(4, -1.0, 1.0)).value();
  };
  EXPECT_EQ(states({-1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0}),
            (std::vector<int>{0, 0, 1, 1, 2, 2, 3, 3, 3}));
  EXPECT_EQ(states({0.9, -0.9, 0.6}), (std::vector<int>{0, 1, 0}));
}

TEST(BinningTest, TakesTheRangeFromTheSamples) {
  BinningOptions options;
  options.bins = 2;
  EXPECT_EQ(BinnedStates(Column({3.0, 7.0, 4.9, 5.1}), options).value(),
            (std::vector<int>{0, 1, 0, 1}));
  EXPECT_EQ(BinnedStates(Column({2.0, 2.0}), options).value(), (std::vector<int>{0, 0}));
  EXPECT_EQ(BinnedStates(Column({-1.7e308, 1.7e308, 1e308}), options).value(),
            (std::vector<int>{0, 1, 1}));
}

TEST(BinningTest, AgreesWithThePlainCountOfVectors) {
  linalg::Matrix<double> samples(500, 3);
  random::Stream stream(16, random::StreamUse::kTest, 0);
  random::FillUniform(stream, samples.values());
  for (double& value : samples.values()) value = 2.0 * value - 1.0;
  const BinnedEntropy binned = EstimateBinnedEntropy(samples, Bins(5, -1.0, 1.0)).value();
  std::map<std::vector<int>, int> counts;
  for (int i = 0; i < 500; ++i) {
    std::vector<int> bins;
    for (const double value : samples.row(i)) {
      bins.push_back(static_cast<int>(std::floor((value + 1.0) / 0.4)));
    }
    ++counts[bins];
  }
  double entropy = 0.0;
  for (const auto& entry : counts) entropy -= entry.second / 500.0 * std::log(entry.second / 500.0);
  EXPECT_EQ(binned.states, static_cast<int>(counts.size()));
  EXPECT_NEAR(binned.entropy, entropy, 10 * kExact);
  BinningOptions options = Bins(5, -1.0, 1.0);
  options.bias = CountBias::kMillerMadow;
  EXPECT_NEAR(EstimateBinnedEntropy(samples, options).value().entropy,
              entropy + (counts.size() - 1.0) / 1000.0, 10 * kExact);
}

TEST(BinningTest, KnowsInformationWithLabels) {
  // A copy: H. Independent: 0. Distinct labels: H of the states.
  const std::vector<int> states = {0, 0, 1, 1, 2, 2, 3, 3};
  EXPECT_NEAR(EstimateLabelInformation(states, states).value(), std::log(4.0), kExact);
  EXPECT_NEAR(EstimateLabelInformation(states, {5, -5, 5, -5, 5, -5, 5, -5}).value(), 0.0, kExact);
  EXPECT_NEAR(EstimateLabelInformation(states, {1, 2, 3, 4, 5, 6, 7, 8}).value(), std::log(4.0),
              kExact);
  EXPECT_NEAR(EstimateLabelInformation(states, {0, 0, 0, 0, 1, 1, 1, 1}).value(), std::log(2.0),
              kExact);
  // Corrections (4 - 1 + 2 - 1 - (4 - 1)) / 16.
  EXPECT_NEAR(
      EstimateLabelInformation(states, {0, 0, 0, 0, 1, 1, 1, 1}, CountBias::kMillerMadow).value(),
      std::log(2.0) + 1.0 / 16.0, kExact);
}

TEST(BinningTest, SaturatesAtTheLogarithmOfTheCount) {
  linalg::Matrix<double> samples(100, 50);
  random::Stream stream(17, random::StreamUse::kTest, 0);
  random::FillNormal(stream, samples.values());
  EXPECT_NEAR(EstimateBinnedEntropy(samples, {}).value().entropy, std::log(100.0), kExact);
}

TEST(BinningTest, RefusesBadInputInOneSentence) {
  const auto error = [](const linalg::Matrix<double>& samples, const BinningOptions& options) {
    const auto binned = EstimateBinnedEntropy(samples, options);
    return binned.ok() ? "no error" : std::string(binned.status().message());
  };
  const linalg::Matrix<double> samples = Column({0.0, 1.5});
  EXPECT_EQ(error(samples, Bins(30, -1.0, 1.0)),
            "sample 2, column 1 is 1.5, outside the range -1 to 1");
  EXPECT_EQ(error(samples, Bins(0, -1.0, 1.0)), "bins is 0; allowed are integers of at least 1");
  EXPECT_EQ(error(samples, Bins(3, 1.0, 1.0)),
            "range is 1,1; the lower end must be below the upper");
  EXPECT_EQ(error(linalg::Matrix<double>(), {}), "there are no samples");
  EXPECT_EQ(error(Column({std::numeric_limits<double>::quiet_NaN()}), {}),
            "sample 1, column 1 is nan; it must be finite");
  EXPECT_EQ(std::string(EstimateLabelInformation({1}, {1, 2}).status().message()),
            "there are 1 states and 2 labels");
}

}  // namespace
}  // namespace infoflow::estimators
