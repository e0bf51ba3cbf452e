#include "infoflow/ising/sampling/ising_sampler.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "infoflow/ising/sampling/ghost_cluster.h"
#include "infoflow/ising/sampling/local_update.h"
#include "infoflow/ising/sampling/multispin_metropolis.h"
#include "infoflow/ising/sampling/swendsen_wang.h"
#include "infoflow/ising/sampling/translated_spins.h"
#include "infoflow/ising/sampling/wolff.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/random/distributions.h"
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

// Keeps the streams of translations apart from those of signs.
constexpr std::uint32_t kTranslations = std::uint32_t{1} << 31;

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

// Of the weight exp(coupling sum s s' + field sum s).
struct Weights {
  double coupling;
  double field;
};

absl::StatusOr<Durations> ChooseDurations(int side, const Weights& weights,
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
      double time = MetropolisRelaxationTime(side, std::fabs(weights.coupling));
      if (RuleFor(side, weights.coupling, weights.field) == UpdateRule::kHeatBath)
        time *= kHeatBathTimes;
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
template <typename Chain>
absl::Status RunClusters(const Durations& durations, int first, int end, double coupling,
                         random::Stream coins, Chain& chain, SpinSamples& samples) {
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
  const bool hot = std::fabs(coupling) < kLeastMetropolisCoupling;
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

absl::Status CheckOptions(double temperature, std::int64_t count, const SamplingOptions& options) {
  INFOFLOW_RETURN_IF_ERROR(CheckTemperature(temperature));
  if (!std::isfinite(options.coupling) || !std::isfinite(options.field)) {
    return absl::InvalidArgumentError(
        absl::StrFormat("coupling and field are %g and %g; they must be finite numbers",
                        options.coupling, options.field));
  }
  if (count < 1) {
    return absl::InvalidArgumentError(
        absl::StrFormat("the number of samples is %d; it must be at least 1", count));
  }
  if (options.chains < 0) {
    return absl::InvalidArgumentError(
        absl::StrFormat("the number of chains is %d; it must be at least 0", options.chains));
  }
  return absl::OkStatus();
}

absl::Status CheckWeights(int side, const Weights& weights, const SamplingOptions& options) {
  const bool general = weights.coupling < 0.0 || weights.field != 0.0;
  if (!general || options.sampler == Sampler::kMetropolis || options.sampler == Sampler::kWolff) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrFormat(
      "coupling and field are %g and %g on side %d; the sampler %s takes no field, and negative "
      "couplings on even sides only (metropolis and wolff take all)",
      options.coupling, options.field, side, SamplerName(options.sampler)));
}

bool StartsOrdered(const Weights& weights) {
  return std::fabs(weights.coupling) >= kSquareCriticalCoupling;
}

absl::Status FillByGroups(const Weights& weights, const Durations& durations,
                          const SamplingOptions& options, SpinSamples& samples) {
  constexpr std::int64_t kReplicas = MultispinChains::kReplicas;
  const std::int64_t most = (samples.count() + kReplicas - 1) / kReplicas;
  const std::int64_t wanted =
      options.chains > 0 ? options.chains
                         : std::clamp<std::int64_t>(most / kLeastSnapshotsPerGroup, 1, kMostGroups);
  const int groups = static_cast<int>(std::min(wanted, most));
  const int snapshots =
      static_cast<int>((samples.count() + groups * kReplicas - 1) / (groups * kReplicas));
  return ParallelFor(groups, options.threads, [&](int group) {
    INFOFLOW_ASSIGN_OR_RETURN(
        MultispinChains chains,
        MultispinChains::Create(samples.side(), weights.coupling, StartsOrdered(weights),
                                options.seed,
                                options.first_chain + static_cast<std::uint32_t>(group)));
    return RunMultispin(durations, group, snapshots, chains, samples);
  });
}

// Samples first .. end - 1, of one chain.
absl::Status FillByChain(const Weights& weights, const Durations& durations,
                         const SamplingOptions& options, std::uint32_t stream, int first, int end,
                         SpinSamples& samples) {
  const int side = samples.side();
  if (options.sampler == Sampler::kMetropolis) {
    INFOFLOW_ASSIGN_OR_RETURN(
        MetropolisChain chain,
        MetropolisChain::Create(side, weights.coupling, options.order, StartsOrdered(weights),
                                options.seed, stream, weights.field));
    return RunSweeps(durations, first, end, chain, samples);
  }
  if (options.sampler == Sampler::kSwendsenWang) {
    INFOFLOW_ASSIGN_OR_RETURN(
        SwendsenWangChain chain,
        SwendsenWangChain::Create(side, weights.coupling, options.seed, stream));
    return RunSweeps(durations, first, end, chain, samples);
  }
  const random::Stream coins(options.seed, random::StreamUse::kSweep, stream);
  if (weights.field == 0.0 && weights.coupling >= 0.0) {
    INFOFLOW_ASSIGN_OR_RETURN(WolffChain chain,
                              WolffChain::Create(side, weights.coupling, options.seed, stream));
    return RunClusters(durations, first, end, weights.coupling, coins, chain, samples);
  }
  INFOFLOW_ASSIGN_OR_RETURN(
      GhostClusterChain chain,
      GhostClusterChain::Create(side, weights.coupling, weights.field, options.seed, stream));
  return RunClusters(durations, first, end, weights.coupling, coins, chain, samples);
}

absl::Status FillByChains(const Weights& weights, const Durations& durations,
                          const SamplingOptions& options, SpinSamples& samples) {
  const std::int64_t count = samples.count();
  const std::int64_t wanted =
      options.chains > 0 ? options.chains
                         : std::clamp<std::int64_t>(count / kLeastSamplesPerChain, 1, kMostChains);
  const int chains = static_cast<int>(std::min(wanted, count));
  const std::int64_t per_chain = (count + chains - 1) / chains;
  return ParallelFor(chains, options.threads, [&](int index) -> absl::Status {
    const int first = static_cast<int>(std::min(index * per_chain, count));
    const int end = static_cast<int>(std::min(first + per_chain, count));
    if (first == end) return absl::OkStatus();
    return FillByChain(weights, durations, options,
                       options.first_chain + static_cast<std::uint32_t>(index), first, end,
                       samples);
  });
}

void TranslateAtRandom(const SamplingOptions& options, SpinSamples& samples) {
  random::Stream stream(options.seed, random::StreamUse::kSampleSign,
                        options.first_chain + kTranslations);
  TranslatedSpins translated(samples.side());
  for (int k = 0; k < samples.count(); ++k) {
    translated.Set(samples.words(k),
                   static_cast<int>(random::UniformInteger(stream, samples.side())));
    translated.Get(static_cast<int>(random::UniformInteger(stream, samples.side())),
                   samples.words(k));
  }
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
  INFOFLOW_RETURN_IF_ERROR(CheckOptions(temperature, count, options));
  Weights weights = {options.coupling / temperature, options.field / temperature};
  const bool says_all = weights.coupling > 0.0 && weights.field == 0.0;
  INFOFLOW_ASSIGN_OR_RETURN(
      SpinSamples samples,
      SpinSamples::Create(
          count, side,
          says_all ? temperature / options.coupling : std::numeric_limits<double>::quiet_NaN()));
  const bool turned = weights.coupling < 0.0 && weights.field == 0.0 && side % 2 == 0;
  if (turned) weights.coupling = -weights.coupling;
  INFOFLOW_RETURN_IF_ERROR(CheckWeights(side, weights, options));
  INFOFLOW_ASSIGN_OR_RETURN(const Durations durations, ChooseDurations(side, weights, options));
  INFOFLOW_RETURN_IF_ERROR(options.sampler == Sampler::kMultispin
                               ? FillByGroups(weights, durations, options, samples)
                               : FillByChains(weights, durations, options, samples));
  if (turned) TurnOddSublattice(samples);
  if (weights.coupling < 0.0) TranslateAtRandom(options, samples);
  if (options.random_sign && weights.field == 0.0) {
    random::Stream signs(options.seed, random::StreamUse::kSampleSign, options.first_chain);
    for (int k = 0; k < samples.count(); ++k) {
      if ((signs() & 1) != 0) samples.Flip(k);
    }
  }
  return samples;
}

}  // namespace infoflow::ising
