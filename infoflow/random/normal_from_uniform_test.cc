#include "infoflow/random/normal_from_uniform.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"

namespace infoflow::random {
namespace {

// As documented in the header.
constexpr double kRelativeAccuracy = 1e-15;

TEST(NormalFromUniformTest, MatchesHighPrecisionQuantiles) {
  // Roots of Phi(z) = p for the double p, computed with 50 digits.
  constexpr struct {
    double p;
    double z;
  } kCases[] = {
      {5e-324, -38.467405617144346251},
      {2.2250738585072014e-308, -37.519379347144499821},
      {1e-300, -37.047096299361199237},
      {1e-100, -21.273453560965324294},
      {2e-20, -9.18805724950207867},
      {1e-16, -8.2220822161304356152},
      {1.3887943864964021e-11, -6.6579046435011035837},
      {1e-8, -5.6120012441747887279},
      {1e-4, -3.7190164854556805523},
      {0.01, -2.3263478740408410931},
      {0.0749, -1.4402382675279636631},
      {0.0751, -1.4388253927525399824},
      {0.1, -1.2815515655446004353},
      {0.25, -0.6744897501960817432},
      {0.4, -0.25334710313579974132},
      {0.499999, -2.5066282745665593779e-6},
      {0.5000000000000001, 2.7829164246717669222e-16},
      {0.6, 0.25334710313579974132},
      {0.8, 0.8416212335729143638},
      {0.9249, 1.4388253927525403742},
      {0.9251, 1.4402382675279638594},
      {0.975, 1.9599639845400538556},
      {0.999, 3.0902323061678132778},
      {0.9999999, 5.1993375822906610937},
      {0.99999999999999989, 8.2095361516013868556},
  };
  for (const auto& [p, z] : kCases) {
    EXPECT_NEAR(NormalFromUniform(p), z, kRelativeAccuracy * std::abs(z)) << p;
  }
  EXPECT_EQ(NormalFromUniform(0.5), 0.0);
}

TEST(NormalFromUniformTest, InvertsTheNormalLaw) {
  // d ln Phi / dz grows as |z|, which multiplies the error of z.
  for (double p = 1e-12; p < 0.5; p *= 1.0037) {
    const double z = NormalFromUniform(p);
    const double back = 0.5 * std::erfc(-z * 0.70710678118654752440);
    EXPECT_NEAR(back, p, 4 * kRelativeAccuracy * p * (1 + z * z)) << p;
  }
}

TEST(NormalFromUniformTest, IsMonotoneWhereTheFormulasMeet) {
  for (const double border : {0.075, 0.925, 1.3887943864964021e-11}) {
    double p = border * (1 - 1e-12);
    double last = NormalFromUniform(p);
    for (int i = 0; i < 1000; ++i) {
      p += border * 2e-15;
      const double z = NormalFromUniform(p);
      EXPECT_GE(z, last - 2 * kRelativeAccuracy * std::abs(last)) << p;
      last = z;
    }
  }
}

TEST(NormalFromUniformTest, BitsAreCentredUniforms) {
  EXPECT_EQ(NormalFromBits(std::uint64_t{0}), NormalFromUniform(0x1p-53));
  EXPECT_EQ(NormalFromBits(~std::uint64_t{0}), -NormalFromUniform(0x1p-53));
  EXPECT_EQ(NormalFromBits(std::uint32_t{0}), static_cast<float>(NormalFromUniform(0x1p-33)));
  EXPECT_LT(NormalFromBits(~std::uint64_t{0}), 8.21);
  EXPECT_LT(NormalFromBits(~std::uint32_t{0}), 6.34f);
  for (std::uint64_t bits = 0x123456789abcdef; bits < ~std::uint64_t{0} / 2; bits *= 3) {
    const double p = (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
    EXPECT_EQ(NormalFromBits(bits), NormalFromUniform(p));
    // Odd around the middle.
    EXPECT_EQ(NormalFromBits(~bits), -NormalFromBits(bits));
    const std::uint32_t word = static_cast<std::uint32_t>(bits);
    EXPECT_EQ(NormalFromBits(word), static_cast<float>(NormalFromUniform((word + 0.5) * 0x1p-32)));
  }
}

TEST(NormalFromUniformTest, BulkGivesTheSameBits) {
  std::vector<std::uint32_t> words(2 * 1000);
  std::uint32_t state = 1;
  for (std::uint32_t& word : words) word = state = state * 1664525u + 1013904223u;
  for (const int count : {0, 1, 63, 64, 65, 1000}) {
    std::vector<double> doubles(count);
    NormalsFromWords(absl::MakeConstSpan(words).subspan(0, 2 * count), absl::MakeSpan(doubles));
    std::vector<float> floats(count);
    NormalsFromWords(absl::MakeConstSpan(words).subspan(0, count), absl::MakeSpan(floats));
    for (int i = 0; i < count; ++i) {
      const std::uint64_t bits = words[2 * i] | static_cast<std::uint64_t>(words[2 * i + 1]) << 32;
      ASSERT_EQ(doubles[i], NormalFromBits(bits));
      ASSERT_EQ(floats[i], NormalFromBits(words[i]));
    }
  }
}

TEST(NormalFromUniformDeathTest, ChecksTheDomain) {
  EXPECT_DEATH(NormalFromUniform(0.0), "check failed");
  EXPECT_DEATH(NormalFromUniform(1.0), "check failed");
  EXPECT_DEATH(NormalFromUniform(std::numeric_limits<double>::quiet_NaN()), "check failed");
}

}  // namespace
}  // namespace infoflow::random
