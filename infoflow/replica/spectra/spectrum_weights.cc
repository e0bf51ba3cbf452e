#include "infoflow/replica/spectra/spectrum_weights.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/replica/spectra/spectrum_empirical.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::replica {

namespace {

// Sums of squares of these do not overflow.
constexpr double kLargestWeight = 1e100;

}  // namespace

absl::StatusOr<std::vector<double>> WeightEigenvalues(linalg::ConstMatrixView<double> weights) {
  if (weights.empty()) return absl::InvalidArgumentError("a weight matrix has no entries");
  for (int i = 0; i < weights.rows(); ++i) {
    for (const double value : weights.row(i)) {
      if (!(std::abs(value) <= kLargestWeight)) {
        return absl::InvalidArgumentError(
            absl::StrCat("the weight ", FormatDouble(value), " in row ", i + 1,
                         " is not a finite number of size up to ", FormatDouble(kLargestWeight)));
      }
    }
  }
  const bool wide = weights.rows() < weights.columns();
  const int size = std::min(weights.rows(), weights.columns());
  linalg::Matrix<double> gram(size, size);
  linalg::Syrk(wide ? linalg::Transpose::kNo : linalg::Transpose::kYes, 1.0, weights, 0.0, gram);
  INFOFLOW_ASSIGN_OR_RETURN(std::vector<double> eigenvalues, linalg::SymmetricEigenvalues(gram));
  // The rest of the longer side.
  eigenvalues.insert(eigenvalues.begin(),
                     static_cast<std::size_t>(weights.columns()) - eigenvalues.size(), 0.0);
  return eigenvalues;
}

absl::StatusOr<std::shared_ptr<const Spectrum>> SpectrumOfWeights(
    linalg::ConstMatrixView<double> weights) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> eigenvalues, WeightEigenvalues(weights));
  return EmpiricalSpectrum(eigenvalues, static_cast<double>(weights.rows()) / weights.columns());
}

absl::StatusOr<std::shared_ptr<const Spectrum>> SpectrumOfProduct(
    absl::Span<const linalg::Matrix<double>> weights) {
  if (weights.empty()) return absl::InvalidArgumentError("a product needs a weight matrix");
  linalg::Matrix<double> product = weights[0];
  for (std::size_t i = 1; i < weights.size(); ++i) {
    if (weights[i].columns() != product.rows()) {
      return absl::InvalidArgumentError(absl::StrCat("weight matrix ", i + 1, " takes ",
                                                     weights[i].columns(),
                                                     " inputs, but the one before "
                                                     "it has ",
                                                     product.rows(), " outputs"));
    }
    product = linalg::Product(weights[i], product);
  }
  return SpectrumOfWeights(product);
}

}  // namespace infoflow::replica
