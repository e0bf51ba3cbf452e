#include "infoflow/rbm/machine/unit_sampler.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/random/philox.h"

namespace infoflow::rbm {
namespace {

constexpr std::uint64_t kSeed = 0x123456789abcdef0;
constexpr UnitStreams kStreams = {kSeed, random::StreamUse::kVisibleUnits, 3};

linalg::Matrix<float> SomeFields(int rows, int units) {
  linalg::Matrix<float> fields(rows, units);
  for (int r = 0; r < rows; ++r) {
    for (int i = 0; i < units; ++i) fields(r, i) = 2.0f * std::sin(1.0f + 0.3f * r + 0.7f * i);
  }
  return fields;
}

std::vector<float> SomeBias(int units) {
  std::vector<float> bias(units);
  for (int i = 0; i < units; ++i) bias[i] = 0.3f * std::cos(0.2f * i);
  return bias;
}

// The plain version: double arithmetic, one unit at a time, words from the documented places.
double PlainUniform(const UnitStreams& streams, std::uint64_t draw, int units, int row, int unit) {
  const std::uint64_t blocks = 16 * ((units + 63) / 64);
  const std::uint64_t block = draw * blocks + 16 * (unit / 64) + unit % 16;
  const random::PhiloxBlock words = random::Philox4x32(
      {static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32),
       streams.first_index + row, static_cast<std::uint32_t>(streams.use)},
      {static_cast<std::uint32_t>(streams.seed), static_cast<std::uint32_t>(streams.seed >> 32)});
  return ((words[unit % 64 / 16] >> 8) | 1) * 0x1p-24;
}

TEST(UnitSamplerTest, AgreesWithThePlainVersion) {
  for (const int units : {1, 15, 16, 63, 64, 65, 100, 256, 1024, 2100}) {
    const linalg::Matrix<float> fields = SomeFields(7, units);
    const std::vector<float> bias = SomeBias(units);
    linalg::Matrix<std::int8_t> spins(7, units);
    linalg::Matrix<std::int8_t> again(7, units);
    linalg::Matrix<float> means(7, units);
    // A draw whose blocks do not fit in 32 bits.
    for (const std::uint64_t draw : {std::uint64_t{0}, std::uint64_t{5}, std::uint64_t{1} << 40}) {
      SampleUnits(kStreams, draw, fields, bias, spins);
      SampleUnitsAndMeans(kStreams, draw, fields, bias, again, means);
      EXPECT_EQ(spins, again);
      for (int r = 0; r < 7; ++r) {
        for (int i = 0; i < units; ++i) {
          const double field = fields(r, i) + bias[i];
          const double up = 1.0 / (1.0 + std::exp(-2.0 * field));
          const double uniform = PlainUniform(kStreams, draw, units, r, i);
          // Rounding to float may decide otherwise when the two are as good as equal.
          if (std::abs(uniform - up) > 1e-6) {
            EXPECT_EQ(spins(r, i), uniform < up ? 1 : -1);
          }
          EXPECT_NEAR(means(r, i), std::tanh(field), 2e-7);
        }
      }
    }
  }
}

TEST(UnitSamplerTest, SplitRowsAndMeansInPlaceGiveTheSame) {
  const std::vector<float> bias = SomeBias(100);
  linalg::Matrix<float> fields = SomeFields(6, 100);
  linalg::Matrix<std::int8_t> whole(6, 100);
  SampleUnits(kStreams, 9, fields, bias, whole);
  linalg::Matrix<std::int8_t> halves(6, 100);
  UnitStreams second = kStreams;
  second.first_index += 4;
  SampleUnits(kStreams, 9, fields.Block(0, 0, 4, 100), bias, halves.Block(0, 0, 4, 100));
  SampleUnits(second, 9, fields.Block(4, 0, 2, 100), bias, halves.Block(4, 0, 2, 100));
  EXPECT_EQ(halves, whole);
  linalg::Matrix<float> means = fields;
  linalg::Matrix<std::int8_t> units(6, 100);
  SampleUnitsAndMeans(kStreams, 9, means, bias, units, means);
  EXPECT_EQ(units, whole);
  linalg::Matrix<float> scaled = fields;
  ScaledMeans(bias, -0.5f, scaled);
  for (std::size_t k = 0; k < means.size(); ++k) {
    EXPECT_EQ(scaled.values()[k], -0.5f * means.values()[k]);
  }
}

// Extreme fields decide without a random number.
TEST(UnitSamplerTest, Ends) {
  linalg::Matrix<float> fields(1, 64);
  for (int i = 0; i < 64; ++i) fields(0, i) = i % 2 == 0 ? 1e4f : -1e4f;
  const std::vector<float> bias(64, 0.0f);
  linalg::Matrix<std::int8_t> spins(1, 64);
  SampleUnits(kStreams, 0, fields, bias, spins);
  for (int i = 0; i < 64; ++i) EXPECT_EQ(spins(0, i), i % 2 == 0 ? 1 : -1);
}

// Flipping all fields and all uniform variates flips all units: here the law, by counting.
TEST(UnitSamplerTest, FrequenciesAreLogistic) {
  constexpr int kRows = 20000;
  constexpr int kUnits = 8;
  const float values[kUnits] = {-2.0f, -1.0f, -0.3f, 0.0f, 0.1f, 0.5f, 1.5f, 3.0f};
  linalg::Matrix<float> fields(kRows, kUnits);
  for (int r = 0; r < kRows; ++r) {
    for (int i = 0; i < kUnits; ++i) fields(r, i) = values[i];
  }
  const std::vector<float> bias(kUnits, 0.0f);
  linalg::Matrix<std::int8_t> units(kRows, kUnits);
  SampleUnits({17, random::StreamUse::kHiddenUnits, 0}, 2, fields, bias, units);
  for (int i = 0; i < kUnits; ++i) {
    double sum = 0.0;
    for (int r = 0; r < kRows; ++r) sum += units(r, i);
    const double mean = std::tanh(values[i]);
    // 5 standard errors of 8 means: a false alarm in 2e5 seeds; the seed is fixed.
    EXPECT_NEAR(sum / kRows, mean, 5.0 * std::sqrt((1.0 - mean * mean) / kRows)) << values[i];
  }
}

}  // namespace
}  // namespace infoflow::rbm
