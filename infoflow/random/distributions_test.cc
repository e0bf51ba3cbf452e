#include "infoflow/random/distributions.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/random/stream.h"

namespace infoflow::random {
namespace {

Stream TestStream() { return Stream(20240229, StreamUse::kTest, 5); }

// Stability: these first outputs never change, or results that cite a seed would.

TEST(DistributionsStabilityTest, UniformFloat) {
  Stream stream = TestStream();
  for (const float want : {0.0632351041f, 0.417933762f, 0.593547404f, 0.699246287f})
    EXPECT_EQ(UniformFloat(stream), want);
}

TEST(DistributionsStabilityTest, UniformDouble) {
  Stream stream = TestStream();
  for (const double want :
       {0.41793377559241718, 0.6992462963316467, 0.86811514572214765, 0.18484673145098351})
    EXPECT_EQ(UniformDouble(stream), want);
}

TEST(DistributionsStabilityTest, UniformInteger) {
  Stream stream = TestStream();
  for (const std::uint64_t want : {417u, 699u, 868u, 184u, 449u, 648u, 772u, 802u})
    EXPECT_EQ(UniformInteger(stream, 1000), want);
}

TEST(DistributionsStabilityTest, Bernoulli) {
  Stream stream = TestStream();
  const Bernoulli coin(0.5);
  for (const int want : {1, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0}) EXPECT_EQ(coin(stream), want);
}

TEST(DistributionsStabilityTest, Normal) {
  Stream stream = TestStream();
  for (const double want :
       {-0.2071822216165726, 0.52223401229506838, 1.1175254864797703, -0.89704770303289028,
        -0.12692643825697555, 0.38103391660159319, 0.74682880709179789, 0.85079139894705724,
        2.0017022931858186, -0.46969760822649775, 1.1970032530999624, 1.349174546677991,
        0.82993857001526283, 1.2771961986680469, -0.13224599772355283, -0.46902572910878448})
    EXPECT_EQ(Normal(stream), want);
}

TEST(DistributionsStabilityTest, NormalFloat) {
  Stream stream = TestStream();
  for (const float want : {-1.52817011f, -0.207182229f, 0.236679897f, 0.522234023f})
    EXPECT_EQ(NormalFloat(stream), want);
}

TEST(DistributionsStabilityTest, RandomPermutation) {
  Stream stream = TestStream();
  EXPECT_EQ(RandomPermutation(stream, 10), (std::vector<int>{0, 7, 5, 9, 3, 2, 1, 8, 6, 4}));
}

TEST(DistributionsTest, UniformsAreTheDocumentedBits) {
  Stream words = TestStream();
  Stream stream = TestStream();
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(UniformFloat(stream), std::ldexp(static_cast<float>(words() >> 8), -24));
    EXPECT_EQ(UniformDouble(stream), std::ldexp(static_cast<double>(words.Next64() >> 11), -53));
  }
}

TEST(DistributionsTest, FillGivesWhatSingleCallsGive) {
  for (const int count : {0, 1, 63, 511, 512, 513, 3000}) {
    SCOPED_TRACE(count);
    std::vector<float> floats(count);
    std::vector<double> doubles(count);
    {
      Stream bulk = TestStream(), single = TestStream();
      FillUniform(bulk, absl::MakeSpan(floats));
      for (const float value : floats) ASSERT_EQ(value, UniformFloat(single));
      FillUniform(bulk, absl::MakeSpan(doubles));
      for (const double value : doubles) ASSERT_EQ(value, UniformDouble(single));
      EXPECT_EQ(bulk, single);
    }
    {
      Stream bulk = TestStream(), single = TestStream();
      bulk.Skip(3);
      single.Skip(3);
      FillNormal(bulk, absl::MakeSpan(floats));
      for (const float value : floats) ASSERT_EQ(value, NormalFloat(single));
      FillNormal(bulk, absl::MakeSpan(doubles));
      for (const double value : doubles) ASSERT_EQ(value, Normal(single));
      EXPECT_EQ(bulk, single);
    }
  }
}

TEST(DistributionsTest, ElementOfALongSequenceIsFoundBySeek) {
  std::vector<double> values(1000);
  Stream stream = TestStream();
  FillNormal(stream, absl::MakeSpan(values));
  for (const int i : {999, 0, 500, 123}) {
    stream.Seek(2 * i);
    EXPECT_EQ(Normal(stream), values[i]);
  }
}

TEST(DistributionsTest, UniformIntegerStaysBelow) {
  Stream stream = TestStream();
  for (const std::uint64_t n : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{3},
                                (std::uint64_t{1} << 63) + 1, ~std::uint64_t{0}}) {
    for (int i = 0; i < 1000; ++i) ASSERT_LT(UniformInteger(stream, n), n);
  }
}

TEST(DistributionsTest, UniformIntegerRejectsTheBiasedValues) {
  // For n = 2^63 + 1 nearly half of all words pairs are drawn again.
  Stream stream = TestStream();
  constexpr int kCount = 1000;
  for (int i = 0; i < kCount; ++i) UniformInteger(stream, (std::uint64_t{1} << 63) + 1);
  EXPECT_GT(stream.position(), 2u * kCount * 3 / 2);
  // For a power of two none is.
  stream.Seek(0);
  for (int i = 0; i < kCount; ++i) UniformInteger(stream, std::uint64_t{1} << 40);
  EXPECT_EQ(stream.position(), 2u * kCount);
}

TEST(DistributionsTest, BernoulliComparesIntegers) {
  EXPECT_EQ(Bernoulli(0.0).threshold(), 0u);
  EXPECT_EQ(Bernoulli(-1.0).threshold(), 0u);
  EXPECT_EQ(Bernoulli(std::numeric_limits<double>::quiet_NaN()).threshold(), 0u);
  EXPECT_EQ(Bernoulli(0.25).threshold(), 1u << 30);
  EXPECT_EQ(Bernoulli(0.9999999999).threshold(), 0xffffffffu);
  EXPECT_EQ(Bernoulli(1.0).threshold(), std::uint64_t{1} << 32);
  EXPECT_EQ(Bernoulli(7.0).threshold(), std::uint64_t{1} << 32);
  Stream stream = TestStream();
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(Bernoulli(1.0)(stream));
    EXPECT_FALSE(Bernoulli(0.0)(stream));
  }
}

TEST(DistributionsTest, ShuffleKeepsTheValues) {
  Stream stream = TestStream();
  for (const int n : {0, 1, 2, 100}) {
    std::vector<int> permutation = RandomPermutation(stream, n);
    std::sort(permutation.begin(), permutation.end());
    std::vector<int> sorted(n);
    std::iota(sorted.begin(), sorted.end(), 0);
    EXPECT_EQ(permutation, sorted);
  }
}

}  // namespace
}  // namespace infoflow::random
