#include "paper_figures/rbm/network_thermometer.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::paper_figures {
namespace {

constexpr int kSpins = 40;
constexpr double kTemperatures[] = {1.0, 2.0, 4.0};

// Free spins in the field 1 at temperature T: P(+1) = 1 / (1 + e^{-2/T}).
rbm::Spins FreeSpins(int per_temperature, std::uint32_t index) {
  rbm::Spins spins(3 * per_temperature, kSpins);
  random::Stream stream(5, random::StreamUse::kTest, index);
  for (int k = 0; k < spins.rows(); ++k) {
    const random::Bernoulli up(1.0 / (1.0 + std::exp(-2.0 / kTemperatures[k / per_temperature])));
    for (std::int8_t& spin : spins.row(k)) spin = up(stream) ? 1 : -1;
  }
  return spins;
}

// The likeliest temperature by Bayes' rule, which the number of spins up decides.
int BayesClass(absl::Span<const std::int8_t> spins) {
  int ups = 0;
  for (const std::int8_t spin : spins) ups += spin > 0;
  double likelihood[3];
  for (int t = 0; t < 3; ++t) {
    const double up = 1.0 / (1.0 + std::exp(-2.0 / kTemperatures[t]));
    likelihood[t] = std::pow(up, ups) * std::pow(1.0 - up, kSpins - ups);
  }
  return static_cast<int>(std::max_element(likelihood, likelihood + 3) - likelihood);
}

TEST(NetworkThermometerTest, LearnsBayesRule) {
  // So many samples and so small a rate that neither overfitting nor the noise of the steps counts.
  const rbm::Spins samples = FreeSpins(20000, 0);
  NetworkThermometerOptions options;
  options.hidden_units = 4;
  options.epochs = 20;
  options.learning_rate = 3e-4;
  const auto thermometer = NetworkThermometer::Train(samples, kTemperatures, options);
  ASSERT_TRUE(thermometer.ok()) << thermometer.status();
  const rbm::Spins fresh = FreeSpins(1000, 1);
  const auto classes = thermometer->Classify(fresh);
  ASSERT_TRUE(classes.ok()) << classes.status();
  ASSERT_EQ(classes->size(), 3000u);
  int alike = 0;
  std::set<int> seen;
  for (int k = 0; k < fresh.rows(); ++k) {
    alike += (*classes)[k] == BayesClass(fresh.row(k));
    seen.insert((*classes)[k]);
  }
  EXPECT_EQ(seen.size(), 3u);
  // Where two temperatures are as likely (33 spins up: 0.45 and 0.44) the network may differ.
  EXPECT_GT(alike, 2700);
}

TEST(NetworkThermometerTest, EachSampleByItself) {
  const rbm::Spins samples = FreeSpins(200, 0);
  NetworkThermometerOptions options;
  options.epochs = 3;
  const auto thermometer = NetworkThermometer::Train(samples, kTemperatures, options);
  ASSERT_TRUE(thermometer.ok()) << thermometer.status();
  const auto classes = thermometer->Classify(samples);
  ASSERT_TRUE(classes.ok()) << classes.status();
  for (int k = 0; k < samples.rows(); ++k) {
    EXPECT_EQ(thermometer->Classify(samples.Block(k, 0, 1, kSpins))->front(), (*classes)[k]) << k;
  }
}

TEST(NetworkThermometerTest, SameSeedSameClasses) {
  const rbm::Spins samples = FreeSpins(500, 0);
  NetworkThermometerOptions options;
  options.epochs = 2;
  const auto first = NetworkThermometer::Train(samples, kTemperatures, options);
  const auto second = NetworkThermometer::Train(samples, kTemperatures, options);
  options.seed = 2;
  const auto other = NetworkThermometer::Train(samples, kTemperatures, options);
  ASSERT_TRUE(first.ok() && second.ok() && other.ok());
  EXPECT_EQ(*first->Classify(samples), *second->Classify(samples));
  EXPECT_NE(*first->Classify(samples), *other->Classify(samples));
}

TEST(NetworkThermometerTest, Errors) {
  const rbm::Spins samples = FreeSpins(10, 0);
  NetworkThermometerOptions options;
  options.epochs = 1;
  EXPECT_FALSE(NetworkThermometer::Train(samples, {1.0, 2.0, 3.0, 4.0}, options).ok());
  EXPECT_FALSE(NetworkThermometer::Train(samples, {1.0}, options).ok());
  const auto thermometer = NetworkThermometer::Train(samples, kTemperatures, options);
  ASSERT_TRUE(thermometer.ok());
  EXPECT_FALSE(thermometer->Classify(samples.Block(0, 0, 5, kSpins - 1)).ok());
  EXPECT_FALSE(thermometer->Classify(samples.Block(0, 0, 0, kSpins)).ok());
  options.epochs = 0;
  EXPECT_FALSE(NetworkThermometer::Train(samples, kTemperatures, options).ok());
  options.epochs = 1;
  options.learning_rate = -1.0;
  EXPECT_FALSE(NetworkThermometer::Train(samples, kTemperatures, options).ok());
}

}  // namespace
}  // namespace infoflow::paper_figures
