#ifndef INFOFLOW_ACTIVATION_FUNCTION_H_
#define INFOFLOW_ACTIVATION_FUNCTION_H_

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "infoflow/activation/piecewise_affine.h"
#include "infoflow/support/named_parameters.h"

// Nonlinearities as theory sees them: functions of one variable, with what integrals over them
// have to know. Batches of numbers go through batch.h.

namespace infoflow::activation {

struct Value {
  double value = 0.0;
  double derivative = 0.0;
};

// A nonlinearity phi, growing no faster than a polynomial.
//
// The fields after `evaluate` say where quadrature has to look: panels end at the kinks, and grow
// from `smooth_scale` in proportion to the distance from zero and from the kinks. That fits
// functions that vary near zero and become straight or constant away from it.
struct Function {
  std::string name;
  // phi(u) and phi'(u); at a break of `pieces` those of one side. Must be safe to call from several
  // threads.
  std::function<Value(double)> evaluate;
  // The same at many points to rounding, a vector of them at a time; may be empty. Whoever
  // changes `evaluate` changes or empties it too.
  std::function<void(absl::Span<const double> u, absl::Span<double> values,
                     absl::Span<double> derivatives)>
      evaluate_all;
  // phi(-u) = -phi(u): halves the work, and makes averages that vanish vanish exactly.
  bool odd = false;
  // Where phi or phi' jumps, ascending.
  std::vector<double> kinks;
  // Length of the first panel beside zero and the kinks, about the distance of the nearest complex
  // singularity; infinite for functions that are straight between their kinks.
  double smooth_scale = 1.0;
  // No panel is longer, for functions that keep varying at all u (sin).
  double longest_panel = std::numeric_limits<double>::infinity();

  // Of piecewise-affine functions: phi itself.
  std::optional<PiecewiseAffine> pieces;

  // Of analytic, strictly increasing functions: ln phi'(u), finite also where phi' underflows, and
  // the distance of the real line from the nearest singularity of phi or ln phi' (for entire
  // functions the length on which phi' changes).
  std::function<double(double)> log_derivative;
  double analytic_width = 0.0;

  // False where phi itself jumps.
  bool continuous() const;

  // values[i] = phi(u[i]), derivatives[i] = phi'(u[i]). Spans of equal lengths.
  void EvaluateAll(absl::Span<const double> u, absl::Span<double> values,
                   absl::Span<double> derivatives) const;
};

// Names and their parameters with defaults:
//
//   erf; gelu (u Phi(u)); hardtanh (threshold = 1); leaky-relu (slope = 0.01), also leaky; linear;
//   probit (the sign), also sign; relu; sigmoid; softplus (ln(1 + e^u)); tanh.
//
// Errors: an unknown name (the message lists them), an unknown parameter or one out of range.
absl::StatusOr<Function> MakeFunction(absl::string_view name,
                                      const NamedParameters& parameters = {});

// The same from "hardtanh:threshold=2".
absl::StatusOr<Function> ParseFunction(absl::string_view text);

// The function of these pieces.
Function FunctionOf(std::string name, const PiecewiseAffine& pieces);

// The names above, in alphabetical order; the first of those of which there are two.
std::vector<std::string> FunctionNames();
// Without those that jump.
std::vector<std::string> ContinuousFunctionNames();

// InvalidArgument unless `evaluate` is there, the kinks are finite and ascending, phi does not
// jump, both lengths are positive, and `odd` comes with kinks symmetric about zero: what averages
// over pre-activations need.
absl::Status CheckFunction(const Function& function);

}  // namespace infoflow::activation

#endif  // INFOFLOW_ACTIVATION_FUNCTION_H_
