#ifndef INFOFLOW_NUMERICS_NEWTON_H_
#define INFOFLOW_NUMERICS_NEWTON_H_

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "infoflow/numerics/root_finding.h"

namespace infoflow::numerics {

struct ValueAndSlope {
  double value = 0.0;
  double slope = 0.0;
};

// A root of `function` between `low` and `high`, where it has opposite signs, by Newton's method
// kept inside the bracket.
//
// Starts at the end whose Newton step is the shorter one. A step that leaves the bracket, or that
// does not halve the step before last, is replaced by bisection. Ends when a step is below
// `options.relative_tolerance` of the root, or when steps below 1e-9 of it no longer shrink:
// then they are the rounding errors of `function` over its slope, which no method can pass.
// Quadratic convergence at simple roots; on convex or concave functions the steps are monotone.
// Errors: as FindRoot. Running out of iterations: `converged` is false. `Root::width` is the
// length of the last step, `iterations` counts evaluations after those at the two ends.
// Accuracy: 1e-15 relative where rounding of `function` allows (newton_test.cc).
absl::StatusOr<Root> FindRootByNewton(absl::FunctionRef<ValueAndSlope(double)> function, double low,
                                      double high, const RootOptions& options = {});

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_NEWTON_H_
