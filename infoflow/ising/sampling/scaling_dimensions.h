#ifndef INFOFLOW_ISING_SAMPLING_SCALING_DIMENSIONS_H_
#define INFOFLOW_ISING_SAMPLING_SCALING_DIMENSIONS_H_

#include "absl/status/statusor.h"
#include "infoflow/ising/sampling/spin_correlations.h"
#include "infoflow/numerics/jackknife.h"

namespace infoflow::ising {

enum class DimensionFit {
  // ln G against the logarithm of the correlators of the critical torus (torus_correlators.h): the
  // slope is Delta_m / (1/8) for spins, r = 1 .. side/2, and Delta_eps / 1 for the energy,
  // r = 1 .. max(3, side/4).
  kTorus,
  // ln G against ln r, r = 1 .. max(3, side/4), the slope being -2 Delta: what one would do on the
  // infinite lattice, biased by the periodic boundaries (0.085 for Delta_m at side 10).
  kPower,
};

struct ScalingDimensions {
  numerics::JackknifeEstimate spin;    // Delta_m, 1/8 at T_c
  numerics::JackknifeEstimate energy;  // Delta_eps, 1 at T_c
};

// Scaling dimensions from the correlators along the axes, G(r) ~ r^{-2 Delta_m} and connected
// G_eps(r) ~ r^{-2 Delta_eps}, by unweighted least squares; errors by the jackknife over the bins
// of `correlations`. Source: arXiv:1906.05212 compares spin and energy dimensions of samples with
// 1/8 and 1; how it fits is not stated.
// Errors: InvalidArgument for fewer than 2 bins or side < 6; OutOfRange when a correlator that
// enters is not positive (too few samples, or far from T_c).
absl::StatusOr<ScalingDimensions> MeasureScalingDimensions(const SpinCorrelations& correlations,
                                                           DimensionFit fit = DimensionFit::kTorus);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_SCALING_DIMENSIONS_H_
