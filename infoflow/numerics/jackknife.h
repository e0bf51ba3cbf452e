#ifndef INFOFLOW_NUMERICS_JACKKNIFE_H_
#define INFOFLOW_NUMERICS_JACKKNIFE_H_

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::numerics {

struct JackknifeEstimate {
  double value = 0.0;  // f of the means of all bins, not corrected for the bias
  double error = 0.0;
  double bias = 0.0;  // to be subtracted from `value` to remove the bias of order 1 / n
};

// Error bar of a function f of the means of several observables that were measured together
// (specific heat, Binder cumulant, ratios).
//
//   f_i = f(means without bin i),  f_0 = mean of the f_i,
//   error^2 = (n - 1) / n sum (f_i - f_0)^2,  bias = (n - 1) (f_0 - f(means))
//
// Source: Efron, "The jackknife, the bootstrap and other resampling plans" (SIAM 1982), ch. 2-3.
// Shapes: `bins` is n x (number of observables), a row per bin, n >= 2; bins must be
// independent (BinMeans of autocorrelation.h). f gets one mean per observable. For linear f
// the error is EstimateMean's and the bias zero. Cost: n + 1 calls of f.
JackknifeEstimate Jackknife(linalg::ConstMatrixView<double> bins,
                            absl::FunctionRef<double(absl::Span<const double> means)> f);

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_JACKKNIFE_H_
