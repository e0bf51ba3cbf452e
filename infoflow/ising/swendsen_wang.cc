#include "infoflow/ising/swendsen_wang.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "infoflow/ising/spin_samples.h"
#include "infoflow/random/distributions.h"

namespace infoflow::ising {

SwendsenWangChain::SwendsenWangChain(int side, double coupling, std::uint64_t seed,
                                     std::uint32_t index)
    : side_(side),
      threshold_(random::Bernoulli(-std::expm1(-2.0 * coupling)).threshold()),
      stream_(seed, random::StreamUse::kCluster, index),
      spins_(static_cast<std::size_t>(side) * side, 1),
      parent_(spins_.size()),
      random_(2 * spins_.size()) {
  // Every site its own cluster, until the first sweep.
  for (std::size_t i = 0; i < parent_.size(); ++i) parent_[i] = static_cast<std::uint32_t>(i);
}

absl::StatusOr<SwendsenWangChain> SwendsenWangChain::Create(int side, double coupling,
                                                            std::uint64_t seed,
                                                            std::uint32_t index) {
  if (side < 2 || side > kLargestSampledSide) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the lattice has side %d; Swendsen-Wang clusters take 2 to %d", side, kLargestSampledSide));
  }
  if (!(coupling >= 0.0)) {
    return absl::InvalidArgumentError(
        absl::StrFormat("coupling is %g; it must be a number of at least 0", coupling));
  }
  return SwendsenWangChain(side, coupling, seed, index);
}

std::uint32_t SwendsenWangChain::Root(std::uint32_t site) {
  while (parent_[site] != site) {
    parent_[site] = parent_[parent_[site]];
    site = parent_[site];
  }
  return site;
}

void SwendsenWangChain::Join(std::uint32_t a, std::uint32_t b) {
  a = Root(a);
  b = Root(b);
  parent_[std::max(a, b)] = std::min(a, b);
}

void SwendsenWangChain::Sweep() {
  const std::uint32_t sites = static_cast<std::uint32_t>(spins_.size());
  for (std::uint32_t i = 0; i < sites; ++i) parent_[i] = i;
  stream_.Fill(absl::MakeSpan(random_));
  std::uint32_t i = 0;
  for (int y = 0; y < side_; ++y) {
    for (int x = 0; x < side_; ++x, ++i) {
      const std::uint32_t right = x == side_ - 1 ? i + 1 - side_ : i + 1;
      const std::uint32_t below = y == side_ - 1 ? x : i + side_;
      if (spins_[i] == spins_[right] && random_[2 * i] < threshold_) Join(i, right);
      if (spins_[i] == spins_[below] && random_[2 * i + 1] < threshold_) Join(i, below);
    }
  }
  const absl::Span<std::uint32_t> signs = absl::MakeSpan(random_).first(sites);
  stream_.Fill(signs);
  // Roots have the smallest label of their cluster, so that every parent is finished before.
  for (i = 0; i < sites; ++i) {
    const std::uint32_t root = parent_[parent_[i]];
    parent_[i] = root;
    spins_[i] = root == i ? static_cast<std::int8_t>((signs[i] & 1) != 0 ? 1 : -1) : spins_[root];
  }
}

double SwendsenWangChain::ImprovedSquaredMagnetization() const {
  // After a sweep every parent is a root.
  std::vector<std::uint32_t> sizes(parent_.size(), 0);
  for (const std::uint32_t root : parent_) ++sizes[root];
  double sum = 0.0;
  for (const std::uint32_t size : sizes) sum += static_cast<double>(size) * size;
  const double sites = static_cast<double>(parent_.size());
  return sum / (sites * sites);
}

void SwendsenWangChain::Snapshot(absl::Span<std::uint64_t> words) const {
  std::fill(words.begin(), words.end(), 0);
  for (std::size_t i = 0; i < spins_.size(); ++i) {
    words[i / 64] |= static_cast<std::uint64_t>(spins_[i] > 0 ? 1 : 0) << (i % 64);
  }
}

}  // namespace infoflow::ising
