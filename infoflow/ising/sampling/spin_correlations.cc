#include "infoflow/ising/sampling/spin_correlations.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "infoflow/ising/sampling/translated_spins.h"
#include "infoflow/support/check.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

namespace {

constexpr int kPlanes = 3;

// Sums over samples, [dx <= side/2][dy], of unlike pairs and of the products of u, the number of
// unlike neighbours of a site; eps = 1 - u/2.
struct Sums {
  std::vector<std::int64_t> unlike;
  std::vector<std::int64_t> products;
  std::int64_t unlike_neighbours = 0;
};

class Accumulator {
 public:
  explicit Accumulator(int side)
      : side_(side),
        words_((side * side + 63) / 64),
        spins_(side),
        planes_(kPlanes, TranslatedSpins(side)),
        buffer_(4, std::vector<std::uint64_t>(words_)),
        plane_(kPlanes, std::vector<std::uint64_t>(words_)),
        moved_(words_) {}

  void Add(absl::Span<const std::uint64_t> spins, Sums& sums) {
    SetPlanes(spins);
    for (int a = 0; a < kPlanes; ++a) {
      sums.unlike_neighbours += internal::CountBits(plane_[a].data(), words_) << a;
    }
    std::size_t d = 0;
    for (int dx = 0; dx <= side_ / 2; ++dx) {
      spins_.Set(spins, dx);
      for (int a = 0; a < kPlanes; ++a) planes_[a].Set(plane_[a], dx);
      for (int dy = 0; dy < side_; ++dy, ++d) {
        spins_.Get(dy, absl::MakeSpan(moved_));
        sums.unlike[d] += internal::CountUnlike(spins.data(), moved_.data(), words_);
        for (int a = 0; a < kPlanes; ++a) {
          planes_[a].Get(dy, absl::MakeSpan(moved_));
          for (int b = 0; b < kPlanes; ++b) {
            sums.products[d] += internal::CountBoth(plane_[b].data(), moved_.data(), words_)
                                << (a + b);
          }
        }
      }
    }
  }

 private:
  // Binary digits of u: sums of four bits.
  void SetPlanes(absl::Span<const std::uint64_t> spins) {
    spins_.Set(spins, 0);
    spins_.Get(1 % side_, absl::MakeSpan(buffer_[0]));
    spins_.Get(side_ - 1, absl::MakeSpan(buffer_[1]));
    spins_.Set(spins, 1 % side_);
    spins_.Get(0, absl::MakeSpan(buffer_[2]));
    spins_.Set(spins, side_ - 1);
    spins_.Get(0, absl::MakeSpan(buffer_[3]));
    for (int w = 0; w < words_; ++w) {
      const std::uint64_t a = spins[w] ^ buffer_[0][w];
      const std::uint64_t b = spins[w] ^ buffer_[1][w];
      const std::uint64_t c = spins[w] ^ buffer_[2][w];
      const std::uint64_t d = spins[w] ^ buffer_[3][w];
      const std::uint64_t ab = a & b;
      const std::uint64_t cd = c & d;
      plane_[0][w] = a ^ b ^ c ^ d;
      plane_[1][w] = ab ^ cd ^ ((a ^ b) & (c ^ d));
      plane_[2][w] = ab & cd;
    }
  }

  int side_;
  int words_;
  TranslatedSpins spins_;
  std::vector<TranslatedSpins> planes_;
  std::vector<std::vector<std::uint64_t>> buffer_;
  std::vector<std::vector<std::uint64_t>> plane_;
  std::vector<std::uint64_t> moved_;
};

linalg::Matrix<double> MeanOfBins(const linalg::Matrix<double>& bins, int side) {
  linalg::Matrix<double> mean(side, side);
  for (int b = 0; b < bins.rows(); ++b) {
    for (int d = 0; d < bins.columns(); ++d) mean.values()[d] += bins(b, d) / bins.rows();
  }
  return mean;
}

}  // namespace

absl::StatusOr<SpinCorrelations> MeasureCorrelations(const SpinSamples& samples, int bins,
                                                     int threads) {
  if (bins < 1 || samples.count() < bins) {
    return absl::InvalidArgumentError(
        absl::StrFormat("there are %d samples for %d bins; at least one of each and a sample per "
                        "bin are needed",
                        samples.count(), bins));
  }
  const int side = samples.side();
  const int size = samples.count() / bins;
  SpinCorrelations result;
  result.side = side;
  result.spin = linalg::Matrix<double>(bins, samples.sites());
  result.energy = linalg::Matrix<double>(bins, samples.sites());
  result.energy_density.resize(bins);
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(bins, threads, [&](int bin) -> absl::Status {
    Accumulator accumulator(side);
    Sums sums;
    sums.unlike.resize(static_cast<std::size_t>(side / 2 + 1) * side);
    sums.products.resize(sums.unlike.size());
    for (int k = bin * size; k < (bin + 1) * size; ++k) {
      INFOFLOW_RETURN_IF_ERROR(CheckInterrupt());
      accumulator.Add(samples.words(k), sums);
    }
    const double pairs = static_cast<double>(size) * samples.sites();
    const double mean_u = static_cast<double>(sums.unlike_neighbours) / pairs;
    result.energy_density[bin] = 1.0 - 0.5 * mean_u;
    for (int dx = 0; dx <= side / 2; ++dx) {
      for (int dy = 0; dy < side; ++dy) {
        const std::size_t d = static_cast<std::size_t>(dx) * side + dy;
        const double spin = 1.0 - 2.0 * static_cast<double>(sums.unlike[d]) / pairs;
        const double energy = 1.0 - mean_u + 0.25 * static_cast<double>(sums.products[d]) / pairs;
        // The opposite displacement has the same pairs.
        const int opposite = (side - dy) % side * side + (side - dx) % side;
        for (const int place : {dy * side + dx, opposite}) {
          result.spin(bin, place) = spin;
          result.energy(bin, place) = energy;
        }
      }
    }
    return absl::OkStatus();
  }));
  return result;
}

linalg::Matrix<double> MeanSpinCorrelation(const SpinCorrelations& correlations) {
  return MeanOfBins(correlations.spin, correlations.side);
}

linalg::Matrix<double> MeanEnergyCorrelation(const SpinCorrelations& correlations) {
  linalg::Matrix<double> mean = MeanOfBins(correlations.energy, correlations.side);
  double density = 0.0;
  for (const double value : correlations.energy_density) {
    density += value / static_cast<double>(correlations.energy_density.size());
  }
  for (double& value : mean.values()) value -= density * density;
  return mean;
}

std::vector<RadialPoint> RadialAverage(linalg::ConstMatrixView<double> correlation) {
  const int side = correlation.rows();
  INFOFLOW_CHECK(correlation.columns() == side);
  std::map<int, RadialPoint> points;
  for (int dy = 0; dy < side; ++dy) {
    for (int dx = 0; dx < side; ++dx) {
      const int x = std::min(dx, side - dx);
      const int y = std::min(dy, side - dy);
      RadialPoint& point = points[x * x + y * y];
      point.squared_distance = x * x + y * y;
      ++point.multiplicity;
      point.value += correlation(dy, dx);
    }
  }
  std::vector<RadialPoint> result;
  for (auto& [squared_distance, point] : points) {
    point.value /= point.multiplicity;
    result.push_back(point);
  }
  return result;
}

}  // namespace infoflow::ising
