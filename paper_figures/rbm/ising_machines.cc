#include "paper_figures/rbm/ising_machines.h"

#include <cstddef>

#include "infoflow/linalg/matrix.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

constexpr std::uint32_t kStreamsPerGroup = 64;

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

ising::SamplingOptions SamplingOf(std::uint64_t seed, int threads, int group) {
  ising::SamplingOptions options;
  options.seed = seed;
  options.threads = threads;
  options.first_chain = kStreamsPerGroup * static_cast<std::uint32_t>(group);
  return options;
}

absl::StatusOr<rbm::Spins> SampleTemperatures(int side, absl::Span<const double> temperatures,
                                              std::int64_t per_temperature, int first_group,
                                              const Run& run) {
  rbm::Spins all(static_cast<int>(temperatures.size() * per_temperature), side * side);
  int row = 0;
  for (std::size_t t = 0; t < temperatures.size(); ++t) {
    INFOFLOW_ASSIGN_OR_RETURN(
        const ising::SpinSamples samples,
        ising::SampleIsing(side, temperatures[t], per_temperature,
                           SamplingOf(run.seed, run.threads, first_group + static_cast<int>(t))));
    for (int k = 0; k < samples.count(); ++k, ++row) {
      for (int i = 0; i < samples.sites(); ++i) {
        all(row, i) = static_cast<std::int8_t>(samples.spin(k, i));
      }
    }
  }
  return all;
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
  if (training.recipe == Recipe::kAuthors) {
    options = AuthorsTraining(training.hidden_units, training.updates, run.seed);
  } else {
    options.hidden_units = training.hidden_units;
    options.schedule = DecaySchedule(training.stretch);
    options.seed = run.seed;
  }
  return MachineCache(run).Get(options, spins, kEpochsBetweenSaves);
}

}  // namespace infoflow::paper_figures
