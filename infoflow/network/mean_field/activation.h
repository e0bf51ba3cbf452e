#ifndef INFOFLOW_NETWORK_MEAN_FIELD_ACTIVATION_H_
#define INFOFLOW_NETWORK_MEAN_FIELD_ACTIVATION_H_

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow::network {

struct ActivationValue {
  double value = 0.0;
  double derivative = 0.0;
};

// An activation function phi as mean-field theory needs it: continuous, differentiable but for
// kinks, growing no faster than a polynomial.
//
// The fields after `evaluate` say where quadrature has to look: panels end at the kinks, and
// grow from `smooth_scale` in proportion to the distance from zero and from the kinks. That fits
// functions that vary near zero and become straight or constant away from it.
struct MeanFieldActivation {
  std::string name;
  // phi(u) and phi'(u); never called at a kink. Must be safe to call from several threads.
  std::function<ActivationValue(double)> evaluate;
  // phi(-u) = -phi(u): halves the work, and makes c* = 0 exact without bias.
  bool odd = false;
  // Where phi' jumps, ascending.
  std::vector<double> kinks;
  // Length of the first panel beside zero and the kinks, about the distance of the nearest
  // complex singularity; infinite for functions that are straight between their kinks.
  double smooth_scale = 1.0;
  // No panel is longer, for functions that keep varying at all u (sin).
  double longest_panel = std::numeric_limits<double>::infinity();
};

// One of MeanFieldActivationNames(); the error for any other name lists them.
//   erf      phi(u) = erf(u) = 2 pi^{-1/2} int_0^u exp(-t^2) dt
//   hardtanh phi(u) = min(max(u, -1), 1)
//   relu     phi(u) = max(u, 0)
//   sigmoid  phi(u) = 1 / (1 + exp(-u))
//   tanh     phi(u) = tanh(u)
absl::StatusOr<MeanFieldActivation> MakeMeanFieldActivation(absl::string_view name);
std::vector<std::string> MeanFieldActivationNames();

// InvalidArgument unless `evaluate` is there, the kinks are finite and ascending, both lengths
// are positive, and `odd` comes with kinks symmetric about zero.
absl::Status CheckActivation(const MeanFieldActivation& activation);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_MEAN_FIELD_ACTIVATION_H_
