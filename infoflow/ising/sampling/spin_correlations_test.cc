#include "infoflow/ising/sampling/spin_correlations.h"

#include <vector>

#include "gtest/gtest.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/stream.h"

namespace infoflow::ising {
namespace {

SpinSamples RandomSamples(int count, int side) {
  SpinSamples samples = *SpinSamples::Create(count, side);
  random::Stream stream(4, random::StreamUse::kTest, side);
  for (int k = 0; k < count; ++k) {
    for (int i = 0; i < side * side; ++i) samples.set_spin(k, i, stream() % 3 == 0 ? -1 : 1);
  }
  return samples;
}

TEST(SpinCorrelationsTest, AgreesWithTheDirectSum) {
  for (const int side : {2, 3, 5, 8, 10}) {
    const int sites = side * side;
    const int bins = 2;
    const SpinSamples samples = RandomSamples(6, side);
    const auto got = MeasureCorrelations(samples, bins, 2);
    ASSERT_TRUE(got.ok()) << got.status();
    for (int bin = 0; bin < bins; ++bin) {
      std::vector<double> spin(sites), energy(sites);
      double density = 0.0;
      for (int k = 3 * bin; k < 3 * bin + 3; ++k) {
        const auto s = [&](int x, int y) {
          return samples.spin(k, (y + side) % side * side + (x + side) % side);
        };
        const auto eps = [&](int x, int y) {
          return 0.25 * s(x, y) * (s(x + 1, y) + s(x - 1, y) + s(x, y + 1) + s(x, y - 1));
        };
        for (int y = 0; y < side; ++y) {
          for (int x = 0; x < side; ++x) {
            density += eps(x, y) / (3.0 * sites);
            for (int dy = 0; dy < side; ++dy) {
              for (int dx = 0; dx < side; ++dx) {
                spin[dy * side + dx] += s(x, y) * s(x + dx, y + dy) / (3.0 * sites);
                energy[dy * side + dx] +=
                    eps(x, y) * eps((x + dx) % side, (y + dy) % side) / (3.0 * sites);
              }
            }
          }
        }
      }
      EXPECT_NEAR(got->energy_density[bin], density, 1e-13);
      for (int d = 0; d < sites; ++d) {
        EXPECT_NEAR(got->spin(bin, d), spin[d], 1e-13) << side << " " << d;
        EXPECT_NEAR(got->energy(bin, d), energy[d], 1e-13) << side << " " << d;
      }
    }
    const linalg::Matrix<double> mean = MeanSpinCorrelation(*got);
    const linalg::Matrix<double> connected = MeanEnergyCorrelation(*got);
    EXPECT_NEAR(mean(1, 1), 0.5 * (got->spin(0, side + 1) + got->spin(1, side + 1)), 1e-14);
    const double density = 0.5 * (got->energy_density[0] + got->energy_density[1]);
    EXPECT_NEAR(connected(1, 0),
                0.5 * (got->energy(0, side) + got->energy(1, side)) - density * density, 1e-13);
  }
}

TEST(SpinCorrelationsTest, RadialAverage) {
  linalg::Matrix<double> values(4, 4);
  for (int i = 0; i < 16; ++i) values.values()[i] = i;
  const std::vector<RadialPoint> points = RadialAverage(values);
  ASSERT_EQ(points.size(), 6u);  // 0, 1, 2, 4, 5, 8
  EXPECT_EQ(points[1].squared_distance, 1);
  EXPECT_EQ(points[1].multiplicity, 4);
  EXPECT_DOUBLE_EQ(points[1].value, (1.0 + 3.0 + 4.0 + 12.0) / 4.0);
  EXPECT_EQ(points[5].squared_distance, 8);
  EXPECT_EQ(points[5].value, 10.0);
  EXPECT_EQ(points[3].multiplicity, 2);
}

TEST(SpinCorrelationsTest, BadInput) {
  const SpinSamples samples = RandomSamples(3, 4);
  EXPECT_EQ(MeasureCorrelations(samples, 4).status().message(),
            "there are 3 samples for 4 bins; at least one of each and a sample per bin are needed");
  EXPECT_FALSE(MeasureCorrelations(samples, 0).ok());
}

}  // namespace
}  // namespace infoflow::ising
