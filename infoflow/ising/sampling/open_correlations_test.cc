#include "infoflow/ising/sampling/open_correlations.h"

#include <cmath>
#include <map>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/stream.h"

namespace infoflow::ising {
namespace {

SpinSamples RandomSamples(int count, int side) {
  SpinSamples samples = *SpinSamples::Create(count, side);
  random::Stream stream(5, random::StreamUse::kTest, side);
  for (int k = 0; k < count; ++k) {
    for (int i = 0; i < side * side; ++i) samples.set_spin(k, i, stream() % 3 == 0 ? -1 : 1);
  }
  return samples;
}

// Site by site and pair by pair, a matrix of values per sample.
using Images = std::vector<linalg::Matrix<double>>;

Images SpinImages(const SpinSamples& samples, int first, int count) {
  Images images;
  for (int k = first; k < first + count; ++k) {
    linalg::Matrix<double> image(samples.side(), samples.side());
    for (int i = 0; i < samples.sites(); ++i) image.values()[i] = samples.spin(k, i);
    images.push_back(image);
  }
  return images;
}

// The bond below minus its mean over the images.
Images BondImages(const Images& spins) {
  Images bonds;
  double mean = 0.0;
  for (const linalg::Matrix<double>& s : spins) {
    linalg::Matrix<double> image(s.rows(), s.rows());
    for (int y = 0; y < s.rows(); ++y) {
      for (int x = 0; x < s.rows(); ++x) {
        image(y, x) = s(y, x) * s((y + 1) % s.rows(), x);
        mean += image(y, x) / static_cast<double>(image.size() * spins.size());
      }
    }
    bonds.push_back(image);
  }
  for (linalg::Matrix<double>& image : bonds) {
    for (double& value : image.values()) value -= mean;
  }
  return bonds;
}

struct Mean {
  double sum = 0.0;
  int pairs = 0;
};

std::map<int, Mean> PlainTwoPoint(const Images& images) {
  std::map<int, Mean> means;
  const int side = images[0].rows();
  const int sites = side * side;
  for (int i = 0; i < sites; ++i) {
    for (int j = i + 1; j < sites; ++j) {
      const int dx = i % side - j % side;
      const int dy = i / side - j / side;
      if (std::sqrt(dx * dx + dy * dy) >= side / 2.0) continue;
      Mean& mean = means[dx * dx + dy * dy];
      ++mean.pairs;
      for (const linalg::Matrix<double>& image : images) {
        mean.sum += image.values()[i] * image.values()[j] / static_cast<double>(images.size());
      }
    }
  }
  return means;
}

TEST(OpenCorrelationsTest, AgreesWithThePlainSumOverPairs) {
  for (const int side : {3, 4, 5, 8, 10, 11, 17}) {
    constexpr int kBins = 2;
    constexpr int kSize = 3;
    const SpinSamples samples = RandomSamples(kBins * kSize + 1, side);
    const auto got = MeasureOpenCorrelations(samples, kBins, 2);
    ASSERT_TRUE(got.ok()) << got.status();
    for (int bin = 0; bin < kBins; ++bin) {
      const std::map<int, Mean> want = PlainTwoPoint(SpinImages(samples, bin * kSize, kSize));
      ASSERT_EQ(got->squared_distances.size(), want.size());
      int d = 0;
      for (const auto& [square, mean] : want) {
        EXPECT_EQ(got->squared_distances[d], square);
        EXPECT_EQ(got->pairs[d], mean.pairs);
        EXPECT_NEAR(got->spin(bin, d), mean.sum / mean.pairs, 1e-13) << side << " " << square;
        ++d;
      }
    }
    const Images spins = SpinImages(samples, 0, kBins * kSize);
    const std::map<int, Mean> spin = PlainTwoPoint(spins);
    const std::map<int, Mean> energy = PlainTwoPoint(BondImages(spins));
    for (int d = 0; d < static_cast<int>(got->pairs.size()); ++d) {
      const int square = got->squared_distances[d];
      EXPECT_NEAR(MeanOpenSpin(*got, d), spin.at(square).sum / got->pairs[d], 1e-13);
      EXPECT_NEAR(MeanOpenEnergy(*got, d), energy.at(square).sum / got->pairs[d], 1e-13)
          << side << " " << square;
    }
  }
}

// Correlators with given dimensions in every bin, the amplitude different from bin to bin.
OpenCorrelations Synthetic(double spin, double energy) {
  constexpr int kBins = 4;
  OpenCorrelations c;
  c.side = 10;
  c.squared_distances = {1, 2, 4, 5, 8, 9};
  c.pairs.assign(6, 1);
  c.spin = linalg::Matrix<double>(kBins, 6);
  c.energy = linalg::Matrix<double>(kBins, 6);
  c.paired_energy = linalg::Matrix<double>(kBins, 6);
  c.energy_density.assign(kBins, 0.7);
  for (int b = 0; b < kBins; ++b) {
    for (int d = 0; d < 6; ++d) {
      c.spin(b, d) = (0.7 + 0.01 * b) * std::pow(c.squared_distances[d], -spin);
      c.paired_energy(b, d) = 0.6 + 0.02 * d;
      c.energy(b, d) = (0.1 + 0.001 * b) * std::pow(c.squared_distances[d], -energy) +
                       2.0 * 0.7 * c.paired_energy(b, d) - 0.49;
    }
  }
  return c;
}

TEST(OpenCorrelationsTest, FindsTheDimensionsPutIn) {
  const auto got = MeasureOpenDimensions(Synthetic(0.125, 1.0));
  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_TRUE(got->spin.found);
  EXPECT_NEAR(got->spin.estimate.value, 0.125, 1e-7);
  EXPECT_TRUE(got->energy.found);
  EXPECT_NEAR(got->energy.estimate.value, 1.0, 1e-7);
  EXPECT_LT(got->spin.estimate.error, 1e-6);
  const auto steep = MeasureOpenDimensions(Synthetic(0.3, 6.0));
  EXPECT_TRUE(steep->spin.found);
  EXPECT_FALSE(steep->energy.found);
}

TEST(OpenCorrelationsTest, BadInput) {
  const SpinSamples samples = RandomSamples(3, 4);
  EXPECT_EQ(MeasureOpenCorrelations(samples, 4).status().message(),
            "there are 3 samples for 4 bins; at least one of each and a sample per bin are needed");
  EXPECT_EQ(MeasureOpenCorrelations(RandomSamples(3, 2), 1).status().message(),
            "the lattice has side 2; pairs less than half a side apart need at least 3");
  EXPECT_EQ(MeasureOpenDimensions(*MeasureOpenCorrelations(samples, 1)).status().message(),
            "there are 1 bins; dimensions with errors need at least 2");
}

}  // namespace
}  // namespace infoflow::ising
