#ifndef INFOFLOW_ISING_SAMPLING_SWENDSEN_WANG_H_
#define INFOFLOW_ISING_SAMPLING_SWENDSEN_WANG_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/random/stream.h"

namespace infoflow::ising {

// Swendsen and Wang's cluster dynamics of the Ising model on the side x side torus.
//
// A sweep joins like neighbours with probability 1 - exp(-2 K) each and gives every cluster a
// random sign. Source: R. H. Swendsen, J.-S. Wang, Phys. Rev. Lett. 58, 86 (1987).
//
// Spins and bonds are bits, 64 sites a word, rows one after another, each from a word of its own
// on. What union-find joins are runs of joined sites along the rows, numbered in the order of their
// first sites, by the bonds downwards that are the first between two runs; the smaller number
// becomes the root, so that a root's first site is the first of its cluster.
//
// Random words, of one stream, per sweep: two for every site (bonds to the right and down, used
// or not), then one for every site (bit 0 of the cluster's first site's is its sign). Cost: see
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

  // Random words of rows [first, first + rows), as bits: accepted bonds in right_ and below_, or
  // signs in below_, which nobody needs any more.
  void DrawBonds(int first, int rows);
  void DrawSigns(int first, int rows);

  int side_;
  int row_words_;            // of a row
  int rows_at_once_;         // for which random words are drawn together
  std::uint64_t threshold_;  // of the probability to join like neighbours
  random::Stream stream_;
  std::vector<std::uint32_t> random_;  // of rows_at_once_ rows
  // Bits of every site: up; joined to the right; joined to the site below; first of a run.
  std::vector<std::uint64_t> spins_, right_, below_, starts_;
  std::vector<std::uint32_t> rank_;    // of every word, the runs that start before it
  std::vector<std::uint32_t> parent_;  // of every run; the root's is itself
  std::vector<std::uint8_t> signs_;    // of every run
};

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_SWENDSEN_WANG_H_
