#include "infoflow/ising/sampling/swendsen_wang.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/random/distributions.h"
#include "infoflow/support/kernel.h"

namespace infoflow::ising {

namespace {

// Bonds of a site to its neighbours right and below.
constexpr std::uint8_t kRight = 1;
constexpr std::uint8_t kBelow = 2;

// accepted[k] tells whether random[k] is below `threshold` <= 2^32.
INFOFLOW_KERNEL void Compare(const std::uint32_t* __restrict__ random, int count,
                             std::uint64_t threshold, std::uint8_t* __restrict__ accepted) {
  const std::uint32_t largest = static_cast<std::uint32_t>(threshold - 1);
  const std::uint8_t possible = threshold > 0 ? 1 : 0;
  for (int k = 0; k < count; ++k) accepted[k] = random[k] <= largest ? possible : 0;
}

// The bonds of a row that join like neighbours, two of `accepted` a site.
INFOFLOW_KERNEL void FindBonds(const std::int8_t* __restrict__ row,
                               const std::int8_t* __restrict__ below, int side,
                               const std::uint8_t* __restrict__ accepted,
                               std::uint8_t* __restrict__ bonds) {
  const auto bond = [&](int x, int right) {
    const int joins_right = accepted[2 * x] & (row[x] == row[right] ? kRight : 0);
    const int joins_below = 2 * accepted[2 * x + 1] & (row[x] == below[x] ? kBelow : 0);
    return static_cast<std::uint8_t>(joins_right | joins_below);
  };
  for (int x = 0; x < side - 1; ++x) bonds[x] = bond(x, x + 1);
  bonds[side - 1] = bond(side - 1, 0);
}

}  // namespace

SwendsenWangChain::SwendsenWangChain(int side, double coupling, std::uint64_t seed,
                                     std::uint32_t index)
    : side_(side),
      threshold_(random::Bernoulli(-std::expm1(-2.0 * coupling)).threshold()),
      stream_(seed, random::StreamUse::kCluster, index),
      spins_(static_cast<std::size_t>(side) * side, 1),
      accepted_(2 * static_cast<std::size_t>(side)),
      bonds_(spins_.size()),
      columns_(static_cast<std::size_t>(side) + 1),
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

void SwendsenWangChain::JoinAcross(std::uint32_t row, std::uint32_t next) {
  const std::uint8_t* const here = bonds_.data() + row;
  const std::uint8_t* const there = bonds_.data() + next;
  // The columns whose bond joins two runs that no bond before it has joined. Without branches,
  // which could not be foretold: the column is written in any case, and stays if it counts.
  std::uint32_t* const columns = columns_.data();
  std::size_t count = 0;
  std::uint8_t joined = 0;
  for (int x = 0; x < side_; ++x) {
    const std::uint8_t below = here[x] >> 1;
    columns[count] = static_cast<std::uint32_t>(x);
    count += below & ~joined & 1;
    joined = (joined | below) & here[x] & there[x] & kRight;
  }
  for (std::size_t k = 0; k < count; ++k) Join(row + columns[k], next + columns[k]);
}

void SwendsenWangChain::Sweep() {
  const std::uint32_t sites = static_cast<std::uint32_t>(spins_.size());
  const std::uint32_t side = static_cast<std::uint32_t>(side_);
  stream_.Fill(absl::MakeSpan(random_));
  for (std::uint32_t row = 0; row < sites; row += side) {
    RunKernel<Compare>(&random_[2 * row], 2 * side_, threshold_, accepted_.data());
    RunKernel<FindBonds>(&spins_[row], &spins_[row + side < sites ? row + side : 0], side_,
                         accepted_.data(), &bonds_[row]);
    // Runs of joined neighbours have the label of their first site.
    std::uint32_t label = row;
    for (std::uint32_t i = row; i < row + side; ++i) {
      parent_[i] = label;
      label = (bonds_[i] & kRight) != 0 ? label : i + 1;
    }
  }
  for (std::uint32_t row = 0; row < sites; row += side) {
    if ((bonds_[row + side - 1] & kRight) != 0) Join(row + side - 1, row);
    JoinAcross(row, row + side < sites ? row + side : 0);
  }
  const absl::Span<std::uint32_t> signs = absl::MakeSpan(random_).first(sites);
  stream_.Fill(signs);
  // Roots have the smallest label of their cluster, so that every parent is finished before.
  for (std::uint32_t i = 0; i < sites; ++i) {
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
