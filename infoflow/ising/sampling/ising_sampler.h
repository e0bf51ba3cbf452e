#ifndef INFOFLOW_ISING_SAMPLING_ISING_SAMPLER_H_
#define INFOFLOW_ISING_SAMPLING_ISING_SAMPLER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/ising/sampling/metropolis.h"
#include "infoflow/ising/sampling/spin_samples.h"

namespace infoflow::ising {

enum class Sampler { kMetropolis, kMultispin, kWolff, kSwendsenWang };

// "metropolis", "multispin", "wolff", "swendsen-wang".
std::vector<std::string> SamplerNames();
absl::StatusOr<Sampler> ParseSampler(absl::string_view name);
std::string SamplerName(Sampler sampler);

// Durations are sweeps, for Wolff spins turned per site; 0 stands for a default.
struct SamplingOptions {
  Sampler sampler = Sampler::kMultispin;
  // J and h of the energy -J sum s s' - h sum s, in the units of the temperature. J < 0 is the
  // antiferromagnet. Fields, and antiferromagnets on odd sides, are for Metropolis and Wolff.
  double coupling = 1.0;
  double field = 0.0;
  // Of plain Metropolis updates.
  UpdateOrder order = UpdateOrder::kCheckerboard;
  // Before the first sample of a chain. Default: 20 relaxation times (Metropolis, multispin; 40
  // where they update by the heat bath, see local_update.h), 50 (Wolff), 100 (Swendsen-Wang).
  double burn_in = 0.0;
  // Between samples of a chain. Default: 2 relaxation times (heat bath: 4), 3 (Wolff),
  // 5 (Swendsen-Wang).
  double skip = 0.0;
  // Independent chains; for multispin groups of 512 chains. Default: by the number of samples, at
  // most 8 (multispin: 4).
  int chains = 0;
  // Turns each stored configuration round with probability 1/2, by one word of
  // Stream(seed, kSampleSign, first_chain) per sample: the symmetry that chains below T_c break.
  // Not in a field. Where antiferromagnets break another one (in a field, on odd sides)
  // configurations are translated at random by Stream(seed, kSampleSign, 2^31 + first_chain).
  bool random_sign = true;
  std::uint64_t seed = 1;
  // Index of the first chain's streams: different numbers give independent samples of one seed.
  std::uint32_t first_chain = 0;
  // Threads for the chains, 0: one per core. Never changes a sample.
  int threads = 0;
};

// Samples of the Ising model on the side x side torus, P(s) ~ exp((J sum s s' + h sum s) / T).
// Their temperature is T / J where that says all (J > 0, h = 0), else NaN.
//
// Samples of one chain stand together in the order of time; chains follow each other, each but
// the last with the same number of samples. Metropolis chains start ordered at and below T_c, where
// quenches from disorder are caught in stripes, and disordered above. Wolff samples are taken
// after a number of clusters that is fixed once: ceil(skip N / <|C|>), with <|C|> measured in the
// burn-in (see wolff.h), and above T = 8 one more by a coin.
// Accuracy: the law of all states on sides 2, 3, 4 at T from 0.5 to 1000, and Kaufman's energies
// beyond, within what the tests ask (sampler_enumeration_statistical_test.cc).
// An antiferromagnet of even side without field is the ferromagnet with one sublattice turned
// round, and is sampled as that. Errors: InvalidArgument for samples < 1, a temperature that is not
// finite and > 0, negative or infinite durations, negative chains, or a side, coupling or field
// that the sampler cannot take; Cancelled by a signal. Cost: ising_sampling_benchmark.cc.
absl::StatusOr<SpinSamples> SampleIsing(int side, double temperature, std::int64_t samples,
                                        const SamplingOptions& options = {});

// About the autocorrelation time of |m| under Metropolis sweeps,
//   1 + 0.025 min(side, 8 xi)^2.17,
// with xi the correlation length of the infinite lattice, 1/xi = ln coth K - 2K above T_c and
// 2 (2K - ln coth K) below: 3.3, 11.3, 47 at T_c for sides 8, 16, 32, where 3.4, 10.4, 42 are
// measured. An estimate for durations, not a result.
double MetropolisRelaxationTime(int side, double coupling);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_ISING_SAMPLER_H_
