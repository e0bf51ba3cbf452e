#ifndef INFOFLOW_ISING_SAMPLING_SPIN_OBSERVABLES_H_
#define INFOFLOW_ISING_SAMPLING_SPIN_OBSERVABLES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/numerics/autocorrelation.h"
#include "infoflow/numerics/jackknife.h"

namespace infoflow::ising {

// Of one configuration: E = -sum over the 2 N bonds s s' and M = sum s.
struct ConfigurationTotals {
  int energy = 0;
  int magnetization = 0;
};

// Totals of every sample. A side of 2 has double bonds, a side of 1 bonds its spin to itself.
// Cost: 10 instructions for 64 spins.
std::vector<ConfigurationTotals> MeasureTotals(const SpinSamples& samples);

// The number of bins for `samples` samples: `bins`, but at most one per sample.
// Errors: InvalidArgument unless there are at least 2 of both.
absl::StatusOr<int> CheckedBins(int samples, int bins);

// Thermodynamics of samples at temperature T = 1/K, per site, with jackknife errors over bins of
// successive samples.
struct IsingThermodynamics {
  numerics::JackknifeEstimate energy;                    // u = <E>/N, E = -J sum s s' - h sum s
  numerics::JackknifeEstimate heat_capacity;             // K^2 (<E^2> - <E>^2)/N
  numerics::JackknifeEstimate magnetization;             // <m>, m = M/N
  numerics::JackknifeEstimate absolute_magnetization;    // <|m|>
  numerics::JackknifeEstimate squared_magnetization;     // <m^2>
  numerics::JackknifeEstimate fourth_moment;             // <m^4>
  numerics::JackknifeEstimate susceptibility;            // K N <m^2>, meant for T >= T_c
  numerics::JackknifeEstimate connected_susceptibility;  // K N (<m^2> - <|m|>^2)
  numerics::JackknifeEstimate binder;                    // 1 - <m^4>/(3 <m^2>^2)
  // In samples; 1/2 is uncorrelated.
  numerics::AutocorrelationTime energy_time;
  numerics::AutocorrelationTime magnetization_time;  // of |m|
};

// Bins should be long compared with the autocorrelation times. `heat_capacity`, which has a bias of
// order 1/(number of samples), is corrected by the jackknife, as is `connected_susceptibility`.
// `coupling` and `field` are J and h. A temperature of NaN is one that is not known: heat capacity
// and susceptibilities are NaN too. Errors: InvalidArgument for fewer than 2 samples or bins, or a
// temperature that is not finite and at least kLeastMeasuredTemperature, below which K^2 overflows.
inline constexpr double kLeastMeasuredTemperature = 1e-140;
absl::StatusOr<IsingThermodynamics> MeasureThermodynamics(const SpinSamples& samples,
                                                          double temperature, int bins = 32,
                                                          double coupling = 1.0,
                                                          double field = 0.0);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_SPIN_OBSERVABLES_H_
