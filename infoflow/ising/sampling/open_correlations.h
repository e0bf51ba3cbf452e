#ifndef INFOFLOW_ISING_SAMPLING_OPEN_CORRELATIONS_H_
#define INFOFLOW_ISING_SAMPLING_OPEN_CORRELATIONS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/jackknife.h"

namespace infoflow::ising {

// Two-point functions over the pairs of sites of the square that are less than half a side apart,
// not taken round the torus: every pair counts once in the mean of its distance. Bins as in
// spin_correlations.h.
//
//   spin: <s s'>,  energy: <eps eps'>,  eps_i = s_i s_{i + (0, 1)},
//
// eps being the one bond from a site to the one below it, that one round the torus. Source: a
// public program of the first author of arXiv:1906.05212 (repository ellendmk/DL_and_RG,
// correlators/), which measures so within each class of a thermometer.
// Shapes: a column per distance, a row per bin.
struct OpenCorrelations {
  int side = 0;
  std::vector<int> squared_distances;  // ascending, 0 < r^2 < side^2 / 4
  std::vector<int> pairs;              // of sites, at each distance
  linalg::Matrix<double> spin;
  linalg::Matrix<double> energy;
  // Mean of eps over the members of the pairs, in which sites near the rim count less, and over
  // all sites.
  linalg::Matrix<double> paired_energy;
  std::vector<double> energy_density;
};

// By shifting packed configurations and counting bits: integers until the end, so that the results
// are exact. Samples beyond bins * (samples / bins) are left out.
// Errors: InvalidArgument for bins < 1, fewer samples than bins, or a side below 3, which has no
// such pair.
// Cost: side^4 / 150 words shifted and counted a sample: 0.33 us at side 10.
absl::StatusOr<OpenCorrelations> MeasureOpenCorrelations(const SpinSamples& samples, int bins = 32,
                                                         int threads = 1);

// Means over the bins at one distance (the place in `squared_distances`): G, and the connected
//
//   <(eps - e)(eps' - e)>,  e the mean over all samples and sites.
double MeanOpenSpin(const OpenCorrelations& correlations, int distance);
double MeanOpenEnergy(const OpenCorrelations& correlations, int distance);

struct OpenDimension {
  numerics::JackknifeEstimate estimate;
  // False when the correlator does not fall as a power between r^-8 and r^8: the estimate means
  // nothing then.
  bool found = false;
};

struct OpenDimensions {
  OpenDimension spin, energy;
};

// Delta of the power A r^{-2 Delta} that is nearest to the correlators at all their distances, by
// unweighted least squares (power_law_fit.h), with errors by the jackknife over bins. The fit is
// ours: that program stops at the correlators. Exact samples at T_c do not have the dimensions 1/8
// and 1 then, since the lattice is small and periodic (docs/rbm.md).
// Errors: InvalidArgument for fewer than 2 bins.
absl::StatusOr<OpenDimensions> MeasureOpenDimensions(const OpenCorrelations& correlations);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_OPEN_CORRELATIONS_H_
