#ifndef INFOFLOW_ISING_SAMPLING_GHOST_CLUSTER_H_
#define INFOFLOW_ISING_SAMPLING_GHOST_CLUSTER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/ising/sampling/local_update.h"
#include "infoflow/random/stream.h"

namespace infoflow::ising {

// Wolff's single-cluster dynamics in a field and for couplings of either sign, on the side x side
// torus, weight exp(K sum s s' + B sum s).
//
// The field is a spin more, the ghost, which is up and coupled to all others by B. A step picks a
// uniform site and grows its cluster along satisfied bonds (K s s' > 0, and B s > 0 to the ghost),
// each with probability 1 - exp(-2 |K|) or 1 - exp(-2 |B|). A cluster that holds the ghost stays as
// it is, any other is turned round: detailed balance in the joint law of spins and bonds, whatever
// the signs. Sources: U. Wolff, Phys. Rev. Lett. 62, 361 (1989); A. Coniglio, F. di Liberto, G.
// Monroy, F. Peruggi, J. Phys. A 22, L837 (1989) for the ghost.
//
// Where the bonds of a lattice contradict each other (K < 0 on odd sides or against a field)
// clusters grow over all of it and hardly change the state: a step then ends with heat-bath updates
// of random sites, as many as the cluster had.
//
// WolffChain (wolff.h) is the same without field for K >= 0, and faster. Cost: some 10 ns a spin of
// the cluster, which ends where it meets the ghost.
class GhostClusterChain {
 public:
  // The ground state (GroundStateSpin), drawing from Stream(seed, kCluster, index).
  // Errors: InvalidArgument when the side is not in 2..kLargestSampledSide, or coupling or field
  // are not finite.
  static absl::StatusOr<GhostClusterChain> Create(int side, double coupling, double field,
                                                  std::uint64_t seed, std::uint32_t index);

  // One step. Returns what it did in spins: all for K < 0, else those of the cluster, but at most
  // kMostHeld where the ghost holds it: below T_c in a weak field nearly every cluster is large and
  // held, and what moves are the few small ones between them.
  int Step();
  static constexpr int kMostHeld = 16;

  // The configuration, packed as a sample of SpinSamples.
  void Snapshot(absl::Span<std::uint64_t> words) const;

 private:
  GhostClusterChain(int side, double coupling, double field, std::uint64_t seed,
                    std::uint32_t index);
  std::array<std::uint32_t, 4> NeighboursOf(std::uint32_t site) const;
  bool GrowCluster();  // whether the ghost holds it
  void UpdateRandomSites();

  int side_;
  FlipThresholds thresholds_;
  std::int8_t bond_sign_;          // of K
  std::int8_t ghost_sign_;         // of B
  std::uint64_t bond_threshold_;   // of 1 - exp(-2 |K|)
  std::uint64_t ghost_threshold_;  // of 1 - exp(-2 |B|)
  random::Stream stream_;
  std::vector<std::int8_t> spins_;
  std::vector<std::uint8_t> joined_;  // whether a site is in the cluster
  std::vector<std::uint32_t> queue_;  // the cluster in the order of growth
};

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_GHOST_CLUSTER_H_
