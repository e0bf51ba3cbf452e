#include "infoflow/estimators/distinct_samples.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>

#include "absl/strings/numbers.h"
#include "gtest/gtest.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

linalg::Matrix<double> Samples() {
  linalg::Matrix<double> samples(50, 3);
  random::Stream stream(7, random::StreamUse::kTest, 0);
  random::FillNormal(stream, samples.values());
  return samples;
}

TEST(DistinctSamplesTest, FindsEqualRows) {
  linalg::Matrix<double> samples = Samples();
  EXPECT_TRUE(CheckDistinct(samples).ok());
  samples(41, 0) = samples(9, 0);
  samples(41, 1) = samples(9, 1);
  EXPECT_TRUE(CheckDistinct(samples).ok());
  samples(41, 2) = samples(9, 2);
  EXPECT_EQ(std::string(CheckDistinct(samples).message()),
            "samples 10 and 42 are equal; nearest neighbours need distinct samples, or a jitter "
            "such as 1e-10 that breaks ties");
}

// The advice fits the samples and what was tried, and it works.
TEST(DistinctSamplesTest, AdvisesAJitterThatIsSeen) {
  for (const double size : {1.0, 1e5, 1e9, 3e40, 1e300}) {
    linalg::Matrix<double> samples(40, 2, size);
    const std::string plain(CheckDistinct(samples).message());
    const std::size_t begin = plain.find("such as ") + 8;
    double advised = 0.0;
    ASSERT_TRUE(absl::SimpleAtod(plain.substr(begin, plain.find(' ', begin) - begin), &advised));
    EXPECT_LE(advised, std::max(1e-10, 1e-10 * size));
    EXPECT_TRUE(CheckDistinct(Jittered(samples, advised, 1), advised).ok()) << size;
  }
  const linalg::Matrix<double> large(3, 1, 1e9);
  EXPECT_EQ(std::string(CheckDistinct(Jittered(large, 1e-10, 1), 1e-10).message()),
            "samples 1 and 2 are equal in spite of the jitter of 1e-10, which is near or below the "
            "rounding of their coordinates; one of 0.01 breaks ties");
}

TEST(DistinctSamplesTest, TakesBothZerosForOne) {
  linalg::Matrix<double> samples(2, 1, 0.0);
  samples(1, 0) = -0.0;
  EXPECT_FALSE(CheckDistinct(samples).ok());
}

TEST(DistinctSamplesTest, JitterBreaksTiesAndRepeats) {
  const linalg::Matrix<double> samples(50, 3, 2.0);
  const linalg::Matrix<double> jittered = Jittered(samples, 1e-10, 1);
  EXPECT_TRUE(CheckDistinct(jittered).ok());
  for (const double value : jittered.values()) {
    EXPECT_GE(value, 2.0);
    EXPECT_LE(value, 2.0 + 1.001e-10);
  }
  EXPECT_EQ(Jittered(samples, 1e-10, 1), jittered);
  EXPECT_NE(Jittered(samples, 1e-10, 2), jittered);
  EXPECT_EQ(Jittered(samples, 0.0, 1), samples);
  // Too small to be seen beside 2.
  EXPECT_FALSE(CheckDistinct(Jittered(samples, 1e-20, 1)).ok());
}

TEST(DistinctSamplesTest, RefusesBadAmplitudes) {
  EXPECT_TRUE(CheckJitter(0.0).ok());
  EXPECT_EQ(std::string(CheckJitter(-1.0).message()),
            "jitter is -1; allowed are finite numbers of at least 0");
  EXPECT_FALSE(CheckJitter(std::numeric_limits<double>::infinity()).ok());
}

}  // namespace
}  // namespace infoflow::estimators
