#ifndef INFOFLOW_ISING_SAMPLING_SWENDSEN_WANG_H_
#define INFOFLOW_ISING_SAMPLING_SWENDSEN_WANG_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/random/stream.h"

namespace infoflow::ising {

// Swendsen and Wang's cluster dynamics of the Ising model on the side x side torus.
//
// A sweep joins like neighbours with probability 1 - exp(-2 K) each and gives every cluster a
// random sign. Clusters are found by union-find with path halving, of runs along the rows, the
// smaller label becoming the root. Source: R. H. Swendsen, J.-S. Wang, Phys. Rev. Lett. 58, 86
// (1987).
//
// Random words, of one stream, per sweep: two for every site (bonds to the right and down, used
// or not), then one for every site (bit 0 of the root's is its cluster's sign). Cost: see
// ising_sampling_benchmark.cc.
class SwendsenWangChain {
 public:
  // All spins up, drawing from Stream(seed, kCluster, index).
  // Errors: InvalidArgument when the side is not in 2..kLargestSampledSide or the coupling is
  // negative or not a number.
  static absl::StatusOr<SwendsenWangChain> Create(int side, double coupling, std::uint64_t seed,
                                                  std::uint32_t index);

  void Sweep();

  // Mean of the squared cluster sizes over N^2 of the last sweep, the improved estimator of m^2.
  double ImprovedSquaredMagnetization() const;

  // The configuration, packed as a sample of SpinSamples.
  void Snapshot(absl::Span<std::uint64_t> words) const;

 private:
  SwendsenWangChain(int side, double coupling, std::uint64_t seed, std::uint32_t index);
  std::uint32_t Root(std::uint32_t site);
  void Join(std::uint32_t a, std::uint32_t b);
  // Joins what the bonds downwards from the row that starts at site `row` join.
  void JoinAcross(std::uint32_t row, std::uint32_t next);

  int side_;
  std::uint64_t threshold_;  // of the probability to join like neighbours
  random::Stream stream_;
  std::vector<std::int8_t> spins_;
  std::vector<std::uint8_t> accepted_;  // of a row, whether each bond joins like neighbours
  std::vector<std::uint8_t> bonds_;     // of every site, those that join
  std::vector<std::uint32_t> columns_;  // of a row, where it is joined to the next
  std::vector<std::uint32_t> parent_;
  std::vector<std::uint32_t> random_;
};

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_SWENDSEN_WANG_H_
