#include "infoflow/estimators/nearest_neighbour_information.h"

#include <algorithm>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/estimators/digamma.h"
#include "infoflow/estimators/distinct_samples.h"
#include "infoflow/estimators/neighbour_search.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::estimators {

absl::StatusOr<double> NearestNeighbourInformation(linalg::ConstMatrixView<double> x,
                                                   linalg::ConstMatrixView<double> y,
                                                   const NeighbourInformationOptions& options) {
  if (x.rows() != y.rows()) {
    return absl::InvalidArgumentError(
        absl::StrCat("there are ", x.rows(), " samples of X and ", y.rows(), " of Y"));
  }
  if (x.columns() < 1 || y.columns() < 1) {
    return absl::InvalidArgumentError("the samples have no columns");
  }
  linalg::Matrix<double> pairs(x.rows(), x.columns() + y.columns());
  for (int i = 0; i < x.rows(); ++i) {
    const absl::Span<double> pair = pairs.row(i);
    std::copy(x.row(i).begin(), x.row(i).end(), pair.begin());
    std::copy(y.row(i).begin(), y.row(i).end(), pair.begin() + x.columns());
  }
  INFOFLOW_RETURN_IF_ERROR(CheckPoints(pairs, options.neighbours));
  INFOFLOW_RETURN_IF_ERROR(CheckJitter(options.jitter));
  if (options.jitter > 0.0) pairs = Jittered(pairs, options.jitter, options.seed);
  INFOFLOW_RETURN_IF_ERROR(CheckDistinct(pairs, options.jitter));
  const std::vector<double> radii =
      NeighbourDistances(pairs, options.neighbours, Norm::kMaximum, options.threads);
  double sum = 0.0;
  for (const linalg::ConstMatrixView<double> marginal :
       {linalg::ConstMatrixView<double>(pairs.Block(0, 0, x.rows(), x.columns())),
        linalg::ConstMatrixView<double>(pairs.Block(0, x.columns(), x.rows(), y.columns()))}) {
    for (const int count : CountsWithin(marginal, radii, options.threads)) {
      sum += Digamma(count + 1.0);
    }
  }
  return Digamma(options.neighbours) + Digamma(x.rows()) - sum / x.rows();
}

}  // namespace infoflow::estimators
