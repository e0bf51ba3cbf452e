#ifndef INFOFLOW_RBM_MACHINE_EXACT_GIBBS_H_
#define INFOFLOW_RBM_MACHINE_EXACT_GIBBS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/rbm/machine/machine.h"

namespace infoflow::rbm {

// The alternating chain v -> h ~ p(h|v) -> v' ~ p(v'|h) of a small machine as a matrix on the
// laws of its 2^N visible states (bit i of the index set means v_i = +1).
class ExactGibbs {
 public:
  // Errors: visible and hidden units together above 22 (the tables would not fit).
  static absl::StatusOr<ExactGibbs> Create(const Machine& machine);

  // The law after one step from the law `probabilities`. Cost: 2^{N+M} flops, times 4.
  std::vector<double> Step(absl::Span<const double> probabilities) const;

 private:
  ExactGibbs() = default;
  linalg::Matrix<double> hidden_given_visible_;  // 2^N x 2^M, p(h|v)
  linalg::Matrix<double> visible_given_hidden_;  // 2^M x 2^N
};

// A derivative with respect to W, b and c; shapes as in Machine.
struct Gradient {
  linalg::Matrix<double> weights;
  std::vector<double> visible_bias;
  std::vector<double> hidden_bias;
};

// Derivative of the mean log-likelihood of the samples, exact:
//
//   dL/dW_ia = <v_i tanh f_a>_data - <v_i h_a>_model,  dL/db_i = <v_i>_data - <v_i>_model,
//   dL/dc_a = <tanh f_a>_data - <h_a>_model
//
// Errors: as ExactMoments, samples that do not fit. Accuracy: 1e-12 (exact_gibbs_test.cc, against
// finite differences to 1e-8).
absl::StatusOr<Gradient> LogLikelihoodGradient(const Machine& machine, SpinsView samples);

// Expectation of the contrastive divergence with `steps` steps, what training adds on average:
// the model's means above are replaced by those of the law that the chain reaches from the
// samples, with tanh f in place of h. Errors: steps < 1, as ExactGibbs, samples that do not fit.
absl::StatusOr<Gradient> ExpectedContrastiveDivergence(const Machine& machine, SpinsView samples,
                                                       int steps);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_MACHINE_EXACT_GIBBS_H_
