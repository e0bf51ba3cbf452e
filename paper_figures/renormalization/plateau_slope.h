#ifndef PAPER_FIGURES_RENORMALIZATION_PLATEAU_SLOPE_H_
#define PAPER_FIGURES_RENORMALIZATION_PLATEAU_SLOPE_H_

#include <cmath>
#include <vector>

#include "infoflow/ising/square/exact.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

// The forward plateau P = ln 2 - s(K_0) of flows of the square lattice to disorder, the quantity
// that crosses K_c, near there.

// What -ln|K_0 - K_c| is multiplied by in its slope.
inline constexpr double kPlateauLogarithm = 8.0 * ising::kSquareCriticalCoupling / M_PI;

struct PlateauSlopeRow {
  double distance = 0.0;  // from K_c
  double slope_below = 0.0, slope_above = 0.0;
  double logarithm = 0.0;  // -kPlateauLogarithm ln(distance) + constant

  INFOFLOW_COLUMNS(distance, "", slope_below, "nats per site", slope_above, "nats per site",
                   logarithm, "nats per site")
};

// Differences of P on both sides of K_c, at four distances a decade from 0.1 to
// 10^smallest_exponent; the constant is that of the last one.
std::vector<PlateauSlopeRow> PlateauSlopes(double smallest_exponent);

// Largest |P(K_c + d) - P(K_c - d)| / (4 d ln(1/d)), for d <= 0.01.
double LargestPlateauJump(const std::vector<PlateauSlopeRow>& slopes);

// What the slope gains over the last decade, over ln 10. Domain: at least five distances.
double MeasuredPlateauLogarithm(const std::vector<PlateauSlopeRow>& slopes);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_PLATEAU_SLOPE_H_
