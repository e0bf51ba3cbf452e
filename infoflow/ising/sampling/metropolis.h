#ifndef INFOFLOW_ISING_SAMPLING_METROPOLIS_H_
#define INFOFLOW_ISING_SAMPLING_METROPOLIS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/ising/sampling/local_update.h"
#include "infoflow/random/stream.h"

namespace infoflow::ising {

enum class UpdateOrder {
  kCheckerboard,  // all sites with x + y even, then all others; even sides only
  kSequential,    // site after site along the rows
};

// Metropolis dynamics of the Ising model on the side x side torus, weight exp(K sum s s' + B sum
// s).
//
// A sweep proposes every spin once and flips it with probability min(1, exp(-2 K s h)). In a field,
// for negative couplings, and on small and hot lattices, where that rule fails, it is the
// probability of the heat bath (RuleFor of local_update.h). In a field a sweep ends with the whole
// lattice turned round with probability 1 / (1 + exp(2 B M)), M = sum s: both directions are seen
// where single spins do not lead from one to the other. Decided by comparing integers. Source:
// arXiv:1906.05212 (samples of the 2D Ising model); the order of updates is not stated there and is
// free here.
//
// Random words: a sweep takes one word of its stream per site, in the order of the updates,
// whether the site needs it or not, and in a field two more. Cost of checkerboard sweeps: 1.5 ns a
// flip proposed at side 64 and above, 2.5 ns at side 16 (ising_sampling_benchmark.cc); the words
// are half of it.
class MetropolisChain {
 public:
  // The ground state (GroundStateSpin), all up without field, or random ones from Stream(seed,
  // kInitialState, index); sweeps draw from Stream(seed, kSweep, index). A chain from disorder
  // below T_c can be caught in stripes for longer than any run, so that only chains above T_c
  // should start there. Errors: InvalidArgument when the side is not in 2..kLargestSampledSide, odd
  // for the checkerboard order, or coupling or field are not numbers, or not finite (an infinite
  // positive coupling without field is allowed).
  static absl::StatusOr<MetropolisChain> Create(int side, double coupling, UpdateOrder order,
                                                bool start_ordered, std::uint64_t seed,
                                                std::uint32_t index, double field = 0.0);

  void Sweep();

  // The configuration, packed as a sample of SpinSamples.
  void Snapshot(absl::Span<std::uint64_t> words) const;

 private:
  MetropolisChain(int side, double coupling, double field, UpdateOrder order, std::uint64_t seed,
                  std::uint32_t index);
  void SweepCheckerboard();
  std::uint8_t* Sublattice(int parity);
  void CopyBorders(int parity);
  std::size_t Place(int x, int y) const;
  void SweepSequential();
  void TurnAll();

  int side_;
  double field_;
  UpdateOrder order_;
  UpdateRule rule_;
  FlipThresholds thresholds_;
  random::Stream stream_;
  // 1 is up. Sequential: site i at i. Checkerboard: even sites, then odd sites, side/2 in a row,
  // each sublattice between copies of its last and first row.
  std::vector<std::uint8_t> spins_;
  std::vector<std::uint8_t> shifted_;  // neighbours of a sublattice on the other side in the row
  std::vector<std::uint32_t> random_;
};

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_METROPOLIS_H_
