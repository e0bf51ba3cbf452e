#ifndef INFOFLOW_ISING_SAMPLING_TORUS_THERMOMETER_H_
#define INFOFLOW_ISING_SAMPLING_TORUS_THERMOMETER_H_

#include "absl/status/statusor.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/numerics/jackknife.h"

namespace infoflow::ising {

// Temperatures that the thermometer can read.
inline constexpr double kHottestReading = 50.0;

// The temperature T at which the side x side torus has the energy `energy_per_site` = <E>/N,
//
//   u(1/T; side) = energy_per_site,
//
// with Kaufman's u (torus.h): the maximum-likelihood temperature of configurations with that mean
// energy. Source: arXiv:1906.05212 measures temperatures by a network; this thermometer is ours
// (docs/rbm.md).
// Units: J/k_B. Readings are clamped to [0, kHottestReading]: 0 where the energy is so close to the
// ground state's -2 that it says nothing (T < 0.22), kHottestReading above its energy there.
// TellsTemperature says whether a reading is more than such a bound.
// Accuracy: 1e-12 + 1e-15/C(T), C the heat capacity (ising_sampling_reference_test.cc).
// Errors: InvalidArgument unless 2 <= side <= kLargestTorusSide and the energy is a number.
// Cost: a dozen solutions of the torus.
absl::StatusOr<double> TemperatureFromEnergy(double energy_per_site, int side);

// False for a reading at either end of the scale: the temperature lies beyond it.
bool TellsTemperature(double reading);

// The reading for samples, with the jackknife's error over `bins` bins of successive samples.
// Errors: InvalidArgument for fewer than 2 samples or bins < 2. A mean energy beyond the clamps has
// error 0.
absl::StatusOr<numerics::JackknifeEstimate> MeasureTemperature(const SpinSamples& samples,
                                                               int bins = 32);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_TORUS_THERMOMETER_H_
