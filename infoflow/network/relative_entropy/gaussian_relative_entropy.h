#ifndef INFOFLOW_NETWORK_RELATIVE_ENTROPY_GAUSSIAN_RELATIVE_ENTROPY_H_
#define INFOFLOW_NETWORK_RELATIVE_ENTROPY_GAUSSIAN_RELATIVE_ENTROPY_H_

namespace infoflow::network {

// A normal law of one variable.
struct Gaussian {
  double mean = 0.0;
  double variance = 1.0;
};

// Relative entropy of two normal laws.
//
//   D(p||q) = [ln(v_q / v_p) + v_p / v_q - 1 + (mu_p - mu_q)^2 / v_q] / 2 >= 0
//
// N independent variables with these laws have N times that. Evaluated without cancellation for
// nearly equal variances. Units: nats. Domain: finite means, variances > 0.
// Accuracy: 4e-15 relative (gaussian_relative_entropy_test.cc). Cost: one logarithm.
double GaussianRelativeEntropy(const Gaussian& p, const Gaussian& q);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_RELATIVE_ENTROPY_GAUSSIAN_RELATIVE_ENTROPY_H_
