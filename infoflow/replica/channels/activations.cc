#include "infoflow/replica/channels/activations.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/replica/channels/piecewise_interface.h"
#include "infoflow/replica/channels/piecewise_output.h"
#include "infoflow/replica/channels/sign_interface.h"
#include "infoflow/replica/channels/smooth_activation.h"
#include "infoflow/replica/channels/smooth_interface.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::replica {
namespace {

// Precision and noise no smaller than these stand for their limit 0: the answers there are what
// they tend to, to far below any target.
constexpr double kSmallestNoise = 1e-280;
constexpr double kSmallestRelativePrecision = 1e-14;

// Sums over w go in steps of the length over which a smooth function turns: a million of them.
constexpr double kLargestSmoothVariance = 1e10;

absl::Status CheckTarget(const ChannelOptions& options) {
  if (options.target >= 1e-13 && options.target <= 1e-6) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the target accuracy of a channel is ",
                                                 options.target,
                                                 "; it must lie between 1e-13 and 1e-6"));
}

absl::Status NoiselessOutputError() {
  return absl::InvalidArgumentError(
      "an output without any noise has the entropy -infinity; give its layer a positive noise");
}

// What is common to interfaces: the limits of vanishing precision and noise.
template <typename Evaluate>
ChannelResponse AtPositiveArguments(const Activation& activation, double precision, double noise,
                                    double signal, Evaluate&& evaluate) {
  INFOFLOW_CHECK(precision >= 0.0 && noise >= 0.0);
  noise = std::max(noise, kSmallestNoise);
  if (precision > 0.0) return evaluate(precision, noise);
  const double second_moment = activation.SecondMoment(noise + signal);
  ChannelResponse limit = evaluate(kSmallestRelativePrecision / second_moment, noise);
  limit.information = 0.0;
  limit.precision = 0.0;
  limit.output_excess = ChannelResponse::kNoExcess;
  return limit;
}

class PiecewiseActivation : public Activation {
 public:
  PiecewiseActivation(const activation::PiecewiseAffine& function, double target)
      : function_(function), target_(target), quadrature_(InterfaceQuadratureFor(target)) {
    const auto pieces = function_.pieces();
    all_flat_ = std::all_of(pieces.begin(), pieces.end(), [](const activation::AffinePiece& piece) {
      return piece.slope == 0.0;
    });
    if (all_flat_ && pieces.size() == 2 && pieces[0].upper == 0.0 && function_.odd()) {
      height_ = pieces[1].intercept;
    }
  }

  double SecondMoment(double variance) const override { return function_.SecondMoment(variance); }

  ChannelResponse Interface(double precision, double noise, double signal) const override {
    return AtPositiveArguments(*this, precision, noise, signal, [&](double A, double v) {
      if (height_ == 0.0) return PiecewiseInterface(function_, A, v, signal, quadrature_);
      // h = height * sign.
      ChannelResponse response = SignInterface(A * height_ * height_, v, signal, target_);
      response.variance *= height_ * height_;
      return response;
    });
  }

  absl::StatusOr<ChannelResponse> Output(double noise, double signal) const override {
    if (!(noise > 0.0)) {
      if (!all_flat_) return NoiselessOutputError();
      return ChannelResponse{0.0, 0.0, std::numeric_limits<double>::infinity()};
    }
    return PiecewiseOutput(function_, noise, signal);
  }

 private:
  activation::PiecewiseAffine function_;
  double target_;
  InterfaceQuadrature quadrature_;
  bool all_flat_ = false;
  double height_ = 0.0;  // of a multiple of the sign, else 0
};

class SmoothActivation : public Activation {
 public:
  SmoothActivation(const activation::Function& function, double target)
      : function_(function), interface_(function, target) {}

  double LargestVariance() const override { return kLargestSmoothVariance; }
  double SecondMoment(double variance) const override {
    return SmoothSecondMoment(function_, variance);
  }
  ChannelResponse Interface(double precision, double noise, double signal) const override {
    return AtPositiveArguments(*this, precision, noise, signal,
                               [&](double A, double v) { return interface_(A, v, signal); });
  }
  absl::StatusOr<ChannelResponse> Output(double noise, double signal) const override {
    if (!(noise > 0.0)) return NoiselessOutputError();
    return SmoothOutput(function_, noise, signal);
  }

 private:
  activation::Function function_;
  SmoothInterface interface_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Activation>> MakePiecewiseAffineActivation(
    const activation::PiecewiseAffine& function, const ChannelOptions& options) {
  INFOFLOW_RETURN_IF_ERROR(CheckTarget(options));
  return std::make_unique<PiecewiseActivation>(function, options.target);
}

absl::StatusOr<std::unique_ptr<Activation>> MakeSmoothActivation(
    const activation::Function& function, const ChannelOptions& options) {
  INFOFLOW_RETURN_IF_ERROR(CheckTarget(options));
  if (function.evaluate == nullptr || function.log_derivative == nullptr ||
      !(function.analytic_width > 0.0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("activation ", function.name,
                     " has no channels: they need a piecewise-affine or an analytic, strictly "
                     "increasing function"));
  }
  return std::make_unique<SmoothActivation>(function, options.target);
}

absl::StatusOr<std::unique_ptr<Activation>> ChannelsOf(const activation::Function& function,
                                                       const ChannelOptions& options) {
  return function.pieces.has_value() ? MakePiecewiseAffineActivation(*function.pieces, options)
                                     : MakeSmoothActivation(function, options);
}

absl::StatusOr<std::unique_ptr<Activation>> MakeActivation(absl::string_view name,
                                                           const NamedParameters& parameters,
                                                           const ChannelOptions& options) {
  INFOFLOW_ASSIGN_OR_RETURN(const activation::Function function,
                            activation::MakeFunction(name, parameters));
  return ChannelsOf(function, options);
}

absl::StatusOr<std::unique_ptr<Activation>> ParseActivation(absl::string_view text,
                                                            const ChannelOptions& options) {
  INFOFLOW_ASSIGN_OR_RETURN(const activation::Function function, activation::ParseFunction(text));
  return ChannelsOf(function, options);
}

}  // namespace infoflow::replica
