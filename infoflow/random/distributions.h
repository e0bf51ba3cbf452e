#ifndef INFOFLOW_RANDOM_DISTRIBUTIONS_H_
#define INFOFLOW_RANDOM_DISTRIBUTIONS_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/random/normal_from_uniform.h"
#include "infoflow/random/stream.h"

// Random variates from a Stream. Each takes a fixed number of words (except UniformInteger and
// what is built on it, which reject with a probability below n / 2^64) and remembers nothing
// between calls, so that element i of a long sequence can be had by Seek. The Fill functions
// give exactly what repeated calls give. Only integer arithmetic and correctly rounded floating
// point operations are used: the same bits on every machine.

namespace infoflow::random {

// Uniform on the multiples of 2^-24 in [0, 1): (word >> 8) 2^-24. Takes 1 word.
inline float UniformFloat(Stream& stream) { return static_cast<float>(stream() >> 8) * 0x1p-24f; }

// Uniform on the multiples of 2^-53 in [0, 1): (two words >> 11) 2^-53. Takes 2 words.
inline double UniformDouble(Stream& stream) {
  return static_cast<double>(stream.Next64() >> 11) * 0x1p-53;
}

void FillUniform(Stream& stream, absl::Span<float> values);
void FillUniform(Stream& stream, absl::Span<double> values);

// Uniform on {0, ..., n - 1} without bias. Domain: n >= 1. Takes 2 words, and 2 more with
// probability below n / 2^64.
//
// Source: Lemire, "Fast random integer generation in an interval" (ACM TOMACS 29, 2019): the
// upper half of the product with n, where lower halves below 2^64 mod n are drawn again.
std::uint64_t UniformInteger(Stream& stream, std::uint64_t n);

// True with probability floor(p 2^32) / 2^32: an integer comparison of one word, so that the
// decision has no rounding. p >= 1 is always true; p <= 0 and NaN never. Takes 1 word.
class Bernoulli {
 public:
  explicit Bernoulli(double probability);
  bool operator()(Stream& stream) const { return stream() < threshold_; }
  // Words below this number, in [0, 2^32], are true.
  std::uint64_t threshold() const { return threshold_; }

 private:
  std::uint64_t threshold_;
};

// Normal with mean 0 and variance 1: the quantile of the normal law at a uniform variate
// strictly between 0 and 1 (normal_from_uniform.h). Takes 2 words, |value| <= 8.21.
//
// Why inversion: one variate in, one variate out. Box-Muller makes pairs, so a generator
// either wastes one or remembers it, and it needs the library's sin and cos, whose last digits
// differ between machines; ziggurat takes a variable number of words. Inversion is monotone in
// the uniform variate besides, so common random numbers stay common.
inline double Normal(Stream& stream) { return NormalFromBits(stream.Next64()); }

// The same from 1 word, |value| <= 6.34, rounded to float.
inline float NormalFloat(Stream& stream) { return NormalFromBits(stream()); }

void FillNormal(Stream& stream, absl::Span<float> values);
void FillNormal(Stream& stream, absl::Span<double> values);

// A uniformly random order of the values (Fisher-Yates, from the end).
// Takes 2 (values.size() - 1) words, but for rejections. Cost: O(size).
template <typename T>
void Shuffle(Stream& stream, absl::Span<T> values) {
  using std::swap;
  for (std::size_t i = values.size(); i > 1; --i) {
    swap(values[i - 1], values[UniformInteger(stream, i)]);
  }
}

// A uniformly random permutation of 0, ..., n - 1. Domain: n >= 0.
std::vector<int> RandomPermutation(Stream& stream, int n);

}  // namespace infoflow::random

#endif  // INFOFLOW_RANDOM_DISTRIBUTIONS_H_
