#include "infoflow/replica/saddle/saddle_channels.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::replica {

namespace {

// Step of ln At and ln Vt in differences: its error 1e-5 only slows Newton's method, and the
// channels' own errors, 1e-11, contribute 1e-6.
constexpr double kDifferenceStep = 1e-5;

// A symmetric rank-one update is skipped when its denominator is below this times the norms of
// its factors (Nocedal and Wright, Numerical Optimization, eq. 6.26).
constexpr double kSmallestUpdate = 1e-6;

// The symmetric matrix d(u, w)/d(ln At, ln Vt).
struct Curvature {
  double uu = 0.0;
  double uw = 0.0;
  double ww = 0.0;
};

Curvature ToCurvature(const SiteSlopes& slopes, double u, double w) {
  return {u * (1.0 + slopes.error_by_precision),
          (u * slopes.error_by_noise + w * slopes.score_by_precision) / 2.0,
          w * (1.0 + slopes.score_by_noise)};
}

// Slopes of the sign that monotone channels have.
SiteSlopes ToSlopes(const Curvature& curvature, double u, double w) {
  SiteSlopes slopes;
  slopes.error_by_precision = std::min(0.0, curvature.uu / u - 1.0);
  slopes.error_by_noise = std::max(0.0, curvature.uw / u);
  slopes.score_by_precision = std::max(0.0, curvature.uw / w);
  slopes.score_by_noise = std::min(0.0, curvature.ww / w - 1.0);
  return slopes;
}

}  // namespace

absl::StatusOr<ChannelResponse> SaddleChannels::Ask(int site, double precision, double noise) {
  const int depth = network_.depth();
  if (!(precision >= 0.0) || !(noise >= 0.0) || !std::isfinite(precision + noise)) {
    return absl::InternalError(absl::StrCat("the messages into scalar channel ", site,
                                            " left their domain: precision ", precision, ", noise ",
                                            noise));
  }
  ++evaluations_;
  ChannelResponse response;
  if (site == 0) {
    response = network_.prior().Observe(precision);
  } else {
    const Layer& layer = network_.layer(site - 1);
    const double signal = std::max(0.0, network_.preactivation_moment(site - 1) - noise);
    const double total_noise = layer.noise + noise;
    if (site == depth) {
      INFOFLOW_ASSIGN_OR_RETURN(response, layer.activation->Output(total_noise, signal));
    } else {
      ++interface_evaluations_;
      response = layer.activation->Interface(precision, total_noise, signal);
    }
  }
  if (!std::isfinite(response.information) || !std::isfinite(response.variance) ||
      !std::isfinite(response.precision)) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "the scalar channel ", site, " has no finite answer at precision ", precision,
        " and noise ", noise,
        "; inner layers of smooth activations give up where so little noise of later layers "
        "makes them take too long"));
  }
  if (site < depth) {
    response.variance = std::max(response.variance, kSmallestError * network_.input_moment(site));
  }
  if (site > 0) {
    const double moment = network_.preactivation_moment(site - 1) + network_.layer(site - 1).noise;
    response.precision = std::max(response.precision, kSmallestScore / moment);
  }
  return response;
}

absl::Status SaddleChannels::DifferenceEnds(const SaddleState& state,
                                            std::vector<SiteSlopes>& slopes) {
  const int depth = network_.depth();
  const double factor = std::exp(kDifferenceStep);
  INFOFLOW_ASSIGN_OR_RETURN(const ChannelResponse prior,
                            Ask(0, state.input_precision[0] * factor, 0.0));
  slopes[0].error_by_precision =
      std::min(0.0, std::log(prior.variance / state.input_error[0]) / kDifferenceStep);
  INFOFLOW_ASSIGN_OR_RETURN(const ChannelResponse output,
                            Ask(depth, 0.0, state.output_noise[depth - 1] * factor));
  slopes[depth].score_by_noise =
      std::min(0.0, std::log(output.precision / state.output_score[depth - 1]) / kDifferenceStep);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<SiteSlopes>> SaddleChannels::Slopes(const SaddleState& state) {
  const int depth = network_.depth();
  const double factor = std::exp(kDifferenceStep);
  std::vector<SiteSlopes> slopes(depth + 1);
  INFOFLOW_RETURN_IF_ERROR(DifferenceEnds(state, slopes));
  for (int l = 1; l < depth; ++l) {
    const double precision = state.input_precision[l], noise = state.output_noise[l - 1];
    const double error = state.input_error[l], score = state.output_score[l - 1];
    INFOFLOW_ASSIGN_OR_RETURN(const ChannelResponse sharper, Ask(l, precision * factor, noise));
    INFOFLOW_ASSIGN_OR_RETURN(const ChannelResponse noisier, Ask(l, precision, noise * factor));
    SiteSlopes site;
    site.error_by_precision = std::log(sharper.variance / error) / kDifferenceStep;
    site.error_by_noise = std::log(noisier.variance / error) / kDifferenceStep;
    site.score_by_precision = std::log(sharper.precision / score) / kDifferenceStep;
    site.score_by_noise = std::log(noisier.precision / score) / kDifferenceStep;
    const double u = precision * error, w = noise * score;
    slopes[l] = ToSlopes(ToCurvature(site, u, w), u, w);
  }
  return slopes;
}

absl::Status SaddleChannels::UpdateSlopes(const SaddleState& from, const SaddleState& to,
                                          std::vector<SiteSlopes>& slopes) {
  const int depth = network_.depth();
  INFOFLOW_RETURN_IF_ERROR(DifferenceEnds(to, slopes));
  for (int l = 1; l < depth; ++l) {
    const double u_from = from.input_precision[l] * from.input_error[l];
    const double w_from = from.output_noise[l - 1] * from.output_score[l - 1];
    const double u = to.input_precision[l] * to.input_error[l];
    const double w = to.output_noise[l - 1] * to.output_score[l - 1];
    Curvature curvature = ToCurvature(slopes[l], u_from, w_from);
    const double da = std::log(to.input_precision[l] / from.input_precision[l]);
    const double dt = std::log(to.output_noise[l - 1] / from.output_noise[l - 1]);
    const double miss_u = (u - u_from) - (curvature.uu * da + curvature.uw * dt);
    const double miss_w = (w - w_from) - (curvature.uw * da + curvature.ww * dt);
    const double denominator = miss_u * da + miss_w * dt;
    if (std::abs(denominator) > kSmallestUpdate * std::hypot(da, dt) * std::hypot(miss_u, miss_w)) {
      curvature.uu += miss_u * miss_u / denominator;
      curvature.uw += miss_u * miss_w / denominator;
      curvature.ww += miss_w * miss_w / denominator;
    }
    slopes[l] = ToSlopes(curvature, u, w);
  }
  return absl::OkStatus();
}

}  // namespace infoflow::replica
