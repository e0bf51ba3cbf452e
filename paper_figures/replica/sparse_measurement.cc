#include "paper_figures/replica/sparse_measurement.h"

#include <cmath>
#include <memory>

#include "infoflow/activation/piecewise_affine.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/replica/channels/activations.h"
#include "infoflow/replica/spectra/spectrum_gaussian.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

// Of the inputs that are not zero.
constexpr double kMean = 1.0;
constexpr double kVariance = 0.5;

}  // namespace

absl::StatusOr<replica::Network> SparseMeasurement(double alpha, double sparsity, double noise) {
  INFOFLOW_ASSIGN_OR_RETURN(std::shared_ptr<const replica::Prior> prior,
                            replica::MakeSpikeSlabPrior(sparsity, kMean, kVariance));
  INFOFLOW_ASSIGN_OR_RETURN(
      std::shared_ptr<const replica::Activation> linear,
      replica::MakePiecewiseAffineActivation(activation::PiecewiseAffine::Linear()));
  INFOFLOW_ASSIGN_OR_RETURN(std::shared_ptr<const replica::Spectrum> spectrum,
                            replica::GaussianSpectrum(alpha, 1.0));
  return replica::Network::Create(prior, {{linear, noise, spectrum}});
}

double ClosedFormPotential(const replica::Prior& prior, double alpha, double noise, double error) {
  const double precision = 1.0 / (noise + error);
  return -0.5 * alpha * precision * error + prior.Observe(alpha * precision).information +
         0.5 * alpha * std::log(2.0 * numerics::kPi * M_E * (noise + error));
}

}  // namespace infoflow::paper_figures
