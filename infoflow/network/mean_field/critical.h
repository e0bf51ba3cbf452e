#ifndef INFOFLOW_NETWORK_MEAN_FIELD_CRITICAL_H_
#define INFOFLOW_NETWORK_MEAN_FIELD_CRITICAL_H_

#include "absl/status/statusor.h"
#include "infoflow/activation/function.h"

namespace infoflow::network {

// A point of the order-chaos line.
struct CriticalPoint {
  double weight_variance = 0.0;  // sigma_w^2 with chi_1 = 1
  double variance = 0.0;         // q* there
  int iterations = 0;
};

// The weight variance at which chi_1 = 1 for the given bias variance: with fewer inputs of
// different directions become alike with depth, with more alike ones become different.
//
//   sigma_w^2 = 1 / E phi'(u)^2,  sigma_b^2 = q - V(q) / E phi'(u)^2,  u ~ N(0, q)
//
// solved for q, so that no fixed point is searched near criticality, where it would be badly
// conditioned. Without bias, for phi(0) = 0: q = 0, sigma_w^2 = 1 / phi'(0)^2 (the mean of both
// one-sided squares at a kink).
// Source: arXiv:2107.06898 and arXiv:2406.12916 (order-chaos transition).
// Domain: bias variance from 0 to 1e100, otherwise InvalidArgument; also where there is none (ReLU
// with bias, whose chi_1 = 1 at sigma_w^2 = 2 comes with no finite q*).
// Accuracy: 1e-12 relative in both for sigma_b^2 >= 1e-4
// (mean_field_reference_test.cc). Cost: some 3 us.
absl::StatusOr<CriticalPoint> FindCriticalWeightVariance(const activation::Function& activation,
                                                         double bias_variance);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_MEAN_FIELD_CRITICAL_H_
