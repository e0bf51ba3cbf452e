#ifndef INFOFLOW_NUMERICS_ROOT_FINDING_H_
#define INFOFLOW_NUMERICS_ROOT_FINDING_H_

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"

namespace infoflow::numerics {

struct RootOptions {
  // The search ends when the bracket is narrower than this times the larger of its ends in size.
  // The default leaves about one unit in the last place.
  double relative_tolerance = 4e-16;
  int max_iterations = 200;
};

struct Root {
  double value = 0.0;     // the end of the last bracket with the smaller |function|
  double residual = 0.0;  // function(value)
  double width = 0.0;     // width of the last bracket, which holds a root
  int iterations = 0;     // function evaluations after those at the two ends
  bool converged = false;
};

// A root of `function` between `low` and `high`, where it has opposite signs.
//
// Algorithm 748 of Alefeld, Potra and Shi (ACM Trans. Math. Softw. 21, 327, 1995): bracketing,
// asymptotically two evaluations for an order of about 2.7 on smooth functions, never worse
// than a small multiple of bisection. An end at which the function vanishes is returned as is.
// Errors: InvalidArgument when an end is not finite, the ends do not enclose a sign change or
// `options` make no sense; Internal when the function returns NaN. Running out of iterations is
// not an error: `converged` is false then.
absl::StatusOr<Root> FindRoot(absl::FunctionRef<double(double)> function, double low, double high,
                              const RootOptions& options = {});

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_ROOT_FINDING_H_
