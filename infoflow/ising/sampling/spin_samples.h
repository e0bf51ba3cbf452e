#ifndef INFOFLOW_ISING_SAMPLING_SPIN_SAMPLES_H_
#define INFOFLOW_ISING_SAMPLING_SPIN_SAMPLES_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::ising {

// Sides of lattices that are sampled.
inline constexpr int kLargestSampledSide = 4096;

// Configurations of spins +-1 on the side x side lattice, one bit a spin (1 is up).
//
// Site i = y side + x (rows one after another) is bit i % 64 of word i / 64 of its sample; the
// bits of the last word beyond the last site are zero, and functions that write words keep them
// so. A moved-from container is empty.
class SpinSamples {
 public:
  SpinSamples() = default;
  // All spins down. `temperature` in units of J/k_B; NaN when it is not known or has no meaning
  // (after blocking, say).
  // Errors: InvalidArgument unless 1 <= side <= kLargestSampledSide, 0 <= count < 2^31 and the
  // whole fits into 2^40 bits.
  static absl::StatusOr<SpinSamples> Create(
      std::int64_t count, int side, double temperature = std::numeric_limits<double>::quiet_NaN());

  int count() const { return count_; }
  int side() const { return side_; }
  int sites() const { return side_ * side_; }
  int words_per_sample() const { return words_per_sample_; }
  double temperature() const { return temperature_; }
  void set_temperature(double temperature) { temperature_ = temperature; }

  absl::Span<const std::uint64_t> words(int sample) const {
    return absl::MakeConstSpan(words_).subspan(Offset(sample), words_per_sample_);
  }
  absl::Span<std::uint64_t> words(int sample) {
    return absl::MakeSpan(words_).subspan(Offset(sample), words_per_sample_);
  }

  // +1 or -1.
  int spin(int sample, int site) const {
    return (words_[Offset(sample) + site / 64] >> (site % 64) & 1) != 0 ? 1 : -1;
  }
  void set_spin(int sample, int site, int value) {
    const std::uint64_t bit = std::uint64_t{1} << (site % 64);
    std::uint64_t& word = words_[Offset(sample) + site / 64];
    word = value > 0 ? (word | bit) : (word & ~bit);
  }

  // Turns every spin of `sample` round.
  void Flip(int sample);

  // The bits of the last word that are sites.
  std::uint64_t last_word_mask() const {
    return sites() % 64 == 0 ? ~std::uint64_t{0} : (std::uint64_t{1} << (sites() % 64)) - 1;
  }

  // Same shape and spins; the temperature does not count.
  friend bool operator==(const SpinSamples& a, const SpinSamples& b) {
    return a.count_ == b.count_ && a.side_ == b.side_ && a.words_ == b.words_;
  }
  friend bool operator!=(const SpinSamples& a, const SpinSamples& b) { return !(a == b); }

 private:
  std::size_t Offset(int sample) const {
    return static_cast<std::size_t>(sample) * words_per_sample_;
  }

  int count_ = 0;
  int side_ = 0;
  int words_per_sample_ = 0;
  double temperature_ = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::uint64_t> words_;
};

// count x sites matrix of +-1, the form in which samples are fed to machines that learn.
// Cost: 0.3 ns a spin.
linalg::Matrix<float> SpinMatrix(const SpinSamples& samples);

// The inverse: a row per sample of +-1 on a square lattice.
// Errors: InvalidArgument when the number of columns is not a square, or an element is not +-1.
absl::StatusOr<SpinSamples> SpinSamplesFromMatrix(
    linalg::ConstMatrixView<float> spins,
    double temperature = std::numeric_limits<double>::quiet_NaN());

// Samples first, first + step, ... below the end. Domain: 0 <= first, 1 <= step.
SpinSamples EveryNth(const SpinSamples& samples, int first, int step);

// The samples of these indices, in this order. Domain: 0 <= index < samples.count().
SpinSamples SelectSamples(const SpinSamples& samples, absl::Span<const int> indices);

// Turns the spins with odd x + y round, in every sample: on even sides that exchanges the signs of
// all bonds, and with them ferromagnet and antiferromagnet.
void TurnOddSublattice(SpinSamples& samples);

// OK when `temperature` can be sampled: finite and > 0; else InvalidArgument.
absl::Status CheckTemperature(double temperature);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_SPIN_SAMPLES_H_
