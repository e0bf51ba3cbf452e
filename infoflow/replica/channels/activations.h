#ifndef INFOFLOW_REPLICA_CHANNELS_ACTIVATIONS_H_
#define INFOFLOW_REPLICA_CHANNELS_ACTIVATIONS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/replica/channels/channel.h"
#include "infoflow/replica/channels/named_parameters.h"
#include "infoflow/replica/channels/piecewise_affine.h"
#include "infoflow/replica/channels/smooth_activation.h"

// Activations by name, and from tables and functions. Source: arXiv:1805.09785; docs/replica.md.

namespace infoflow::replica {

struct ChannelOptions {
  // Relative error that quadratures are laid out for, between 1e-13 and 1e-6.
  double target = 1e-10;
};

// The channels of a piecewise-affine function (piecewise_interface.h, piecewise_output.h,
// sign_interface.h where it is a multiple of the sign). Interface takes any precision >= 0; a
// noise of 0 stands for the limit. Output: error at noise 0 unless every piece is flat (then
// information 0, precision infinity).
// Errors: a target out of range.
absl::StatusOr<std::unique_ptr<Activation>> MakePiecewiseAffineActivation(
    const PiecewiseAffine& function, const ChannelOptions& options = {});

// The channels of a smooth function (smooth_activation.h). Output: error at noise 0 and where
// the function is not strictly increasing. Errors: a target out of range; a function that
// lacks a value or a derivative.
absl::StatusOr<std::unique_ptr<Activation>> MakeSmoothActivation(
    const SmoothFunction& function, const ChannelOptions& options = {});

// Names and their parameters with defaults:
//
//   linear; relu; leaky-relu (slope = 0.01), also leaky; hardtanh (threshold = 1);
//   probit, also sign; tanh; erf; softplus; sigmoid.
//
// Errors: those of the functions above, an unknown name, an unknown parameter.
absl::StatusOr<std::unique_ptr<Activation>> MakeActivation(absl::string_view name,
                                                           const NamedParameters& parameters,
                                                           const ChannelOptions& options = {});

// Names of the parameters that MakeActivation takes for `name`, for callers that mix them with
// others of their own. Error: an unknown name.
absl::StatusOr<std::vector<std::string>> ActivationParameterNames(absl::string_view name);

// The same from "hardtanh:threshold=2".
absl::StatusOr<std::unique_ptr<Activation>> ParseActivation(absl::string_view text,
                                                            const ChannelOptions& options = {});

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_CHANNELS_ACTIVATIONS_H_
