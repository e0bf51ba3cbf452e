#ifndef INFOFLOW_NETWORK_MEAN_FIELD_MOMENTS_H_
#define INFOFLOW_NETWORK_MEAN_FIELD_MOMENTS_H_

#include <optional>
#include <vector>

#include "infoflow/activation/function.h"
#include "infoflow/network/mean_field/kinks.h"

// Gaussian moments of activations, the integrals of mean-field theory.

namespace infoflow::network {

// Moments of phi(u) for u normal with mean 0 and variance q.
struct ActivationMoments {
  double mean = 0.0;               // E phi
  double second_moment = 0.0;      // V(q) = E phi^2
  double gain = 0.0;               // q V'(q) = E u phi phi', without second derivatives
  double derivative_square = 0.0;  // E phi'^2
};

// Domain: variance > 0, activation that passes CheckActivation; otherwise ends the program.
// Accuracy: 1e-14 relative (mean: of sqrt V) against closed forms for variances from 1e-200 to
// 1e6 (moments_test.cc). Cost: 30 to 300 evaluations of phi, half of it if odd.
ActivationMoments ComputeActivationMoments(const activation::Function& activation, double variance);

// Moments of phi(u_1), phi(u_2) for a normal pair with mean 0, equal variances q and
// correlation 1 - d.
struct PairMoments {
  double difference_square = 0.0;   // E (phi_1 - phi_2)^2
  double derivative_product = 0.0;  // E phi'_1 phi'_2
};

// The pair moments as functions of the decorrelation d = 1 - c, relatively accurate as d -> 0.
//
// For functions without kinks by Hermite polynomials he_k, orthonormal under the normal law:
//   phi(sqrt(q) z) = sum_k a_k he_k(z),
//   E (phi_1 - phi_2)^2 = 2 sum_k a_k^2 (1 - c^k),  q E phi'_1 phi'_2 = sum_k k a_k^2 c^{k-1},
// with up to 512 terms, as long as what is missing, times c^512, is below 1e-14 of the whole.
// Functions that are straight between kinks by Price's theorem (kinks.h). Others with
// kinks, and variances above 9 smooth_scale^2, by quadrature over u_1 + u_2 and u_1 - u_2 with
// panels that end where either argument crosses a kink.
//
// Domain: variance > 0 and moments of the same variance; d in [0, 2].
// Accuracy: 1e-13 relative against closed forms (moments_test.cc); derivative products
// with straight pieces 1e-14 of E phi'^2.
// Cost: series 2 to 5 us to set up and 5 ns a term; kinks 1 us each; quadrature 3000 to 100,000
// evaluations of phi.
class PairMomentFunction {
 public:
  enum class Method { kAutomatic, kQuadrature };

  PairMomentFunction(const activation::Function& activation, double variance,
                     const ActivationMoments& moments, Method method = Method::kAutomatic);

  PairMoments operator()(double decorrelation) const;

  // Whether the series serves at this decorrelation; at all of them when it does at 0.
  bool UsesSeries(double decorrelation) const;
  // a_k^2, k = 0, 1, ...; empty without a series. Functions declared odd have exact zeros.
  const std::vector<double>& squared_coefficients() const { return squares_; }

 private:
  PairMoments Series(double decorrelation) const;
  PairMoments Kinks(double decorrelation) const;
  PairMoments Quadrature(double decorrelation) const;

  activation::Function activation_;
  double variance_;
  ActivationMoments moments_;
  std::optional<internal::KinkPairs> kinks_;
  std::vector<double> squares_;
  double missing_slope_ = 1.0;   // share of q E phi'^2 that the series lacks
  double missing_square_ = 0.0;  // what sum a_k^2 lacks of V, where not negligible
};

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_MEAN_FIELD_MOMENTS_H_
