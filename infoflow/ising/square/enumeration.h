#ifndef INFOFLOW_ISING_SQUARE_ENUMERATION_H_
#define INFOFLOW_ISING_SQUARE_ENUMERATION_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"

namespace infoflow::ising {

inline constexpr int kMostEnumeratedSites = 28;

// Number of states of the rows x columns torus by the value of sum over bonds s s'; a side of 1
// bonds a site to itself, a side of 2 has double bonds.
struct SquareDensityOfStates {
  int rows = 0;
  int columns = 0;
  // count[i] states have bond sum 2 i - 2 rows columns, i = 0..2 rows columns.
  std::vector<std::int64_t> count;

  int BondSum(int index) const { return 2 * index - 2 * rows * columns; }
  // ln sum_states exp(K bond sum), nats, and the mean bond sum. Any finite coupling.
  double LogPartition(double coupling) const;
  double Energy(double coupling) const;
};

// By brute force over all states in Gray-code order: an oracle for everything else here.
// Errors: InvalidArgument unless sides are at least 1 and rows * columns <= kMostEnumeratedSites.
// Cost: 2^{sites-1} single flips, 2 ns each.
absl::StatusOr<SquareDensityOfStates> EnumerateSquare(int rows, int columns);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SQUARE_ENUMERATION_H_
