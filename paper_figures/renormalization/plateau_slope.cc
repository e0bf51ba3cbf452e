#include "paper_figures/renormalization/plateau_slope.h"

#include <algorithm>

#include "infoflow/ising/square/relative_entropy.h"

namespace infoflow::paper_figures {

namespace {

using ising::kSquareCriticalCoupling;

double Plateau(double coupling) { return ising::SquareAsymptotes(coupling).forward_disordered; }

// The mean slope over [d (1-1/8), d (1+1/8)] around `at`, which stands for the slope at d.
double SlopeAt(double at, double distance) {
  const double half = distance / 8.0;
  return (Plateau(at + half) - Plateau(at - half)) / (2.0 * half);
}

}  // namespace

std::vector<PlateauSlopeRow> PlateauSlopes(double smallest_exponent) {
  std::vector<PlateauSlopeRow> slopes;
  for (double exponent = -1.0; exponent >= smallest_exponent - 1e-9; exponent -= 0.25) {
    const double distance = std::pow(10.0, exponent);
    slopes.push_back({distance, SlopeAt(kSquareCriticalCoupling - distance, distance),
                      SlopeAt(kSquareCriticalCoupling + distance, distance)});
  }
  const PlateauSlopeRow& last = slopes.back();
  const double constant =
      0.5 * (last.slope_below + last.slope_above) + kPlateauLogarithm * std::log(last.distance);
  for (PlateauSlopeRow& slope : slopes) {
    slope.logarithm = constant - kPlateauLogarithm * std::log(slope.distance);
  }
  return slopes;
}

double LargestPlateauJump(const std::vector<PlateauSlopeRow>& slopes) {
  double largest = 0.0;
  for (const PlateauSlopeRow& slope : slopes) {
    const double d = slope.distance;
    if (d > 0.01) continue;
    const double jump =
        std::abs(Plateau(kSquareCriticalCoupling + d) - Plateau(kSquareCriticalCoupling - d));
    largest = std::max(largest, jump / (4.0 * d * std::log(1.0 / d)));
  }
  return largest;
}

double MeasuredPlateauLogarithm(const std::vector<PlateauSlopeRow>& slopes) {
  const PlateauSlopeRow &last = slopes.back(), &decade = slopes[slopes.size() - 5];
  return 0.5 * (last.slope_below + last.slope_above - decade.slope_below - decade.slope_above) /
         std::log(10.0);
}

}  // namespace infoflow::paper_figures
