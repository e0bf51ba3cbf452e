#include "infoflow/ising/sampling/spin_samples.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"
#include "infoflow/support/check.h"
#include "infoflow/support/memory.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

namespace {

constexpr double kMostBits = 0x1p40;

}  // namespace

absl::StatusOr<SpinSamples> SpinSamples::Create(std::int64_t count, int side, double temperature) {
  if (side < 1 || side > kLargestSampledSide) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the lattice has side %d; it must be from 1 to %d", side, kLargestSampledSide));
  }
  if (count < 0 || count > std::numeric_limits<int>::max()) {
    return absl::InvalidArgumentError(
        absl::StrFormat("the number of samples is %d; it must be from 0 to %d", count,
                        std::numeric_limits<int>::max()));
  }
  SpinSamples samples;
  samples.words_per_sample_ = (side * side + 63) / 64;
  if (64.0 * samples.words_per_sample_ * static_cast<double>(count) > kMostBits) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "%d samples of side %d do not fit into memory; at most 2^40 spins do", count, side));
  }
  INFOFLOW_RETURN_IF_ERROR(CheckMemory(8.0 * samples.words_per_sample_ * static_cast<double>(count),
                                       absl::StrFormat("%d samples of side %d", count, side)));
  samples.count_ = static_cast<int>(count);
  samples.side_ = side;
  samples.temperature_ = temperature;
  samples.words_.assign(samples.Offset(samples.count_), 0);
  return samples;
}

void SpinSamples::Flip(int sample) {
  const absl::Span<std::uint64_t> spins = words(sample);
  for (std::uint64_t& word : spins) word = ~word;
  spins.back() &= last_word_mask();
}

linalg::Matrix<float> SpinMatrix(const SpinSamples& samples) {
  const int sites = samples.sites();
  linalg::Matrix<float> matrix(samples.count(), sites);
  for (int k = 0; k < samples.count(); ++k) {
    const absl::Span<const std::uint64_t> words = samples.words(k);
    const absl::Span<float> row = matrix.row(k);
    for (int begin = 0; begin < sites; begin += 64) {
      const std::uint64_t word = words[begin / 64];
      const int bits = std::min(64, sites - begin);
      for (int i = 0; i < bits; ++i) {
        row[begin + i] = static_cast<float>(static_cast<int>(word >> i & 1) * 2 - 1);
      }
    }
  }
  return matrix;
}

absl::StatusOr<SpinSamples> SpinSamplesFromMatrix(linalg::ConstMatrixView<float> spins,
                                                  double temperature) {
  const int side = static_cast<int>(std::lround(std::sqrt(spins.columns())));
  if (side < 1 || side * side != spins.columns()) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the samples have %d spins each, which is not the square of a side", spins.columns()));
  }
  INFOFLOW_ASSIGN_OR_RETURN(SpinSamples samples,
                            SpinSamples::Create(spins.rows(), side, temperature));
  for (int k = 0; k < spins.rows(); ++k) {
    for (int i = 0; i < spins.columns(); ++i) {
      const float value = spins(k, i);
      if (value != 1.0f && value != -1.0f) {
        return absl::InvalidArgumentError(
            absl::StrFormat("spin %d of sample %d is %g; it must be 1 or -1", i, k, value));
      }
      samples.set_spin(k, i, value > 0.0f ? 1 : -1);
    }
  }
  return samples;
}

SpinSamples EveryNth(const SpinSamples& samples, int first, int step) {
  INFOFLOW_CHECK(first >= 0 && step >= 1);
  const int count = first < samples.count() ? (samples.count() - first - 1) / step + 1 : 0;
  SpinSamples result = *SpinSamples::Create(count, samples.side(), samples.temperature());
  for (int k = 0; k < count; ++k) {
    const absl::Span<const std::uint64_t> words =
        samples.words(static_cast<int>(first + static_cast<std::int64_t>(k) * step));
    std::copy(words.begin(), words.end(), result.words(k).begin());
  }
  return result;
}

SpinSamples SelectSamples(const SpinSamples& samples, absl::Span<const int> indices) {
  const int count = static_cast<int>(indices.size());
  SpinSamples result = *SpinSamples::Create(count, samples.side(), samples.temperature());
  for (int k = 0; k < count; ++k) {
    INFOFLOW_CHECK(indices[k] >= 0 && indices[k] < samples.count());
    const absl::Span<const std::uint64_t> words = samples.words(indices[k]);
    std::copy(words.begin(), words.end(), result.words(k).begin());
  }
  return result;
}

void TurnOddSublattice(SpinSamples& samples) {
  std::vector<std::uint64_t> odd(samples.words_per_sample());
  for (int i = 0; i < samples.sites(); ++i) {
    if ((i % samples.side() + i / samples.side()) % 2 != 0) {
      odd[i / 64] |= std::uint64_t{1} << (i % 64);
    }
  }
  for (int k = 0; k < samples.count(); ++k) {
    const absl::Span<std::uint64_t> words = samples.words(k);
    for (std::size_t w = 0; w < odd.size(); ++w) words[w] ^= odd[w];
  }
}

absl::Status CheckTemperature(double temperature) {
  if (std::isfinite(temperature) && temperature > 0.0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrFormat(
      "temperature is %g; it must be a finite number greater than 0%s", temperature,
      temperature < 0.0 ? " (negative temperatures are those of the antiferromagnet, coupling -1)"
                        : ""));
}

}  // namespace infoflow::ising
