#include "infoflow/ising/sampling/ising_sampler.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "infoflow/ising/sampling/local_update.h"
#include "infoflow/ising/sampling/multispin_metropolis.h"
#include "infoflow/ising/sampling/swendsen_wang.h"
#include "infoflow/ising/sampling/wolff.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

namespace {

constexpr double kBurnInTimes = 20.0;
constexpr double kSkipTimes = 2.0;
// Relaxation times of the heat bath over those of Metropolis updates, small lattices near T_c.
constexpr double kHeatBathTimes = 2.0;
constexpr double kWolffBurnIn = 50.0;
constexpr double kWolffSkip = 3.0;
constexpr double kSwendsenWangBurnIn = 100.0;
constexpr double kSwendsenWangSkip = 5.0;

// Longest duration: beyond, counters would run over before any program ended.
constexpr double kLongestDuration = 1e12;

// Fewer samples of a chain are not worth another burn-in.
constexpr std::int64_t kLeastSamplesPerChain = 200;
constexpr std::int64_t kLeastSnapshotsPerGroup = 16;
constexpr int kMostChains = 8;
constexpr int kMostGroups = 4;

struct NamedSampler {
  Sampler sampler;
  const char* name;
};
constexpr NamedSampler kSamplers[] = {{Sampler::kMetropolis, "metropolis"},
                                      {Sampler::kMultispin, "multispin"},
                                      {Sampler::kWolff, "wolff"},
                                      {Sampler::kSwendsenWang, "swendsen-wang"}};

struct Durations {
  double burn_in;
  double skip;
};

absl::StatusOr<Durations> ChooseDurations(int side, double coupling,
                                          const SamplingOptions& options) {
  for (const double duration : {options.burn_in, options.skip}) {
    if (!(duration >= 0.0 && duration <= kLongestDuration)) {
      return absl::InvalidArgumentError(
          absl::StrFormat("burn-in and skip are %g and %g; they must be numbers from 0 to %g",
                          options.burn_in, options.skip, kLongestDuration));
    }
  }
  Durations durations;
  switch (options.sampler) {
    case Sampler::kMetropolis:
    case Sampler::kMultispin: {
      double time = MetropolisRelaxationTime(side, coupling);
      if (RuleFor(side, coupling) == UpdateRule::kHeatBath) time *= kHeatBathTimes;
      durations = {kBurnInTimes * time, kSkipTimes * time};
      break;
    }
    case Sampler::kWolff:
      durations = {kWolffBurnIn, kWolffSkip};
      break;
    case Sampler::kSwendsenWang:
      durations = {kSwendsenWangBurnIn, kSwendsenWangSkip};
      break;
  }
  if (options.burn_in > 0.0) durations.burn_in = options.burn_in;
  if (options.skip > 0.0) durations.skip = options.skip;
  if (options.sampler != Sampler::kWolff) {
    durations.burn_in = std::ceil(durations.burn_in);
    durations.skip = std::ceil(durations.skip);
  }
  return durations;
}

// Sweeps `chain` and stores samples first .. end - 1.
template <typename Chain>
absl::Status RunSweeps(const Durations& durations, int first, int end, Chain& chain,
                       SpinSamples& samples) {
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(durations.burn_in); ++i) {
    if (i % 16 == 0) INFOFLOW_RETURN_IF_ERROR(CheckInterrupt());
    chain.Sweep();
  }
  for (int k = first; k < end; ++k) {
    INFOFLOW_RETURN_IF_ERROR(CheckInterrupt());
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(durations.skip); ++i) chain.Sweep();
    chain.Snapshot(samples.words(k));
  }
  return absl::OkStatus();
}

// On hot lattices clusters are single spins and their number fixes whether the number of spins that
// point up is odd: there one more is turned with probability 1/2 before each sample, by a word of
// `coins`. Whether that is done must not depend on the configuration.
absl::Status RunWolff(const Durations& durations, int first, int end, double coupling,
                      random::Stream coins, WolffChain& chain, SpinSamples& samples) {
  const double sites = samples.sites();
  double turned = 0.0;
  std::int64_t clusters = 0;
  while (turned < durations.burn_in * sites) {
    if (clusters % 1024 == 0) INFOFLOW_RETURN_IF_ERROR(CheckInterrupt());
    turned += chain.Step();
    ++clusters;
  }
  const double mean_size = turned / static_cast<double>(clusters);
  const std::int64_t clusters_per_sample =
      static_cast<std::int64_t>(std::ceil(durations.skip * sites / mean_size));
  const bool hot = coupling < kLeastMetropolisCoupling;
  for (int k = first; k < end; ++k) {
    INFOFLOW_RETURN_IF_ERROR(CheckInterrupt());
    for (std::int64_t i = 0; i < clusters_per_sample; ++i) chain.Step();
    if (hot && (coins() & 1) != 0) chain.Step();
    chain.Snapshot(samples.words(k));
  }
  return absl::OkStatus();
}

// Replica r of all groups together holds samples r snapshots .. (r + 1) snapshots - 1.
absl::Status RunMultispin(const Durations& durations, int group, int snapshots,
                          MultispinChains& chains, SpinSamples& samples) {
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(durations.burn_in); ++i) {
    if (i % 16 == 0) INFOFLOW_RETURN_IF_ERROR(CheckInterrupt());
    chains.Sweep();
  }
  const std::int64_t begin = std::int64_t{group} * MultispinChains::kReplicas * snapshots;
  for (int t = 0; t < snapshots; ++t) {
    INFOFLOW_RETURN_IF_ERROR(CheckInterrupt());
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(durations.skip); ++i) chains.Sweep();
    const std::int64_t left = samples.count() - begin - t;
    const std::int64_t replicas =
        std::clamp<std::int64_t>((left + snapshots - 1) / snapshots, 0, MultispinChains::kReplicas);
    if (replicas == 0) break;
    chains.Snapshot(static_cast<int>(replicas), static_cast<int>(begin + t), snapshots, &samples);
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<std::string> SamplerNames() {
  std::vector<std::string> names;
  for (const NamedSampler& entry : kSamplers) names.push_back(entry.name);
  return names;
}

absl::StatusOr<Sampler> ParseSampler(absl::string_view name) {
  for (const NamedSampler& entry : kSamplers) {
    if (name == entry.name) return entry.sampler;
  }
  return absl::InvalidArgumentError(absl::StrCat("the sampler is '", name, "'; it must be one of ",
                                                 absl::StrJoin(SamplerNames(), ", ")));
}

std::string SamplerName(Sampler sampler) {
  for (const NamedSampler& entry : kSamplers) {
    if (entry.sampler == sampler) return entry.name;
  }
  return "";
}

double MetropolisRelaxationTime(int side, double coupling) {
  const double above = -std::log(std::tanh(coupling)) - 2.0 * coupling;
  const double inverse_length = above > 0.0 ? above : -2.0 * above;
  const double length = std::min(static_cast<double>(side), 8.0 / inverse_length);
  return 1.0 + 0.025 * std::pow(length, 2.17);
}

absl::StatusOr<SpinSamples> SampleIsing(int side, double temperature, std::int64_t count,
                                        const SamplingOptions& options) {
  INFOFLOW_RETURN_IF_ERROR(CheckTemperature(temperature));
  if (count < 1) {
    return absl::InvalidArgumentError(
        absl::StrFormat("the number of samples is %d; it must be at least 1", count));
  }
  if (options.chains < 0) {
    return absl::InvalidArgumentError(
        absl::StrFormat("the number of chains is %d; it must be at least 0", options.chains));
  }
  INFOFLOW_ASSIGN_OR_RETURN(SpinSamples samples, SpinSamples::Create(count, side, temperature));
  const double coupling = 1.0 / temperature;
  INFOFLOW_ASSIGN_OR_RETURN(const Durations durations, ChooseDurations(side, coupling, options));
  const bool start_ordered = coupling >= kSquareCriticalCoupling;

  if (options.sampler == Sampler::kMultispin) {
    constexpr std::int64_t kReplicas = MultispinChains::kReplicas;
    const std::int64_t most = (count + kReplicas - 1) / kReplicas;
    const std::int64_t wanted =
        options.chains > 0
            ? options.chains
            : std::clamp<std::int64_t>(most / kLeastSnapshotsPerGroup, 1, kMostGroups);
    const int groups = static_cast<int>(std::min(wanted, most));
    const int snapshots = static_cast<int>((count + groups * kReplicas - 1) / (groups * kReplicas));
    INFOFLOW_RETURN_IF_ERROR(ParallelFor(groups, options.threads, [&](int group) {
      INFOFLOW_ASSIGN_OR_RETURN(
          MultispinChains chains,
          MultispinChains::Create(side, coupling, start_ordered, options.seed,
                                  options.first_chain + static_cast<std::uint32_t>(group)));
      return RunMultispin(durations, group, snapshots, chains, samples);
    }));
  } else {
    const std::int64_t wanted =
        options.chains > 0
            ? options.chains
            : std::clamp<std::int64_t>(count / kLeastSamplesPerChain, 1, kMostChains);
    const int chains = static_cast<int>(std::min(wanted, count));
    const std::int64_t per_chain = (count + chains - 1) / chains;
    INFOFLOW_RETURN_IF_ERROR(ParallelFor(chains, options.threads, [&](int index) -> absl::Status {
      const int first = static_cast<int>(std::min(index * per_chain, count));
      const int end = static_cast<int>(std::min(first + per_chain, count));
      if (first == end) return absl::OkStatus();
      const std::uint32_t stream = options.first_chain + static_cast<std::uint32_t>(index);
      if (options.sampler == Sampler::kMetropolis) {
        INFOFLOW_ASSIGN_OR_RETURN(MetropolisChain chain,
                                  MetropolisChain::Create(side, coupling, options.order,
                                                          start_ordered, options.seed, stream));
        return RunSweeps(durations, first, end, chain, samples);
      }
      if (options.sampler == Sampler::kSwendsenWang) {
        INFOFLOW_ASSIGN_OR_RETURN(SwendsenWangChain chain,
                                  SwendsenWangChain::Create(side, coupling, options.seed, stream));
        return RunSweeps(durations, first, end, chain, samples);
      }
      INFOFLOW_ASSIGN_OR_RETURN(WolffChain chain,
                                WolffChain::Create(side, coupling, options.seed, stream));
      return RunWolff(durations, first, end, coupling,
                      random::Stream(options.seed, random::StreamUse::kSweep, stream), chain,
                      samples);
    }));
  }

  if (options.random_sign) {
    random::Stream signs(options.seed, random::StreamUse::kSampleSign, options.first_chain);
    for (int k = 0; k < samples.count(); ++k) {
      if ((signs() & 1) != 0) samples.Flip(k);
    }
  }
  return samples;
}

}  // namespace infoflow::ising
