#include "paper_figures/rbm/ising_machines.h"

#include <cstddef>

#include "infoflow/ising/ising_sampler.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

// Streams of one temperature.
constexpr std::uint32_t kStreamsPerTemperature = 64;

// A training saves its state every so many epochs.
constexpr int kEpochsBetweenSaves = 50;

}  // namespace

rbm::TrainedMachineCache MachineCache(const Run& run) {
  return rbm::TrainedMachineCache(run.work_folder);
}

rbm::Spins SpinsOf(const ising::SpinSamples& samples) {
  rbm::Spins spins(samples.count(), samples.sites());
  for (int k = 0; k < samples.count(); ++k) {
    for (int i = 0; i < samples.sites(); ++i) {
      spins(k, i) = static_cast<std::int8_t>(samples.spin(k, i));
    }
  }
  return spins;
}

absl::StatusOr<ising::SpinSamples> LatticeOf(rbm::SpinsView spins) {
  linalg::Matrix<float> values(spins.rows(), spins.columns());
  for (int k = 0; k < spins.rows(); ++k) {
    for (int i = 0; i < spins.columns(); ++i) values(k, i) = spins(k, i);
  }
  return ising::SpinSamplesFromMatrix(values);
}

std::uint32_t FirstChain(int group) {
  return kStreamsPerTemperature * static_cast<std::uint32_t>(group);
}

absl::StatusOr<rbm::Spins> SampleTemperatures(int side, absl::Span<const double> temperatures,
                                              std::int64_t per_temperature, int first_group,
                                              const Run& run) {
  rbm::Spins all(static_cast<int>(temperatures.size() * per_temperature), side * side);
  int row = 0;
  for (std::size_t t = 0; t < temperatures.size(); ++t) {
    ising::SamplingOptions options;
    options.seed = run.seed;
    options.threads = run.threads;
    options.first_chain = FirstChain(first_group + static_cast<int>(t));
    INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples samples,
                              ising::SampleIsing(side, temperatures[t], per_temperature, options));
    for (int k = 0; k < samples.count(); ++k, ++row) {
      for (int i = 0; i < samples.sites(); ++i) {
        all(row, i) = static_cast<std::int8_t>(samples.spin(k, i));
      }
    }
  }
  return all;
}

std::vector<rbm::LearningRatePhase> SettlingSchedule(double rate, int epochs, int decay_epochs) {
  std::vector<rbm::LearningRatePhase> schedule = {{rate, epochs}};
  if (decay_epochs == 0) return schedule;
  for (const double factor : {0.5, 0.2, 0.05}) schedule.push_back({factor * rate, decay_epochs});
  return schedule;
}

std::vector<rbm::LearningRatePhase> DecaySchedule(int stretch) {
  return {{0.02, 15 * stretch},
          {0.01, 15 * stretch},
          {0.005, 15 * stretch},
          {0.002, 10 * stretch},
          {0.0005, 5 * stretch}};
}

absl::StatusOr<rbm::Machine> CriticalMachine(const CriticalTraining& training, const Run& run) {
  INFOFLOW_ASSIGN_OR_RETURN(const rbm::Spins spins,
                            SampleTemperatures(training.side, {kCriticalTemperature},
                                               training.samples, kLearnedGroup, run));
  rbm::TrainingOptions options;
  options.hidden_units = training.hidden_units;
  options.schedule = DecaySchedule(training.stretch);
  options.seed = run.seed;
  return MachineCache(run).Get(options, spins, kEpochsBetweenSaves);
}

}  // namespace infoflow::paper_figures
