#include "infoflow/ising/sampling/scaling_dimensions.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "infoflow/ising/square/torus_correlators.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::ising {

namespace {

constexpr int kLeastSide = 6;

// Slope of the least-squares line.
double Slope(const std::vector<double>& x, const std::vector<double>& y) {
  const double n = static_cast<double>(x.size());
  double mean_x = 0.0, mean_y = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    mean_x += x[i] / n;
    mean_y += y[i] / n;
  }
  double xx = 0.0, xy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  return xy / xx;
}

// Mean of both axes, a row per bin, a column per distance 1 ... `most`.
linalg::Matrix<double> OnAxes(const linalg::Matrix<double>& bins, int side, int most) {
  linalg::Matrix<double> values(bins.rows(), most + 1);
  for (int b = 0; b < bins.rows(); ++b) {
    for (int r = 1; r <= most; ++r) {
      values(b, r - 1) = 0.5 * (bins(b, r) + bins(b, r * side));
    }
  }
  return values;
}

}  // namespace

absl::StatusOr<ScalingDimensions> MeasureScalingDimensions(const SpinCorrelations& correlations,
                                                           DimensionFit fit) {
  const int side = correlations.side;
  const int bins = correlations.spin.rows();
  if (bins < 2 || side < kLeastSide) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "there are %d bins of side %d; scaling dimensions need at least 2 bins and side %d", bins,
        side, kLeastSide));
  }
  const bool torus = fit == DimensionFit::kTorus;
  const int short_range = std::max(3, side / 4);
  double not_positive = 1.0;
  // `shape` is the torus's correlator, `unit` the dimension that it stands for; the last column of
  // the bins is the mean of the energy density, or zero.
  const auto dimension = [&](const linalg::Matrix<double>& values, int most,
                             double (*shape)(int, int), double unit) {
    std::vector<double> x(most), y(most);
    for (int r = 1; r <= most; ++r) {
      x[r - 1] = torus ? std::log(shape(side, r)) / unit : -2.0 * std::log(r);
    }
    return numerics::Jackknife(values, [&](absl::Span<const double> means) {
      for (int r = 1; r <= most; ++r) {
        const double connected = means[r - 1] - means[most] * means[most];
        if (!(connected > 0.0)) not_positive = connected;
        y[r - 1] = std::log(std::max(connected, 1e-300));
      }
      return Slope(x, y);
    });
  };
  ScalingDimensions result;
  const int spin_range = torus ? side / 2 : short_range;
  result.spin =
      dimension(OnAxes(correlations.spin, side, spin_range), spin_range, TorusSpinShape, 0.125);
  linalg::Matrix<double> energy = OnAxes(correlations.energy, side, short_range);
  for (int b = 0; b < bins; ++b) energy(b, short_range) = correlations.energy_density[b];
  result.energy = dimension(energy, short_range, TorusEnergyShape, 1.0);
  if (not_positive <= 0.0) {
    return absl::OutOfRangeError(absl::StrFormat(
        "a correlator is %g, whose logarithm the fit needs; more samples are needed, or a "
        "temperature nearer T_c",
        not_positive));
  }
  return result;
}

}  // namespace infoflow::ising
