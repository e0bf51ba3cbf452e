// Metropolis dynamics of the square-lattice Ising model, as ising.py does it.

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "benchmarks/peers/work.h"
#include "infoflow/ising/sampling/metropolis.h"
#include "infoflow/ising/sampling/multispin_metropolis.h"
#include "infoflow/ising/sampling/spin_observables.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::peers {

namespace {

constexpr int kBurnIn = 200;
// Spins that are looked at for the energy that is compared.
constexpr int kMeasuredSites = 8000000;

double MeanEnergy(const ising::SpinSamples& samples) {
  double sum = 0.0;
  for (const ising::ConfigurationTotals& totals : ising::MeasureTotals(samples)) {
    sum += totals.energy;
  }
  return sum / (static_cast<double>(samples.count()) * samples.sites());
}

// `snapshot(chains, first, samples)` writes all replicas to samples `first` and the ones after it.
template <typename Chains, typename Snapshot>
absl::StatusOr<Work> SweepWork(Chains start, int replicas, int side, Snapshot snapshot) {
  auto chains = std::make_shared<Chains>(std::move(start));
  for (int i = 0; i < kBurnIn; ++i) chains->Sweep();
  const int sweeps = std::max(1, kMeasuredSites / (replicas * side * side));
  INFOFLOW_ASSIGN_OR_RETURN(ising::SpinSamples samples,
                            ising::SpinSamples::Create(sweeps * replicas, side));
  for (int i = 0; i < sweeps; ++i) {
    chains->Sweep();
    snapshot(*chains, i * replicas, samples);
  }
  return Work{{MeanEnergy(samples)}, [chains](int count) {
                for (int i = 0; i < count; ++i) chains->Sweep();
                return absl::OkStatus();
              }};
}

absl::StatusOr<Work> Metropolis(Sizes sizes) {
  const int replicas = sizes[0], side = sizes[1];
  const double coupling = 0.01 * sizes[2];
  if (replicas == 1) {
    INFOFLOW_ASSIGN_OR_RETURN(ising::MetropolisChain chain,
                              ising::MetropolisChain::Create(
                                  side, coupling, ising::UpdateOrder::kCheckerboard, true, 1, 0));
    return SweepWork(std::move(chain), replicas, side,
                     [](const ising::MetropolisChain& of, int first, ising::SpinSamples& samples) {
                       of.Snapshot(samples.words(first));
                     });
  }
  if (replicas != ising::MultispinChains::kReplicas) {
    return absl::InvalidArgumentError(
        absl::StrCat("replicas=", replicas, ": must be 1 or ", ising::MultispinChains::kReplicas));
  }
  INFOFLOW_ASSIGN_OR_RETURN(ising::MultispinChains chains,
                            ising::MultispinChains::Create(side, coupling, true, 1, 0));
  return SweepWork(std::move(chains), replicas, side,
                   [](const ising::MultispinChains& of, int first, ising::SpinSamples& samples) {
                     of.Snapshot(ising::MultispinChains::kReplicas, first, 1, &samples);
                   });
}

}  // namespace

void AddIsingWorks(Works& works) { works["metropolis"] = Metropolis; }

}  // namespace infoflow::peers
