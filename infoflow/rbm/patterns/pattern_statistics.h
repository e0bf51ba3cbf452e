#ifndef INFOFLOW_RBM_PATTERNS_PATTERN_STATISTICS_H_
#define INFOFLOW_RBM_PATTERNS_PATTERN_STATISTICS_H_

#include <vector>

#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"

// Statistics of patterns on an image of side x side sites with periodic boundaries, site
// y side + x: how wide a pattern is, how smooth, where it sits. Patterns are correlators <v h> or
// columns of weights. Source: arXiv:1906.05212 sec. III (the comparison); the definitions, which
// the paper does not fix, are those of docs/rbm.md. q = P - mean of P everywhere below.
// Shapes: every pattern has side^2 elements, side >= 1. Statistics of q that divide by sum q^2
// are NaN for a constant pattern. Accuracy: 1e-12 against the tables (rbm_pattern_reference_test).

namespace infoflow::rbm {

// q = P - mean of P.
std::vector<double> MeanSubtracted(absl::Span<const double> pattern);

// Effective number of sites: (sum w)^2 / sum w^2 with w_i = P_i^2. 1 for a single site, all for a
// pattern of constant size; NaN for zeros.
double ParticipationRatio(absl::Span<const double> pattern);

// A site of the image.
struct Site {
  int x = 0;
  int y = 0;
};

// Where the sum of q^2 over the 3 x 3 box around a site is largest (the first one if several).
Site BoxPeak(absl::Span<const double> pattern, int side);

// Where the pattern itself is largest (the first one if several).
Site LargestSite(absl::Span<const double> pattern, int side);

// Squared distance of two sites by the shortest way around the torus.
int SquaredDistance(Site a, Site b, int side);

// conc_r = sum over sites within `radius` of the box peak of q^2, over the sum of all.
// Radius 2 takes 13 sites.
double Concentration(absl::Span<const double> pattern, int side, double radius);

// Nearest-neighbour autocorrelation of q: [sum_i q_i (q_{i+x} + q_{i+y}) / 2] / sum q^2.
double MoranIndex(absl::Span<const double> pattern, int side);

// sum_i q_i q_{i+d} / sum q^2 for the shift d = (dx, dy). Cost: O(side^2).
double Autocorrelation(absl::Span<const double> pattern, int side, int dx, int dy);

// A(r), r = 0..side/2: Autocorrelation along the two axes, averaged over axes and patterns.
// Shapes: a pattern per row. Cost: O(patterns side^3).
std::vector<double> MeanAutocorrelation(linalg::ConstMatrixView<double> patterns, int side);

// |sum_i q_i e^{-i k.x_i}|^2 at k = 2 pi (kx, ky) / side, element ky side + kx.
// Cost: O(side^3): a discrete transform, row by row and column by column.
std::vector<double> PowerSpectrum(absl::Span<const double> pattern, int side);

// Mean of k^2 over the power spectrum, with each component of k in [-pi, pi).
double MeanSquaredWaveNumber(absl::Span<const double> pattern, int side);

// Pearson's correlation coefficient of two curves, with which A of a machine and A of block spins
// are compared. Shapes: equal sizes >= 2.
double CorrelationCoefficient(absl::Span<const double> a, absl::Span<const double> b);

// Everything about one pattern.
struct PatternStatistics {
  double mean = 0.0;
  double largest = 0.0;
  double smallest = 0.0;
  double participation_raw = 0.0;
  double participation = 0.0;  // of q
  double concentration = 0.0;  // conc_2
  double moran_index = 0.0;
  double autocorrelation_x = 0.0;     // at distance 1
  double autocorrelation_y = 0.0;     // at distance 1
  double autocorrelation_half = 0.0;  // at distance side / 2 along x
  double mean_squared_wave_number = 0.0;
  Site peak;  // BoxPeak
};
PatternStatistics ComputePatternStatistics(absl::Span<const double> pattern, int side);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_PATTERNS_PATTERN_STATISTICS_H_
