#ifndef INFOFLOW_NUMERICS_AUTOCORRELATION_H_
#define INFOFLOW_NUMERICS_AUTOCORRELATION_H_

#include <vector>

#include "absl/types/span.h"
#include "infoflow/numerics/statistics.h"

// Errors of means over a correlated series, such as a Markov chain's.

namespace infoflow::numerics {

// An integrated autocorrelation time, in steps of the series.
struct AutocorrelationTime {
  double time = 0.5;
  double error = 0.0;
  int window = 0;          // lags that were summed
  bool converged = false;  // false: the series is too short for its correlations
};

// tau = 1/2 + sum_{t=1}^{W} rho(t), with rho the autocorrelation of the series about its mean
// and W the smallest window with W > `window_factor` tau. 1/2 means uncorrelated; the variance
// of the mean is 2 tau times that of independent samples.
//
// Source: Sokal, "Monte Carlo methods in statistical mechanics" (1996), sec. 3; the error is
// tau sqrt(2 (2 W + 1) / n) (Madras and Sokal, J. Stat. Phys. 50 (1988), eq. E.11). A constant
// series has tau = 1/2. Domain: n >= 2. `converged` needs n >= 50 tau as well. Accuracy:
// within 6 errors of the exact time of first-order autoregressive series
// (autocorrelation_statistical_test.cc). Cost: O(n W).
AutocorrelationTime IntegratedAutocorrelationTime(absl::Span<const double> series,
                                                  double window_factor = 6.0);

// Mean of a correlated series, its error being sqrt(2 tau) times that of independent samples
// (tau as above, at least 1/2). Domain: n >= 2. Cost: as IntegratedAutocorrelationTime.
MeanEstimate EstimateCorrelatedMean(absl::Span<const double> series);

// Means of successive bins of `bin_size` samples; an incomplete bin at the end is left out.
// Domain: bin_size >= 1. Cost: O(n).
std::vector<double> BinMeans(absl::Span<const double> series, int bin_size);

// The naive error of the mean of the bins at one bin size.
struct BinningLevel {
  int bin_size = 1;
  int num_bins = 0;
  double error = 0.0;           // grows with the bin size to a plateau, the true error
  double error_of_error = 0.0;  // error / sqrt(2 (num_bins - 1))
};

// Bin sizes 1, 2, 4, ... as long as there are at least `least_bins` >= 2 bins.
// Source: Flyvbjerg and Petersen, J. Chem. Phys. 91 (1989). Cost: O(n).
std::vector<BinningLevel> BinningAnalysis(absl::Span<const double> series, int least_bins = 32);

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_AUTOCORRELATION_H_
