#include "infoflow/ising/sampling/open_correlations.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "infoflow/ising/sampling/translated_spins.h"
#include "infoflow/numerics/power_law_fit.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/kernel.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

namespace {

// Dimensions that a fit may find.
constexpr double kLargestDimension = 4.0;

// The pairs of one displacement (dx, dy): site i and site i + shift.
struct Displacement {
  int distance = 0;  // place in squared_distances
  int shift = 0;
  std::vector<std::uint64_t> first, second;  // sites that are the pairs' members
};

// Counts of bits over samples, by distance.
struct Sums {
  std::vector<std::int64_t> unlike_spins, unlike_bonds, paired_bonds;
  std::int64_t bonds = 0;  // satisfied ones
};

// Bits of `a` and of `a` moved down by `shift` places that differ where `mask` has a bit; `a` has
// shift / 64 + 1 words of zeros after its `words` words.
INFOFLOW_KERNEL int CountUnlikePairs(const std::uint64_t* __restrict__ a,
                                     const std::uint64_t* __restrict__ mask, int words, int shift) {
  const std::uint64_t* const moved = a + shift / 64;
  const int bits = shift % 64;
  int count = 0;
  for (int w = 0; w < words; ++w) {
    // In two steps, since a shift by 64 is not defined.
    const std::uint64_t other = moved[w] >> bits | moved[w + 1] << 1 << (63 - bits);
    count += __builtin_popcountll((a[w] ^ other) & mask[w]);
  }
  return count;
}

INFOFLOW_KERNEL void AddSample(const std::uint64_t* spins, const std::uint64_t* bonds, int words,
                               const Displacement* displacements, std::size_t count,
                               std::int64_t* unlike_spins, std::int64_t* unlike_bonds,
                               std::int64_t* paired_bonds) {
  for (std::size_t k = 0; k < count; ++k) {
    const Displacement& d = displacements[k];
    unlike_spins[d.distance] += CountUnlikePairs(spins, d.first.data(), words, d.shift);
    unlike_bonds[d.distance] += CountUnlikePairs(bonds, d.first.data(), words, d.shift);
    int paired = 0;
    for (int w = 0; w < words; ++w) {
      paired += __builtin_popcountll(bonds[w] & d.first[w]);
      paired += __builtin_popcountll(bonds[w] & d.second[w]);
    }
    paired_bonds[d.distance] += paired;
  }
}

class OpenPairs {
 public:
  explicit OpenPairs(int side) {
    // Each pair once: dy > 0, or dy = 0 and dx > 0.
    std::map<int, std::vector<Displacement>> by_square;
    for (int dy = 0; 2 * dy < side; ++dy) {
      for (int dx = dy == 0 ? 1 : -(side - 1) / 2; 2 * dx < side; ++dx) {
        const int square = dx * dx + dy * dy;
        if (4 * square < side * side) by_square[square].push_back(Pairs(side, dx, dy));
      }
    }
    for (auto& [square, group] : by_square) {
      int pairs = 0;
      for (Displacement& d : group) {
        d.distance = static_cast<int>(squared_distances_.size());
        pairs +=
            static_cast<int>(internal::CountBits(d.first.data(), static_cast<int>(d.first.size())));
        displacements_.push_back(std::move(d));
      }
      squared_distances_.push_back(square);
      pairs_.push_back(pairs);
    }
  }

  const std::vector<Displacement>& displacements() const { return displacements_; }
  const std::vector<int>& squared_distances() const { return squared_distances_; }
  const std::vector<int>& pairs() const { return pairs_; }

 private:
  static Displacement Pairs(int side, int dx, int dy) {
    const std::size_t words = (static_cast<std::size_t>(side) * side + 63) / 64;
    Displacement d;
    d.shift = dy * side + dx;
    d.first.resize(words);
    d.second.resize(words);
    const auto set = [](std::vector<std::uint64_t>& bits, int i) {
      bits[i / 64] |= std::uint64_t{1} << (i % 64);
    };
    for (int y = 0; y + dy < side; ++y) {
      for (int x = std::max(0, -dx); x < side && x + dx < side; ++x) {
        set(d.first, y * side + x);
        set(d.second, y * side + x + d.shift);
      }
    }
    return d;
  }

  std::vector<Displacement> displacements_;
  std::vector<int> squared_distances_, pairs_;
};

Sums CountPairs(const SpinSamples& samples, int first, int end, const OpenPairs& pairs) {
  const int side = samples.side();
  const int words = samples.words_per_sample();
  const std::size_t distances = pairs.pairs().size();
  Sums sums;
  sums.unlike_spins.resize(distances);
  sums.unlike_bonds.resize(distances);
  sums.paired_bonds.resize(distances);
  TranslatedSpins below(side);
  // With the zeros that a shift moves in.
  std::vector<std::uint64_t> spins(2 * words + 1), bonds(2 * words + 1);
  for (int k = first; k < end; ++k) {
    const absl::Span<const std::uint64_t> sample = samples.words(k);
    below.Set(sample, 0);
    below.Get(1 % side, absl::MakeSpan(bonds).first(words));
    for (int w = 0; w < words; ++w) {
      spins[w] = sample[w];
      bonds[w] = ~(sample[w] ^ bonds[w]);
    }
    bonds[words - 1] &= samples.last_word_mask();
    sums.bonds += internal::CountBits(bonds.data(), words);
    RunKernel<AddSample>(spins.data(), bonds.data(), words, pairs.displacements().data(),
                         pairs.displacements().size(), sums.unlike_spins.data(),
                         sums.unlike_bonds.data(), sums.paired_bonds.data());
  }
  return sums;
}

// The dimension whose power is nearest to correlators g(means), `bins` a row per bin.
OpenDimension FitDimension(const linalg::Matrix<double>& bins,
                           const std::vector<int>& squared_distances,
                           absl::FunctionRef<double(absl::Span<const double>, int)> correlator) {
  std::vector<double> distances, values(squared_distances.size());
  for (const int square : squared_distances) distances.push_back(std::sqrt(square));
  OpenDimension result;
  result.found = true;
  result.estimate = numerics::Jackknife(bins, [&](absl::Span<const double> means) {
    for (std::size_t d = 0; d < values.size(); ++d) {
      values[d] = correlator(means, static_cast<int>(d));
    }
    const numerics::PowerLaw fit =
        numerics::FitPowerLaw(distances, values, -2.0 * kLargestDimension, 2.0 * kLargestDimension);
    result.found = result.found && fit.inside;
    return -0.5 * fit.exponent;
  });
  return result;
}

double MeanOfColumn(const linalg::Matrix<double>& bins, int column) {
  double sum = 0.0;
  for (int b = 0; b < bins.rows(); ++b) sum += bins(b, column);
  return sum / bins.rows();
}

double Connected(double product, double paired, double density) {
  return product - 2.0 * density * paired + density * density;
}

}  // namespace

absl::StatusOr<OpenCorrelations> MeasureOpenCorrelations(const SpinSamples& samples, int bins,
                                                         int threads) {
  if (bins < 1 || samples.count() < bins) {
    return absl::InvalidArgumentError(
        absl::StrFormat("there are %d samples for %d bins; at least one of each and a sample per "
                        "bin are needed",
                        samples.count(), bins));
  }
  const int side = samples.side();
  if (side < 3) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the lattice has side %d; pairs less than half a side apart need at least 3", side));
  }
  const OpenPairs pairs(side);
  const int distances = static_cast<int>(pairs.pairs().size());
  const int size = samples.count() / bins;
  OpenCorrelations result;
  result.side = side;
  result.squared_distances = pairs.squared_distances();
  result.pairs = pairs.pairs();
  result.spin = linalg::Matrix<double>(bins, distances);
  result.energy = linalg::Matrix<double>(bins, distances);
  result.paired_energy = linalg::Matrix<double>(bins, distances);
  result.energy_density.resize(bins);
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(bins, threads, [&](int bin) -> absl::Status {
    INFOFLOW_RETURN_IF_ERROR(CheckInterrupt());
    const Sums sums = CountPairs(samples, bin * size, (bin + 1) * size, pairs);
    for (int d = 0; d < distances; ++d) {
      const double count = static_cast<double>(size) * pairs.pairs()[d];
      result.spin(bin, d) = 1.0 - 2.0 * static_cast<double>(sums.unlike_spins[d]) / count;
      result.energy(bin, d) = 1.0 - 2.0 * static_cast<double>(sums.unlike_bonds[d]) / count;
      result.paired_energy(bin, d) = static_cast<double>(sums.paired_bonds[d]) / count - 1.0;
    }
    result.energy_density[bin] =
        2.0 * static_cast<double>(sums.bonds) / (static_cast<double>(size) * samples.sites()) - 1.0;
    return absl::OkStatus();
  }));
  return result;
}

double MeanOpenSpin(const OpenCorrelations& correlations, int distance) {
  return MeanOfColumn(correlations.spin, distance);
}

double MeanOpenEnergy(const OpenCorrelations& correlations, int distance) {
  double density = 0.0;
  for (const double value : correlations.energy_density) {
    density += value / static_cast<double>(correlations.energy_density.size());
  }
  return Connected(MeanOfColumn(correlations.energy, distance),
                   MeanOfColumn(correlations.paired_energy, distance), density);
}

absl::StatusOr<OpenDimensions> MeasureOpenDimensions(const OpenCorrelations& correlations) {
  const int bins = correlations.spin.rows();
  const int distances = correlations.spin.columns();
  if (bins < 2) {
    return absl::InvalidArgumentError(
        absl::StrFormat("there are %d bins; dimensions with errors need at least 2", bins));
  }
  OpenDimensions result;
  result.spin = FitDimension(correlations.spin, correlations.squared_distances,
                             [](absl::Span<const double> means, int d) { return means[d]; });
  // Of each bin: products, means over the pairs, the mean over all sites.
  linalg::Matrix<double> energy(bins, 2 * distances + 1);
  for (int b = 0; b < bins; ++b) {
    for (int d = 0; d < distances; ++d) {
      energy(b, d) = correlations.energy(b, d);
      energy(b, distances + d) = correlations.paired_energy(b, d);
    }
    energy(b, 2 * distances) = correlations.energy_density[b];
  }
  result.energy = FitDimension(
      energy, correlations.squared_distances, [distances](absl::Span<const double> means, int d) {
        return Connected(means[d], means[distances + d], means[2 * distances]);
      });
  return result;
}

}  // namespace infoflow::ising
