// Statistical tests of streams and distributions. Each test draws kSamples numbers and asks for
// a p-value above kLeastPValue (two-sided deviates: below kMaxDeviate). There are fewer than 200
// such questions, so that a perfect generator would fail with a probability below 1e-6; as the
// seed is fixed, a pass is a pass for ever.

#include <cmath>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/numerics/hypothesis_tests.h"
#include "infoflow/numerics/special_functions.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::random {
namespace {

constexpr int kSamples = 1000000;
constexpr double kLeastPValue = 5e-9;
// Two-sided p-value of 5e-9.
constexpr double kMaxDeviate = 5.85;

constexpr std::uint64_t kSeed = 31415926;

Stream TestStream(std::uint32_t index) { return Stream(kSeed, StreamUse::kTest, index); }

template <typename T>
std::vector<double> Widened(const std::vector<T>& values) {
  return std::vector<double>(values.begin(), values.end());
}

// The mean of f over the samples against its exact mean and variance of one sample.
template <typename Function>
void ExpectMean(const std::vector<double>& samples, Function f, double mean, double variance) {
  double sum = 0.0;
  for (const double x : samples) sum += f(x);
  const double deviate = (sum / samples.size() - mean) / std::sqrt(variance / samples.size());
  EXPECT_LT(std::abs(deviate), kMaxDeviate);
}

void ExpectUniform(const std::vector<double>& samples) {
  EXPECT_GT(numerics::KolmogorovSmirnovTest(samples, [](double x) { return x; }).p_value,
            kLeastPValue);
  // <x^k> = 1 / (k + 1)
  for (int k = 1; k <= 4; ++k) {
    ExpectMean(
        samples, [k](double x) { return std::pow(x, k); }, 1.0 / (k + 1),
        1.0 / (2 * k + 1) - 1.0 / ((k + 1) * (k + 1)));
  }
}

void ExpectNormal(const std::vector<double>& samples) {
  EXPECT_GT(numerics::KolmogorovSmirnovTest(samples, numerics::NormalCdf).p_value, kLeastPValue);
  // <z^k> = (k - 1)!! for even k: 1, 3, 15, 105, ..., 10395 for k = 12.
  constexpr double kMoments[] = {1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395};
  for (int k = 1; k <= 6; ++k) {
    ExpectMean(
        samples, [k](double z) { return std::pow(z, k); }, kMoments[k],
        kMoments[2 * k] - kMoments[k] * kMoments[k]);
  }
  // Tails, beyond the border of the central formula and far out.
  for (const double border : {1.5, 3.0, 4.0}) {
    const double p = 2.0 * numerics::NormalCdf(-border);
    ExpectMean(
        samples, [border](double z) { return std::abs(z) > border ? 1.0 : 0.0; }, p, p * (1 - p));
  }
}

// Correlation of two sequences of independent variates with mean 0 and variance 1.
double CorrelationDeviate(absl::Span<const double> a, absl::Span<const double> b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum / std::sqrt(static_cast<double>(a.size()));
}

TEST(RandomStatisticalTest, UniformFloat) {
  std::vector<float> samples(kSamples);
  Stream stream = TestStream(0);
  FillUniform(stream, absl::MakeSpan(samples));
  ExpectUniform(Widened(samples));
}

TEST(RandomStatisticalTest, UniformDouble) {
  std::vector<double> samples(kSamples);
  Stream stream = TestStream(1);
  FillUniform(stream, absl::MakeSpan(samples));
  ExpectUniform(samples);
}

TEST(RandomStatisticalTest, NormalFloat) {
  std::vector<float> samples(kSamples);
  Stream stream = TestStream(2);
  FillNormal(stream, absl::MakeSpan(samples));
  ExpectNormal(Widened(samples));
}

TEST(RandomStatisticalTest, NormalDouble) {
  std::vector<double> samples(kSamples);
  Stream stream = TestStream(3);
  FillNormal(stream, absl::MakeSpan(samples));
  ExpectNormal(samples);
}

TEST(RandomStatisticalTest, EveryBitOfAWordIsFair) {
  Stream stream = TestStream(4);
  std::vector<int> ones(32, 0);
  for (int i = 0; i < kSamples; ++i) {
    const std::uint32_t word = stream();
    for (int bit = 0; bit < 32; ++bit) ones[bit] += word >> bit & 1;
  }
  for (int bit = 0; bit < 32; ++bit) {
    EXPECT_LT(std::abs(ones[bit] - 0.5 * kSamples) / (0.5 * std::sqrt(1.0 * kSamples)), kMaxDeviate)
        << bit;
  }
}

TEST(RandomStatisticalTest, UniformIntegerIsUniform) {
  Stream stream = TestStream(5);
  for (const int n : {2, 3, 7, 100, 1000}) {
    std::vector<double> counts(n, 0.0);
    for (int i = 0; i < kSamples; ++i) ++counts[UniformInteger(stream, n)];
    const std::vector<double> expected(n, 1.0 * kSamples / n);
    EXPECT_GT(numerics::ChiSquareTest(counts, expected).p_value, kLeastPValue) << n;
  }
}

TEST(RandomStatisticalTest, BernoulliHasItsProbability) {
  Stream stream = TestStream(6);
  for (const double p : {0.001, 0.3, 0.5, 0.999}) {
    const Bernoulli bernoulli(p);
    int count = 0;
    for (int i = 0; i < kSamples; ++i) count += bernoulli(stream);
    EXPECT_LT(std::abs(count - p * kSamples) / std::sqrt(kSamples * p * (1 - p)), kMaxDeviate) << p;
  }
}

TEST(RandomStatisticalTest, AllPermutationsAreEquallyLikely) {
  Stream stream = TestStream(7);
  constexpr int kPermutations = 24;
  std::vector<double> counts(256, 0.0);
  for (int i = 0; i < kSamples; ++i) {
    const std::vector<int> p = RandomPermutation(stream, 4);
    ++counts[p[0] + 4 * p[1] + 16 * p[2] + 64 * p[3]];
  }
  std::vector<double> observed;
  for (const double count : counts) {
    if (count > 0) observed.push_back(count);
  }
  ASSERT_EQ(observed.size(), kPermutations);
  const std::vector<double> expected(kPermutations, 1.0 * kSamples / kPermutations);
  EXPECT_GT(numerics::ChiSquareTest(observed, expected).p_value, kLeastPValue);
}

TEST(RandomStatisticalTest, NeighboursInAStreamAreIndependent) {
  std::vector<double> samples(kSamples);
  Stream stream = TestStream(8);
  FillNormal(stream, absl::MakeSpan(samples));
  const absl::Span<const double> all(samples);
  for (const int lag : {1, 2, 3, 4, 16, 1024}) {
    EXPECT_LT(std::abs(CorrelationDeviate(all.subspan(0, kSamples - lag), all.subspan(lag))),
              kMaxDeviate)
        << lag;
  }
}

TEST(RandomStatisticalTest, StreamsOfDifferentNamesAreIndependent) {
  const auto normals = [](Stream stream) {
    std::vector<double> samples(kSamples / 10);
    FillNormal(stream, absl::MakeSpan(samples));
    return samples;
  };
  const std::vector<std::vector<double>> sequences = {
      normals(Stream(kSeed, StreamUse::kWeights, 0)),
      normals(Stream(kSeed, StreamUse::kWeights, 1)),
      normals(Stream(kSeed, StreamUse::kWeights, 2)),
      normals(Stream(kSeed, StreamUse::kData, 0)),
      normals(Stream(kSeed + 1, StreamUse::kWeights, 0)),
      normals(Stream(kSeed + (std::uint64_t{1} << 32), StreamUse::kWeights, 0)),
  };
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_LT(std::abs(CorrelationDeviate(sequences[i], sequences[j])), kMaxDeviate)
          << i << ", " << j;
    }
  }
}

TEST(RandomStatisticalTest, FirstWordsOfSuccessiveStreamsAreUniform) {
  // One number per stream, as when each work item takes few.
  std::vector<double> samples(kSamples / 10);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    Stream stream = TestStream(1000 + i);
    samples[i] = UniformDouble(stream);
  }
  ExpectUniform(samples);
}

}  // namespace
}  // namespace infoflow::random
