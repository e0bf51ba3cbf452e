#include "paper_figures/rbm/network_thermometer.h"

#include <cmath>

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

// The posterior over temperatures by Bayes' rule, mean over samples: what the mean softmax
// estimates when the network has learned all there is.
std::vector<double> MeanPosterior(rbm::SpinsView samples) {
  std::vector<double> mean(3, 0.0);
  for (int k = 0; k < samples.rows(); ++k) {
    int ups = 0;
    for (const std::int8_t spin : samples.row(k)) ups += spin > 0;
    double likelihood[3], sum = 0.0;
    for (int t = 0; t < 3; ++t) {
      const double up = 1.0 / (1.0 + std::exp(-2.0 / kTemperatures[t]));
      sum += likelihood[t] = std::pow(up, ups) * std::pow(1.0 - up, kSpins - ups);
    }
    for (int t = 0; t < 3; ++t) mean[t] += likelihood[t] / (sum * samples.rows());
  }
  return mean;
}

TEST(NetworkThermometerTest, LearnsThePosterior) {
  // So many samples and so small a rate that neither overfitting nor the noise of the steps counts.
  const rbm::Spins samples = FreeSpins(20000, 0);
  NetworkThermometerOptions options;
  options.hidden_units = 4;
  options.epochs = 20;
  options.learning_rate = 3e-4;
  const auto thermometer = NetworkThermometer::Train(samples, kTemperatures, options);
  ASSERT_TRUE(thermometer.ok()) << thermometer.status();
  const rbm::Spins fresh = FreeSpins(1000, 1);
  for (int t = 0; t < 3; ++t) {
    const rbm::SpinsView part = fresh.Block(1000 * t, 0, 1000, kSpins);
    const auto reading = thermometer->Read(part);
    ASSERT_TRUE(reading.ok());
    const std::vector<double> exact = MeanPosterior(part);
    double sum = 0.0, mean = 0.0;
    for (int c = 0; c < 3; ++c) {
      EXPECT_NEAR(reading->probabilities[c], exact[c], 0.03);
      sum += reading->probabilities[c];
      mean += reading->probabilities[c] * kTemperatures[c];
    }
    EXPECT_NEAR(sum, 1.0, 1e-12);
    EXPECT_NEAR(reading->mean_temperature, mean, 1e-12);
    EXPECT_EQ(reading->likeliest, t);
    EXPECT_EQ(reading->likeliest_temperature, kTemperatures[t]);
  }
}

TEST(NetworkThermometerTest, ClassifiesEachSampleByItsOwnReading) {
  const rbm::Spins samples = FreeSpins(200, 0);
  NetworkThermometerOptions options;
  options.epochs = 3;
  const auto thermometer = NetworkThermometer::Train(samples, kTemperatures, options);
  ASSERT_TRUE(thermometer.ok()) << thermometer.status();
  const auto classes = thermometer->Classify(samples);
  ASSERT_TRUE(classes.ok()) << classes.status();
  ASSERT_EQ(static_cast<int>(classes->size()), samples.rows());
  for (int k = 0; k < samples.rows(); ++k) {
    EXPECT_EQ((*classes)[k], thermometer->Read(samples.Block(k, 0, 1, kSpins))->likeliest) << k;
  }
}

TEST(NetworkThermometerTest, SameSeedSameReading) {
  const rbm::Spins samples = FreeSpins(100, 0);
  NetworkThermometerOptions options;
  options.epochs = 2;
  const auto first = NetworkThermometer::Train(samples, kTemperatures, options);
  const auto second = NetworkThermometer::Train(samples, kTemperatures, options);
  options.seed = 2;
  const auto other = NetworkThermometer::Train(samples, kTemperatures, options);
  ASSERT_TRUE(first.ok() && second.ok() && other.ok());
  EXPECT_EQ(first->Read(samples)->probabilities, second->Read(samples)->probabilities);
  EXPECT_NE(first->Read(samples)->probabilities, other->Read(samples)->probabilities);
}

TEST(NetworkThermometerTest, Errors) {
  const rbm::Spins samples = FreeSpins(10, 0);
  NetworkThermometerOptions options;
  options.epochs = 1;
  EXPECT_FALSE(NetworkThermometer::Train(samples, {1.0, 2.0, 3.0, 4.0}, options).ok());
  EXPECT_FALSE(NetworkThermometer::Train(samples, {1.0}, options).ok());
  const auto thermometer = NetworkThermometer::Train(samples, kTemperatures, options);
  ASSERT_TRUE(thermometer.ok());
  EXPECT_FALSE(thermometer->Read(samples.Block(0, 0, 5, kSpins - 1)).ok());
  EXPECT_FALSE(thermometer->Read(samples.Block(0, 0, 0, kSpins)).ok());
  EXPECT_FALSE(thermometer->Classify(samples.Block(0, 0, 5, kSpins - 1)).ok());
  options.epochs = 0;
  EXPECT_FALSE(NetworkThermometer::Train(samples, kTemperatures, options).ok());
  options.epochs = 1;
  options.learning_rate = -1.0;
  EXPECT_FALSE(NetworkThermometer::Train(samples, kTemperatures, options).ok());
}

}  // namespace
}  // namespace infoflow::paper_figures
