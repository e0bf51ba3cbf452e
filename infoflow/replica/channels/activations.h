#ifndef INFOFLOW_REPLICA_CHANNELS_ACTIVATIONS_H_
#define INFOFLOW_REPLICA_CHANNELS_ACTIVATIONS_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/activation/function.h"
#include "infoflow/activation/piecewise_affine.h"
#include "infoflow/replica/channels/channel.h"
#include "infoflow/support/named_parameters.h"

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
    const activation::PiecewiseAffine& function, const ChannelOptions& options = {});

// The channels of a smooth function (smooth_activation.h). Output: error at noise 0 and where
// the function is not strictly increasing. Pre-activations have variances up to 1e10. Errors: a
// target out of range; a function that lacks a value or a derivative.
absl::StatusOr<std::unique_ptr<Activation>> MakeSmoothActivation(
    const activation::Function& function, const ChannelOptions& options = {});

// Either of the two.
absl::StatusOr<std::unique_ptr<Activation>> ChannelsOf(const activation::Function& function,
                                                       const ChannelOptions& options = {});

// By the names and parameters of activation/function.h. Errors: those of MakeFunction and of the
// functions above.
absl::StatusOr<std::unique_ptr<Activation>> MakeActivation(absl::string_view name,
                                                           const NamedParameters& parameters,
                                                           const ChannelOptions& options = {});

// The same from "hardtanh:threshold=2".
absl::StatusOr<std::unique_ptr<Activation>> ParseActivation(absl::string_view text,
                                                            const ChannelOptions& options = {});

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_CHANNELS_ACTIVATIONS_H_
