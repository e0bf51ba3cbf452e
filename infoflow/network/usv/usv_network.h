#ifndef INFOFLOW_NETWORK_USV_USV_NETWORK_H_
#define INFOFLOW_NETWORK_USV_USV_NETWORK_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/usv/usv_layer.h"

namespace infoflow::network {

// The weights W = U diag(S) V of one layer as its initialization leaves them. Samples are rows: the
// layer maps t to f(t W). k = min(in, out).
struct UsvWeights {
  FixedMatrix<double> input_directions;   // U, in x k, orthonormal columns
  std::vector<double> singular_values;    // S, k, descending and >= 0 at first
  FixedMatrix<double> output_directions;  // V, k x out, orthonormal rows
};

// Networks that learn with fixed singular vectors: USV layers with a nonlinearity each, and a last
// layer that is linear and trained as a whole. Source: arXiv:1805.09785, learning experiments.
struct UsvArchitecture {
  std::vector<int> sizes;                     // units from input to output
  std::vector<activation::Kind> activations;  // of the USV layers: two less than sizes
  // Weights are those of independent N(0, initial_scale^2 / in) entries, also in the last layer.
  double initial_scale = 1.0;
};

struct UsvInitialState {
  std::vector<UsvWeights> layers;
  linalg::Matrix<double> last;  // out x in, as dense layers hold their weights
};

// U and V from Haar measure and S the singular values of an independent Gaussian matrix: the law of
// Gaussian weights. Layer l draws from Stream(seed, kOrthogonalMatrix, 2 l and 2 l + 1) and
// Stream(seed, kWeights, l).
// Errors: sizes or activations that do not fit, a scale that is not finite and positive.
absl::StatusOr<UsvInitialState> InitializeUsv(const UsvArchitecture& architecture,
                                              std::uint64_t seed);

// How a network computes f(t W). All of them give the same function of the same inputs X.
enum class UsvForm {
  // USV layers as they stand.
  kPlain,
  // Takes X U_1, and V_l U_{l+1} is one fixed product where layer l is linear: the same numbers for
  // half the work.
  kMerged,
  // Dense layers without bias that start with the same weights and are not held to U and V.
  kUnconstrained,
};

// The network at its initial state. Layer l of the network is layer l of the architecture; in USV
// form its parameters are S.
absl::StatusOr<Network<double>> MakeUsvNetwork(const UsvArchitecture& architecture,
                                               const UsvInitialState& state, UsvForm form);

// U diag(S) V, in x out. Shapes: S has k numbers.
linalg::Matrix<double> UsvProduct(const UsvWeights& weights,
                                  absl::Span<const double> singular_values);

// OK, or one sentence about the first value that is not allowed.
absl::Status CheckUsvArchitecture(const UsvArchitecture& architecture);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_USV_USV_NETWORK_H_
