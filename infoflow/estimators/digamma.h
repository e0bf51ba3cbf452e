#ifndef INFOFLOW_ESTIMATORS_DIGAMMA_H_
#define INFOFLOW_ESTIMATORS_DIGAMMA_H_

namespace infoflow::estimators {

// psi(x) = d ln Gamma(x) / dx, which corrects the bias of logarithms of random volumes.
//
// Recurrence psi(x) = psi(x + 1) - 1/x up to x >= 12, then the asymptotic series. Domain:
// x > 0. Accuracy: 1e-14 absolute or relative, whichever is larger, for x >= 0.5
// (digamma_test.cc). Cost: about 30 ns.
double Digamma(double x);

// psi'(x), the variance of the logarithm of a gamma variate. The same method, domain and
// accuracy.
double Trigamma(double x);

}  // namespace infoflow::estimators

#endif  // INFOFLOW_ESTIMATORS_DIGAMMA_H_
