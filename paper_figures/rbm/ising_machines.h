#ifndef PAPER_FIGURES_RBM_ISING_MACHINES_H_
#define PAPER_FIGURES_RBM_ISING_MACHINES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/ising/sampling/ising_sampler.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/training/machine_cache.h"
#include "infoflow/rbm/training/training.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/run.h"
#include "paper_figures/rbm/recipe.h"

// Ising samples and the machines that learn from them, as several figures need them: the same
// parameters and seed give the same samples, and with them the same machine in the cache.

namespace infoflow::paper_figures {

inline constexpr double kCriticalTemperature = 1.0 / ising::kSquareCriticalCoupling;

// In place of T = 0, which no sampler takes: every configuration is a ground state.
inline constexpr double kZeroTemperature = 1e-6;

// Trained machines, kept in run.work_folder.
rbm::TrainedMachineCache MachineCache(const Run& run);

// A row of +-1 per sample, and back (the temperature is not known then).
rbm::Spins SpinsOf(const ising::SpinSamples& samples);
absl::StatusOr<ising::SpinSamples> LatticeOf(rbm::SpinsView spins);

// Options of ising::SampleIsing. Groups number streams: other ones give independent samples of one
// seed.
ising::SamplingOptions SamplingOf(std::uint64_t seed, int threads, int group = 0);

// `per_temperature` samples at each temperature, one temperature after the other, by multispin
// Metropolis, with run.seed on run.threads threads. The groups of the temperatures' streams are
// `first_group` and those after it.
absl::StatusOr<rbm::Spins> SampleTemperatures(int side, absl::Span<const double> temperatures,
                                              std::int64_t per_temperature, int first_group,
                                              const Run& run);

// Groups of streams of SampleTemperatures: one for what is learned from, one for what flows, one
// for the thermometer.
inline constexpr int kLearnedGroup = 0;
inline constexpr int kFlowGroup = 1000;
inline constexpr int kThermometerGroup = 2000;

// The schedule of a machine whose flow is to be read closely: learning rates 0.02, 0.01, 0.005,
// 0.002 and 0.0005, for 15, 15, 15, 10 and 5 epochs times `stretch`. At a constant rate the
// temperature of the fixed point wanders from epoch to epoch by the noise of the updates.
std::vector<rbm::LearningRatePhase> DecaySchedule(int stretch);

// The machine that fig15 and fig16 share: trained on critical configurations, by the authors'
// recipe or, the local one, with DecaySchedule from weights of deviation 0.01.
struct CriticalTraining {
  int side = 0;
  int hidden_units = 0;
  std::int64_t samples = 0;
  int stretch = 1;  // of DecaySchedule, of the local recipe
  Recipe recipe = Recipe::kLocal;
  std::int64_t updates = 0;  // of the authors' recipe

  INFOFLOW_FIELDS(side, hidden_units, samples, stretch, recipe, updates)
};
absl::StatusOr<rbm::Machine> CriticalMachine(const CriticalTraining& training, const Run& run);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_ISING_MACHINES_H_
