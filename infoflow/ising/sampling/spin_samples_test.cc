#include "infoflow/ising/sampling/spin_samples.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::ising {
namespace {

SpinSamples Pattern(int count, int side) {
  SpinSamples samples = *SpinSamples::Create(count, side, 2.5);
  for (int k = 0; k < count; ++k) {
    for (int i = 0; i < side * side; ++i) samples.set_spin(k, i, (i * i + k) % 3 == 0 ? 1 : -1);
  }
  return samples;
}

TEST(SpinSamplesTest, KeepsSpinsAndTheirComplement) {
  for (const int side : {1, 3, 8, 10}) {
    SpinSamples samples = Pattern(4, side);
    EXPECT_EQ(samples.sites(), side * side);
    EXPECT_EQ(samples.words_per_sample(), (side * side + 63) / 64);
    for (int i = 0; i < side * side; ++i)
      EXPECT_EQ(samples.spin(2, i), (i * i + 2) % 3 == 0 ? 1 : -1);
    samples.Flip(2);
    for (int i = 0; i < side * side; ++i)
      EXPECT_EQ(samples.spin(2, i), (i * i + 2) % 3 == 0 ? -1 : 1);
    EXPECT_EQ(samples.words(2).back() & ~samples.last_word_mask(), 0u);
    samples.Flip(2);
    EXPECT_EQ(samples, Pattern(4, side));
  }
}

TEST(SpinSamplesTest, MatrixAndBack) {
  for (const int side : {1, 5, 8, 16}) {
    const SpinSamples samples = Pattern(5, side);
    const linalg::Matrix<float> matrix = SpinMatrix(samples);
    ASSERT_EQ(matrix.rows(), 5);
    ASSERT_EQ(matrix.columns(), side * side);
    for (int i = 0; i < side * side; ++i) EXPECT_EQ(matrix(3, i), samples.spin(3, i));
    const auto back = SpinSamplesFromMatrix(matrix, 2.5);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(*back, samples);
    EXPECT_EQ(back->temperature(), 2.5);
  }
}

TEST(SpinSamplesTest, EveryNth) {
  const SpinSamples samples = Pattern(7, 3);
  const SpinSamples some = EveryNth(samples, 1, 3);
  ASSERT_EQ(some.count(), 2);
  EXPECT_EQ(some.words(1)[0], samples.words(4)[0]);
  EXPECT_EQ(some.temperature(), 2.5);
  EXPECT_EQ(EveryNth(samples, 7, 1).count(), 0);
}

TEST(SpinSamplesTest, SelectSamples) {
  const SpinSamples samples = Pattern(7, 3);
  const SpinSamples some = SelectSamples(samples, {5, 0, 5});
  ASSERT_EQ(some.count(), 3);
  EXPECT_EQ(some.words(0)[0], samples.words(5)[0]);
  EXPECT_EQ(some.words(1)[0], samples.words(0)[0]);
  EXPECT_EQ(some.words(2)[0], samples.words(5)[0]);
  EXPECT_EQ(some.temperature(), 2.5);
  EXPECT_EQ(SelectSamples(samples, {}).count(), 0);
}

TEST(SpinSamplesTest, OddSublattice) {
  for (const int side : {4, 5, 12}) {
    SpinSamples samples = *SpinSamples::Create(2, side);
    for (int i = 0; i < side * side; i += 3) samples.set_spin(1, i, 1);
    const SpinSamples before = samples;
    TurnOddSublattice(samples);
    for (int k = 0; k < 2; ++k) {
      for (int i = 0; i < side * side; ++i) {
        const int sign = (i % side + i / side) % 2 == 0 ? 1 : -1;
        ASSERT_EQ(samples.spin(k, i), sign * before.spin(k, i));
      }
    }
    TurnOddSublattice(samples);
    EXPECT_EQ(samples, before);
  }
}

TEST(SpinSamplesTest, BadInput) {
  EXPECT_EQ(SpinSamples::Create(1, 0).status().message(),
            "the lattice has side 0; it must be from 1 to 4096");
  EXPECT_FALSE(SpinSamples::Create(1, 4097).ok());
  EXPECT_FALSE(SpinSamples::Create(-1, 4).ok());
  EXPECT_FALSE(SpinSamples::Create(std::int64_t{1} << 31, 4).ok());
  EXPECT_EQ(SpinSamples::Create(1000000000, 4096).status().message(),
            "1000000000 samples of side 4096 do not fit into memory; at most 2^40 spins do");
  linalg::Matrix<float> spins(1, 4, 1.0f);
  spins(0, 2) = 0.5f;
  EXPECT_EQ(SpinSamplesFromMatrix(spins).status().message(),
            "spin 2 of sample 0 is 0.5; it must be 1 or -1");
  EXPECT_EQ(SpinSamplesFromMatrix(linalg::Matrix<float>(1, 6, 1.0f)).status().message(),
            "the samples have 6 spins each, which is not the square of a side");
  for (const double bad : {0.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
    EXPECT_FALSE(CheckTemperature(bad).ok()) << bad;
  }
  EXPECT_EQ(CheckTemperature(0.0).message(),
            "temperature is 0; it must be a finite number greater than 0");
  EXPECT_TRUE(CheckTemperature(1e-6).ok());
}

}  // namespace
}  // namespace infoflow::ising
