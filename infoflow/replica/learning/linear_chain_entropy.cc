#include "infoflow/replica/learning/linear_chain_entropy.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/estimators/gaussian_entropy.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::replica {

using linalg::Matrix;

absl::StatusOr<std::vector<double>> LinearChainEntropies(
    linalg::ConstMatrixView<double> input_factor, absl::Span<const Matrix<double>> weights,
    double noise, int prior_variables) {
  INFOFLOW_CHECK(prior_variables >= 1);
  Matrix<double> chain(input_factor);
  std::vector<double> entropies;
  for (std::size_t l = 0; l < weights.size(); ++l) {
    if (chain.empty()) {
      chain = weights[l];
    } else if (chain.columns() != weights[l].rows()) {
      return absl::InvalidArgumentError(absl::StrCat("weights ", l + 1, " take ", weights[l].rows(),
                                                     " inputs, not ", chain.columns()));
    } else {
      chain = linalg::Product(chain, weights[l]);
    }
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> singular_values,
                              linalg::SingularValues(chain.view()));
    INFOFLOW_ASSIGN_OR_RETURN(const double entropy, estimators::LinearLayerEntropy(
                                                        singular_values, chain.columns(), noise));
    entropies.push_back(entropy / prior_variables);
  }
  return entropies;
}

Matrix<double> GeneratedInputFactor(linalg::ConstMatrixView<double> generator, double noise) {
  const int prior_variables = generator.rows(), inputs = generator.columns();
  Matrix<double> factor(prior_variables + inputs, inputs);
  for (int i = 0; i < prior_variables; ++i) {
    const absl::Span<const double> row = generator.row(i);
    std::copy(row.begin(), row.end(), factor.row(i).begin());
  }
  for (int i = 0; i < inputs; ++i) factor(prior_variables + i, i) = std::sqrt(noise);
  return factor;
}

}  // namespace infoflow::replica
