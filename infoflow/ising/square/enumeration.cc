#include "infoflow/ising/square/enumeration.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"

namespace infoflow::ising {

namespace {

// Largest exponent, so that sums neither overflow nor underflow.
double LargestExponent(const SquareDensityOfStates& states, double coupling) {
  double largest = -HUGE_VAL;
  for (std::size_t i = 0; i < states.count.size(); ++i) {
    if (states.count[i] != 0) {
      largest = std::max(largest, coupling * states.BondSum(static_cast<int>(i)));
    }
  }
  return largest;
}

}  // namespace

double SquareDensityOfStates::LogPartition(double coupling) const {
  const double largest = LargestExponent(*this, coupling);
  double sum = 0.0;
  for (std::size_t i = 0; i < count.size(); ++i) {
    const double exponent = coupling * BondSum(static_cast<int>(i)) - largest;
    sum += static_cast<double>(count[i]) * std::exp(exponent);
  }
  return largest + std::log(sum);
}

double SquareDensityOfStates::Energy(double coupling) const {
  const double largest = LargestExponent(*this, coupling);
  double sum = 0.0;
  double moment = 0.0;
  for (std::size_t i = 0; i < count.size(); ++i) {
    const double bonds = BondSum(static_cast<int>(i));
    const double weight = static_cast<double>(count[i]) * std::exp(coupling * bonds - largest);
    sum += weight;
    moment += weight * bonds;
  }
  return moment / sum;
}

absl::StatusOr<SquareDensityOfStates> EnumerateSquare(int rows, int columns) {
  if (rows < 1 || columns < 1 || rows > kMostEnumeratedSites / columns) {
    return absl::InvalidArgumentError(
        absl::StrFormat("the torus has %d rows and %d columns; enumeration takes at least 1 of "
                        "each and at most %d sites",
                        rows, columns, kMostEnumeratedSites));
  }
  const int sites = rows * columns;
  // Neighbours with multiplicity; a site that is its own neighbour adds a constant instead.
  std::array<std::array<std::uint32_t, 4>, kMostEnumeratedSites> neighbours{};
  std::array<int, kMostEnumeratedSites> neighbour_count{};
  for (int site = 0; site < sites; ++site) {
    const int y = site / columns;
    const int x = site % columns;
    const int others[4] = {y * columns + (x + 1) % columns,
                           y * columns + (x + columns - 1) % columns, (y + 1) % rows * columns + x,
                           (y + rows - 1) % rows * columns + x};
    for (const int other : others) {
      if (other != site) {
        neighbours[site][neighbour_count[site]++] = static_cast<std::uint32_t>(other);
      }
    }
  }
  SquareDensityOfStates states;
  states.rows = rows;
  states.columns = columns;
  states.count.assign(2 * sites + 1, 0);
  // Bit 1 means -1. The last spin stays +1: the other half of the states mirrors these.
  std::uint32_t minus = 0;
  int index = 2 * sites;
  ++states.count[index];
  const std::uint32_t most = std::uint32_t{1} << (sites - 1);
  for (std::uint32_t step = 1; step < most; ++step) {
    const int site = __builtin_ctz(step);
    const std::uint32_t own = minus >> site & 1u;
    int unlike = 0;
    for (int i = 0; i < neighbour_count[site]; ++i) {
      unlike += static_cast<int>((minus >> neighbours[site][i] & 1u) ^ own);
    }
    minus ^= std::uint32_t{1} << site;
    // Every unlike bond becomes like and the other way round: +-2 in the sum, +-1 in the index.
    index += 2 * unlike - neighbour_count[site];
    ++states.count[index];
  }
  for (std::int64_t& count : states.count) count *= 2;
  return states;
}

}  // namespace infoflow::ising
