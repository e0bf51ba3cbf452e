#include "infoflow/rbm/patterns/pattern_statistics.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <vector>

#include "infoflow/numerics/constants.h"
#include "infoflow/support/check.h"

namespace infoflow::rbm {

namespace {

void CheckSide(absl::Span<const double> pattern, int side) {
  INFOFLOW_CHECK(side >= 1 && pattern.size() == static_cast<std::size_t>(side) * side);
}

Site SiteOf(std::size_t index, int side) {
  return {static_cast<int>(index) % side, static_cast<int>(index) / side};
}

double SumOfSquares(absl::Span<const double> values) {
  double sum = 0.0;
  for (const double value : values) sum += value * value;
  return sum;
}

// sum_i q_i q_{i + (dx, dy)} for 0 <= dx, dy < side.
double ShiftedProduct(absl::Span<const double> q, int side, int dx, int dy) {
  double sum = 0.0;
  for (int y = 0; y < side; ++y) {
    const double* const row = q.data() + static_cast<std::size_t>(y) * side;
    const double* const other = q.data() + static_cast<std::size_t>((y + dy) % side) * side;
    for (int x = 0; x < side - dx; ++x) sum += row[x] * other[x + dx];
    for (int x = side - dx; x < side; ++x) sum += row[x] * other[x + dx - side];
  }
  return sum;
}

}  // namespace

std::vector<double> MeanSubtracted(absl::Span<const double> pattern) {
  double mean = 0.0;
  for (const double value : pattern) mean += value;
  mean /= static_cast<double>(pattern.size());
  std::vector<double> q(pattern.begin(), pattern.end());
  for (double& value : q) value -= mean;
  return q;
}

double ParticipationRatio(absl::Span<const double> pattern) {
  double second = 0.0;
  double fourth = 0.0;
  for (const double value : pattern) {
    second += value * value;
    fourth += value * value * value * value;
  }
  return second * second / fourth;
}

Site BoxPeak(absl::Span<const double> pattern, int side) {
  CheckSide(pattern, side);
  const std::vector<double> q = MeanSubtracted(pattern);
  Site peak;
  double largest = -1.0;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      double sum = 0.0;
      for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
          const double value = q[(y + dy + side) % side * side + (x + dx + side) % side];
          sum += value * value;
        }
      }
      if (sum > largest) {
        largest = sum;
        peak = {x, y};
      }
    }
  }
  return peak;
}

Site LargestSite(absl::Span<const double> pattern, int side) {
  CheckSide(pattern, side);
  return SiteOf(std::max_element(pattern.begin(), pattern.end()) - pattern.begin(), side);
}

int SquaredDistance(Site a, Site b, int side) {
  const int dx = std::abs(a.x - b.x) % side;
  const int dy = std::abs(a.y - b.y) % side;
  const int x = std::min(dx, side - dx);
  const int y = std::min(dy, side - dy);
  return x * x + y * y;
}

double Concentration(absl::Span<const double> pattern, int side, double radius) {
  const Site peak = BoxPeak(pattern, side);
  const std::vector<double> q = MeanSubtracted(pattern);
  double near = 0.0;
  for (std::size_t i = 0; i < q.size(); ++i) {
    if (SquaredDistance(SiteOf(i, side), peak, side) <= radius * radius) near += q[i] * q[i];
  }
  return near / SumOfSquares(q);
}

double MoranIndex(absl::Span<const double> pattern, int side) {
  return 0.5 * (Autocorrelation(pattern, side, 1, 0) + Autocorrelation(pattern, side, 0, 1));
}

double Autocorrelation(absl::Span<const double> pattern, int side, int dx, int dy) {
  CheckSide(pattern, side);
  const std::vector<double> q = MeanSubtracted(pattern);
  const auto wrapped = [side](int d) { return (d % side + side) % side; };
  return ShiftedProduct(q, side, wrapped(dx), wrapped(dy)) / SumOfSquares(q);
}

std::vector<double> MeanAutocorrelation(linalg::ConstMatrixView<double> patterns, int side) {
  INFOFLOW_CHECK(patterns.rows() >= 1);
  std::vector<double> mean(side / 2 + 1, 0.0);
  for (int a = 0; a < patterns.rows(); ++a) {
    CheckSide(patterns.row(a), side);
    const std::vector<double> q = MeanSubtracted(patterns.row(a));
    const double scale = 0.5 / (SumOfSquares(q) * patterns.rows());
    for (int r = 0; r <= side / 2; ++r) {
      mean[r] +=
          scale * (ShiftedProduct(q, side, r % side, 0) + ShiftedProduct(q, side, 0, r % side));
    }
  }
  return mean;
}

std::vector<double> PowerSpectrum(absl::Span<const double> pattern, int side) {
  CheckSide(pattern, side);
  using Complex = std::complex<double>;
  const std::vector<double> q = MeanSubtracted(pattern);
  std::vector<Complex> phase(side);
  for (int k = 0; k < side; ++k) phase[k] = std::polar(1.0, -2.0 * numerics::kPi * k / side);
  // Rows: y, kx.
  std::vector<Complex> rows(q.size());
  for (int y = 0; y < side; ++y) {
    for (int k = 0; k < side; ++k) {
      Complex sum = 0.0;
      for (int x = 0; x < side; ++x) sum += q[y * side + x] * phase[k * x % side];
      rows[y * side + k] = sum;
    }
  }
  std::vector<double> power(q.size());
  for (int ky = 0; ky < side; ++ky) {
    for (int kx = 0; kx < side; ++kx) {
      Complex sum = 0.0;
      for (int y = 0; y < side; ++y) sum += rows[y * side + kx] * phase[ky * y % side];
      power[ky * side + kx] = std::norm(sum);
    }
  }
  return power;
}

double MeanSquaredWaveNumber(absl::Span<const double> pattern, int side) {
  const std::vector<double> power = PowerSpectrum(pattern, side);
  const auto component = [side](int k) {
    return 2.0 * numerics::kPi * (2 * k < side ? k : k - side) / side;
  };
  double weighted = 0.0;
  double total = 0.0;
  for (int ky = 0; ky < side; ++ky) {
    for (int kx = 0; kx < side; ++kx) {
      const double p = power[ky * side + kx];
      weighted += p * (component(kx) * component(kx) + component(ky) * component(ky));
      total += p;
    }
  }
  return weighted / total;
}

double CorrelationCoefficient(absl::Span<const double> a, absl::Span<const double> b) {
  INFOFLOW_CHECK(a.size() == b.size() && a.size() >= 2);
  const std::vector<double> p = MeanSubtracted(a);
  const std::vector<double> q = MeanSubtracted(b);
  double product = 0.0;
  for (std::size_t k = 0; k < p.size(); ++k) product += p[k] * q[k];
  return product / std::sqrt(SumOfSquares(p) * SumOfSquares(q));
}

PatternStatistics ComputePatternStatistics(absl::Span<const double> pattern, int side) {
  CheckSide(pattern, side);
  PatternStatistics statistics;
  for (const double value : pattern) statistics.mean += value / static_cast<double>(pattern.size());
  const auto [smallest, largest] = std::minmax_element(pattern.begin(), pattern.end());
  statistics.smallest = *smallest;
  statistics.largest = *largest;
  statistics.participation_raw = ParticipationRatio(pattern);
  statistics.participation = ParticipationRatio(MeanSubtracted(pattern));
  statistics.concentration = Concentration(pattern, side, 2.0);
  statistics.autocorrelation_x = Autocorrelation(pattern, side, 1, 0);
  statistics.autocorrelation_y = Autocorrelation(pattern, side, 0, 1);
  statistics.moran_index = 0.5 * (statistics.autocorrelation_x + statistics.autocorrelation_y);
  statistics.autocorrelation_half = Autocorrelation(pattern, side, side / 2, 0);
  statistics.mean_squared_wave_number = MeanSquaredWaveNumber(pattern, side);
  statistics.peak = BoxPeak(pattern, side);
  return statistics;
}

}  // namespace infoflow::rbm
