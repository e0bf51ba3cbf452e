#ifndef INFOFLOW_ISING_SAMPLING_WOLFF_H_
#define INFOFLOW_ISING_SAMPLING_WOLFF_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/random/stream.h"

namespace infoflow::ising {

// Wolff's single-cluster dynamics of the Ising model on the side x side torus.
//
// A step picks a uniform site, grows the cluster of its sign by adding like neighbours with
// probability 1 - exp(-2 K), and turns it round. Source: U. Wolff, Phys. Rev. Lett. 62, 361
// (1989). The mean cluster size obeys <|C|> / N = <m^2> exactly (improved estimator).
//
// Samples must be taken after a fixed number of steps. Taking them once a number of spins has
// been turned is wrong: that rule stops preferably after large clusters, and the energy at T_c of
// side 16 comes out near -1.50 instead of -1.4531 (ising_sampler_statistical_test.cc).
//
// Random words, of one stream, in chunks of 1024. A step takes two words of a chunk for its site,
// then one for each spin of the cluster in the order of growth, whose bytes (lowest first) decide
// on the neighbours left, right, above and below, needed or not. A chunk is followed by a word for
// every byte in it that equals the upper 8 bits of floor(2^32 (1 - exp(-2 K))); the word's lower 24
// bits are compared with the lower ones. Cost: see ising_sampling_benchmark.cc.
class WolffChain {
 public:
  // Sites around one on the torus, row by row from 0.
  struct Neighbours {
    std::uint32_t left, right, above, below;
  };

  // All spins up, drawing from Stream(seed, kCluster, index).
  // Errors: InvalidArgument when the side is not in 2..kLargestSampledSide or the coupling is
  // negative or not a number.
  static absl::StatusOr<WolffChain> Create(int side, double coupling, std::uint64_t seed,
                                           std::uint32_t index);

  // One step; the number of spins turned.
  int Step();

  // The configuration, packed as a sample of SpinSamples.
  void Snapshot(absl::Span<std::uint64_t> words) const;

 private:
  WolffChain(int side, double coupling, std::uint64_t seed, std::uint32_t index);
  void Refill();

  int side_;
  std::uint64_t threshold_;  // of the probability to add a neighbour
  random::Stream stream_;
  std::vector<std::uint8_t> spins_;     // bit 0: up; bit 1: first or last row or column
  std::vector<std::uint32_t> queue_;    // the sites of the cluster in the order of growth
  std::vector<Neighbours> neighbours_;  // of every site of a small lattice
  std::vector<std::uint8_t> accepted_;  // whether each byte of the chunk accepts
  std::vector<std::uint32_t> random_;   // the chunk
  std::size_t next_random_;
};

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_WOLFF_H_
