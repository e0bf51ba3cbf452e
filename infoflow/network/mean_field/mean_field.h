#ifndef INFOFLOW_NETWORK_MEAN_FIELD_MEAN_FIELD_H_
#define INFOFLOW_NETWORK_MEAN_FIELD_MEAN_FIELD_H_

#include "absl/status/statusor.h"
#include "infoflow/activation/function.h"

// Wide random networks z^{l+1} = W phi(z^l) + b with W_ij ~ N(0, sigma_w^2 / fan-in) and
// b_i ~ N(0, sigma_b^2): the variance q of the pre-activations and the correlation c of those of
// two inputs, and how both settle with depth. Source: arXiv:2107.06898 and arXiv:2406.12916 (mean
// field of Poole et al., arXiv:1606.05340, and Schoenholz et al., arXiv:1611.01232);
// docs/networks.md. The letters of the papers are those of docs/networks.md's table of symbols.

namespace infoflow::network {

// The next layer's variance and its derivative.
struct VarianceStep {
  double variance = 0.0;  // sigma_w^2 V(q) + sigma_b^2
  double slope = 0.0;     // sigma_w^2 V'(q)
};

// q -> sigma_w^2 E phi(sqrt(q) z)^2 + sigma_b^2 and its slope, which at q* is lambda_q.
//
// Domain: variances from 0 to 1e100, otherwise InvalidArgument; q = 0 is the limit q -> 0.
// Accuracy: 1e-14 relative (mean_field_test.cc). Cost: 0.2 to 2 us.
absl::StatusOr<VarianceStep> MapVariance(const activation::Function& activation,
                                         double weight_variance, double bias_variance,
                                         double variance);

// The next layer's correlation of two inputs that both have variance q in this one.
struct CorrelationStep {
  double decorrelation = 0.0;  // 1 - c, which keeps its digits as c -> 1
  double slope = 0.0;          // dc_{l+1} / dc_l
  double variance = 0.0;       // the next q
  double correlation() const { return 1.0 - decorrelation; }
};

// c -> [sigma_w^2 E phi(u_1) phi(u_2) + sigma_b^2] / q', u_1 and u_2 normal with variance q and
// correlation c = 1 - `decorrelation`, q' the next layer's variance.
//
// Domain: variances from 0 to 1e100, decorrelation in [0, 2], otherwise InvalidArgument; also where
// q' = 0 has no correlation. Accuracy: 1e-13 relative in decorrelation and slope
// (mean_field_test.cc). Cost: 2 to 10 us; with kinks, or for phi at q too rough for 256 Hermite
// polynomials, 0.1 to 3 ms.
absl::StatusOr<CorrelationStep> MapCorrelation(const activation::Function& activation,
                                               double weight_variance, double bias_variance,
                                               double variance, double decorrelation);

// The end of both recursions, and how fast it is reached.
struct MeanFieldPoint {
  double variance = 0.0;           // q*
  double decorrelation = 0.0;      // 1 - c*
  double equal_input_slope = 0.0;  // chi_1 = sigma_w^2 E phi'^2: c map at c = 1
  double correlation_slope = 0.0;  // chi_c = sigma_w^2 E phi'(u_1) phi'(u_2) at c*
  double variance_slope = 0.0;     // lambda_q = sigma_w^2 V'(q*)
  double correlation_depth = 0.0;  // xi_c = -1 / ln chi_c, in layers
  double variance_depth = 0.0;     // xi_q = -1 / ln |lambda_q|, in layers
  int iterations = 0;              // Newton steps for q* and c*
  double residual = 0.0;           // largest |map(x) - x| relative to its terms
  bool converged = false;
  double correlation() const { return 1.0 - decorrelation; }
};

// The stable fixed point of both maps.
//
// q* is a fixed point that the variance map crosses from above to below the diagonal, the only
// one where V is concave (all named activations); c* = 1 where chi_1 <= 1 (ordered), else the
// other fixed point in [0, 1) (chaotic), which is 0 for odd phi and sigma_b = 0. q* = 0 (odd phi,
// sigma_b = 0, sigma_w^2 phi'(0)^2 <= 1) is understood as the limit q -> 0. Newton's method within
// brackets, for c* in 1 - c with chi_1 - 1 taken out of the equation.
//
// Lengths are in [0, inf], +inf where the slope reaches 1 within its accuracy, kCriticalWidth.
// Conditioning: q* carries the relative error 1e-15 / (1 - lambda_q), chi_1 the like of it, xi
// 1e-15 / (1 - lambda_q) / |1 - chi|; 1 - c* that of |chi_1 - 1|. Accuracy as tested against
// independent tables (mean_field_reference_test.cc): 1e-9 everywhere in them.
// Errors: InvalidArgument for variances that are not from 0 to 1e100, and where there is no
// finite q* (ReLU with sigma_w^2 >= 2, for which without bias every or no q stays).
// Cost: tanh 1.5 us where ordered, 4 to 8 us where chaotic; ReLU 2.5 us; hardtanh 5 us, and 11 us
// where chaotic.
absl::StatusOr<MeanFieldPoint> SolveMeanField(const activation::Function& activation,
                                              double weight_variance, double bias_variance);

// |1 - chi| below which a length is reported as infinite: what rounding leaves of chi.
inline constexpr double kCriticalWidth = 1e-15;

// -1 / ln |slope|: +inf for |slope| >= 1 - kCriticalWidth, 0 at 0.
double DepthScale(double slope);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_MEAN_FIELD_MEAN_FIELD_H_
