#include "infoflow/estimators/mixture_entropy.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

// Absolute, in I.
constexpr double kExact = 1e-12;
using numerics::kLn2PiE;

linalg::Matrix<double> Samples(int rows, int columns, double size) {
  linalg::Matrix<double> samples(rows, columns);
  random::Stream stream(13, random::StreamUse::kTest, columns);
  random::FillNormal(stream, samples.values());
  for (double& value : samples.values()) value *= size;
  return samples;
}

// The formula as it stands, with the logarithm of the largest term taken out.
double PlainInformation(const linalg::Matrix<double>& centres, double twice_variance) {
  const int count = centres.rows();
  double information = 0.0;
  for (int i = 0; i < count; ++i) {
    std::vector<double> exponents;
    for (int j = 0; j < count; ++j) {
      double squared = 0.0;
      for (int t = 0; t < centres.columns(); ++t) {
        squared += std::pow(centres(i, t) - centres(j, t), 2);
      }
      exponents.push_back(-squared / twice_variance);
    }
    const double largest = *std::max_element(exponents.begin(), exponents.end());
    double sum = 0.0;
    for (const double exponent : exponents) sum += std::exp(exponent - largest) / count;
    information -= (largest + std::log(sum)) / count;
  }
  return information;
}

TEST(MixtureEntropyTest, AgreesWithThePlainFormula) {
  for (const int rows : {1, 2, 127, 129, 300}) {
    for (const int columns : {1, 5, 100}) {
      const linalg::Matrix<double> centres = Samples(rows, columns, 1.0);
      for (const double noise : {1e-5, 1e-2, 0.1, 1.0, columns / 4.0, 1e4}) {
        SCOPED_TRACE(testing::Message() << rows << " x " << columns << ", noise " << noise);
        const MixtureEntropyBounds bounds = BoundMixtureEntropy(centres, noise, 1).value();
        EXPECT_NEAR(bounds.information_upper, PlainInformation(centres, 2.0 * noise), kExact);
        EXPECT_NEAR(bounds.information_lower, PlainInformation(centres, 8.0 * noise), kExact);
        const double rest = 0.5 * columns * (kLn2PiE + std::log(noise));
        EXPECT_NEAR(bounds.upper, rest + bounds.information_upper, kExact * (1 + std::fabs(rest)));
        EXPECT_NEAR(bounds.lower, rest + bounds.information_lower, kExact * (1 + std::fabs(rest)));
        EXPECT_LE(bounds.lower, bounds.upper + kExact);
        EXPECT_GE(bounds.information_lower, -kExact);
        EXPECT_LE(bounds.information_upper, std::log(rows) + kExact);
      }
    }
  }
}

TEST(MixtureEntropyTest, KnowsTwoCentresByHeart) {
  linalg::Matrix<double> centres(2, 1);
  centres(1, 0) = 3.0;
  const MixtureEntropyBounds bounds = BoundMixtureEntropy(centres, 2.0).value();
  EXPECT_NEAR(bounds.information_upper, -std::log(0.5 + 0.5 * std::exp(-9.0 / 4.0)), kExact);
  EXPECT_NEAR(bounds.information_lower, -std::log(0.5 + 0.5 * std::exp(-9.0 / 16.0)), kExact);
}

TEST(MixtureEntropyTest, SaturatesAtTheLogarithmOfTheCount) {
  const MixtureEntropyBounds bounds = BoundMixtureEntropy(Samples(200, 50, 1.0), 1e-5).value();
  EXPECT_EQ(bounds.information_lower, std::log(200.0));
  EXPECT_EQ(bounds.information_upper, std::log(200.0));
  // Equal centres say nothing.
  const MixtureEntropyBounds none =
      BoundMixtureEntropy(linalg::Matrix<double>(200, 3, 1e6), 1e-5).value();
  EXPECT_NEAR(none.information_upper, 0.0, kExact);
  EXPECT_NEAR(none.information_lower, 0.0, kExact);
}

TEST(MixtureEntropyTest, SuffersNoCancellation) {
  // Far from the origin and from each other, but in pairs at the distance of the noise.
  linalg::Matrix<double> centres = Samples(160, 30, 100.0);
  for (int i = 1; i < 160; i += 2) {
    for (int t = 0; t < 30; ++t) centres(i, t) = 1000.0 + centres(i - 1, t) + 1e-4;
    for (int t = 0; t < 30; ++t) centres(i - 1, t) += 1000.0;
  }
  const double noise = 1e-7;
  const MixtureEntropyBounds bounds = BoundMixtureEntropy(centres, noise).value();
  EXPECT_NEAR(bounds.information_upper, PlainInformation(centres, 2.0 * noise), 1e-9);
  EXPECT_LT(bounds.information_upper, std::log(160.0) - 0.1);
}

TEST(MixtureEntropyTest, ShiftsAndScales) {
  const linalg::Matrix<double> centres = Samples(150, 4, 1.0);
  linalg::Matrix<double> moved = centres;
  for (double& value : moved.values()) value = 8.0 * value + 5.0;
  const MixtureEntropyBounds bounds = BoundMixtureEntropy(centres, 0.3).value();
  const MixtureEntropyBounds other = BoundMixtureEntropy(moved, 0.3 * 64.0).value();
  EXPECT_NEAR(other.lower, bounds.lower + 4.0 * std::log(8.0), kExact * 10);
  EXPECT_NEAR(other.upper, bounds.upper + 4.0 * std::log(8.0), kExact * 10);
}

TEST(MixtureEntropyTest, DoesNotDependOnThreads) {
  const linalg::Matrix<double> centres = Samples(500, 20, 1.0);
  const MixtureEntropyBounds one = BoundMixtureEntropy(centres, 4.0, 1).value();
  const MixtureEntropyBounds three = BoundMixtureEntropy(centres, 4.0, 3).value();
  EXPECT_EQ(one.lower, three.lower);
  EXPECT_EQ(one.upper, three.upper);
}

TEST(MixtureEntropyTest, RefusesBadInputInOneSentence) {
  const auto error = [](const linalg::Matrix<double>& centres, double noise) {
    const auto bounds = BoundMixtureEntropy(centres, noise);
    return bounds.ok() ? "no error" : std::string(bounds.status().message());
  };
  linalg::Matrix<double> centres(3, 2, 1.0);
  EXPECT_EQ(error(centres, 0.0), "noise_variance is 0; allowed are finite numbers above 0");
  EXPECT_EQ(error(centres, -1.0), "noise_variance is -1; allowed are finite numbers above 0");
  EXPECT_EQ(error(centres, std::numeric_limits<double>::quiet_NaN()),
            "noise_variance is nan; allowed are finite numbers above 0");
  EXPECT_EQ(error(linalg::Matrix<double>(0, 2), 1.0), "there are no centres");
  centres(1, 0) = std::numeric_limits<double>::infinity();
  EXPECT_EQ(error(centres, 1.0),
            "sample 2, column 1 is inf; allowed are numbers of size up to 1e150");
}

}  // namespace
}  // namespace infoflow::estimators
