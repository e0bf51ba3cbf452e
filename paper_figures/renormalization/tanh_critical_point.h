#ifndef PAPER_FIGURES_RENORMALIZATION_TANH_CRITICAL_POINT_H_
#define PAPER_FIGURES_RENORMALIZATION_TANH_CRITICAL_POINT_H_

namespace infoflow::paper_figures {

// The weight variance sigma_w^2 at which a wide tanh network with bias variance sigma_b^2 becomes
// critical,
//
//   chi_1 = sigma_w^2 E (1 - tanh^2 u)^2 = 1,   u ~ N(0, q*),
//   q* = sigma_w^2 E tanh^2 u + sigma_b^2,
//
// by bisection, with q* by bisection for each sigma_w^2 and integrals by the trapezoidal rule: an
// oracle for infoflow/network/mean_field/critical.h, which solves for q by other integrals.
// Domain: bias variances from 1e-4 to 0.5. Accuracy: 1e-12 (tanh_critical_point_test.cc).
// Cost: 0.2 s.
double TanhCriticalByBisection(double bias_variance);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_TANH_CRITICAL_POINT_H_
