#ifndef INFOFLOW_RBM_MACHINE_COUPLINGS_H_
#define INFOFLOW_RBM_MACHINE_COUPLINGS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/rbm/machine/machine.h"

namespace infoflow::rbm {

// The couplings J_S between visible units that summing out the hidden ones makes, exact:
//
//   ln(Z p(v)) = sum_S J_S prod_{i in S} v_i,   J_S = 2^-N sum_v ln(Z p(v)) prod_{i in S} v_i
//
// over all subsets S of the N visible units, by a Walsh-Hadamard transform of -F. Result: 2^N
// couplings, bit i of the index set when i is in S; index 0 holds the constant. Units: nats.
// Errors: as FreeEnergiesOfAllStates. Accuracy: 1e-13 (couplings_test.cc). Cost: 2^N (N + M).
absl::StatusOr<std::vector<double>> WalshCouplings(const Machine& machine);

// values := sum over states s of values_s (-1)^{number of bits that S and the complement of s
// share}, for every S: with bit i of s set for v_i = +1 this sums values prod_{i in S} v_i.
// Domain: the size is a power of 2. Cost: N 2^N additions.
void WalshTransform(absl::Span<double> values);

// Pair couplings to second order in W:
//
//   J_ij ~ sum_a W_ia W_ja / cosh^2 c_a
//
// Result: visible x visible, symmetric, zero diagonal. Error: of fourth order in W for machines
// without biases (couplings_test.cc), of third order with them.
linalg::Matrix<double> LeadingCouplings(const Machine& machine);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_MACHINE_COUPLINGS_H_
