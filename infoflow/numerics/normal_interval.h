#ifndef INFOFLOW_NUMERICS_NORMAL_INTERVAL_H_
#define INFOFLOW_NUMERICS_NORMAL_INTERVAL_H_

// What the standard normal law gives to an interval.

namespace infoflow::numerics {

// Phi(high) - Phi(low) for low <= high, infinities allowed. Accuracy: 1e-15 (1 + x^2) Phi(-|x|)
// with x the point of the interval that is nearest to 0: relative, but for narrow intervals
// (normal_interval_test.cc). Cost: two std::erf or std::erfc.
double NormalProbability(double low, double high);

// ln of the same, also where it is below the range of double. Cost: as NormalProbability, or two
// numerics::LogNormalCdf and two more elementary functions.
double LogNormalProbability(double low, double high);

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_NORMAL_INTERVAL_H_
