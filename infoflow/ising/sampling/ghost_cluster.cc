#include "infoflow/ising/sampling/ghost_cluster.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/random/distributions.h"

namespace infoflow::ising {

namespace {

std::int8_t SignOf(double value) {
  return static_cast<std::int8_t>((value > 0.0 ? 1 : 0) - (value < 0.0 ? 1 : 0));
}

std::uint64_t ThresholdOf(double strength) {
  return random::Bernoulli(-std::expm1(-2.0 * std::fabs(strength))).threshold();
}

}  // namespace

GhostClusterChain::GhostClusterChain(int side, double coupling, double field, std::uint64_t seed,
                                     std::uint32_t index)
    : side_(side),
      thresholds_(UpdateRule::kHeatBath, coupling, field),
      bond_sign_(SignOf(coupling)),
      ghost_sign_(SignOf(field)),
      bond_threshold_(ThresholdOf(coupling)),
      ghost_threshold_(ThresholdOf(field)),
      stream_(seed, random::StreamUse::kCluster, index),
      spins_(static_cast<std::size_t>(side) * side),
      joined_(spins_.size()) {
  queue_.reserve(spins_.size());
  std::size_t site = 0;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      spins_[site++] = GroundStateSpin(x, y, coupling, field) ? 1 : -1;
    }
  }
}

absl::StatusOr<GhostClusterChain> GhostClusterChain::Create(int side, double coupling, double field,
                                                            std::uint64_t seed,
                                                            std::uint32_t index) {
  if (side < 2 || side > kLargestSampledSide) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the lattice has side %d; Wolff clusters take 2 to %d", side, kLargestSampledSide));
  }
  if (!std::isfinite(coupling) || !std::isfinite(field)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "coupling and field are %g and %g over the temperature; they must be finite "
        "numbers",
        coupling, field));
  }
  return GhostClusterChain(side, coupling, field, seed, index);
}

std::array<std::uint32_t, 4> GhostClusterChain::NeighboursOf(std::uint32_t site) const {
  const std::uint32_t side = static_cast<std::uint32_t>(side_);
  const std::uint32_t x = site % side;
  const std::uint32_t row = site - x;
  const std::uint32_t last = side * (side - 1);
  return {row + (x == 0 ? side - 1 : x - 1), row + (x == side - 1 ? 0 : x + 1),
          site < side ? site + last : site - side, site >= last ? site - last : site + side};
}

bool GhostClusterChain::GrowCluster() {
  const auto join = [this](std::uint32_t site) {
    joined_[site] = 1;
    queue_.push_back(site);
  };
  queue_.clear();
  join(static_cast<std::uint32_t>(random::UniformInteger(stream_, spins_.size())));
  for (std::size_t next = 0; next < queue_.size(); ++next) {
    const std::uint32_t site = queue_[next];
    const int spin = spins_[site];
    if (spin * ghost_sign_ > 0 && stream_() < ghost_threshold_) return true;
    for (const std::uint32_t neighbour : NeighboursOf(site)) {
      if (joined_[neighbour] == 0 && spin * spins_[neighbour] * bond_sign_ > 0 &&
          stream_() < bond_threshold_) {
        join(neighbour);
      }
    }
  }
  return false;
}

void GhostClusterChain::UpdateRandomSites() {
  for (std::size_t i = 0; i < spins_.size(); ++i) {
    const std::uint32_t site =
        static_cast<std::uint32_t>(random::UniformInteger(stream_, spins_.size()));
    int unlike = 0;
    for (const std::uint32_t neighbour : NeighboursOf(site)) {
      unlike += spins_[neighbour] != spins_[site] ? 1 : 0;
    }
    if (stream_() < thresholds_.below[spins_[site] > 0 ? 1 : 0][unlike]) {
      spins_[site] = static_cast<std::int8_t>(-spins_[site]);
    }
  }
}

int GhostClusterChain::Step() {
  const bool held = GrowCluster();
  for (const std::uint32_t site : queue_) {
    joined_[site] = 0;
    if (!held) spins_[site] = static_cast<std::int8_t>(-spins_[site]);
  }
  if (bond_sign_ < 0) {
    UpdateRandomSites();
    return static_cast<int>(spins_.size());
  }
  const int size = static_cast<int>(queue_.size());
  return held ? std::min(size, kMostHeld) : size;
}

void GhostClusterChain::Snapshot(absl::Span<std::uint64_t> words) const {
  std::fill(words.begin(), words.end(), 0);
  for (std::size_t i = 0; i < spins_.size(); ++i) {
    words[i / 64] |= static_cast<std::uint64_t>(spins_[i] > 0 ? 1 : 0) << (i % 64);
  }
}

}  // namespace infoflow::ising
