#ifndef INFOFLOW_REPLICA_SADDLE_SADDLE_CHANNELS_H_
#define INFOFLOW_REPLICA_SADDLE_SADDLE_CHANNELS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/replica/channels/channel.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/saddle/saddle_state.h"

namespace infoflow::replica {

// Smallest mean squared error of an input, in units of its second moment, and smallest mean squared
// score, in units of 1/E u^2. A discrete input is recovered perfectly at a finite precision: its
// error underflows and its logarithm would be infinite, while every formula has the right limit at
// V = 0. Both lie far below every noise that a network may have (kSmallestNoiseRatio), and their
// squares are no subnormal numbers.
inline constexpr double kSmallestError = 1e-150;
inline constexpr double kSmallestScore = 1e-150;

// d ln V and d ln A of one site by d ln At and d ln Vt of its two messages.
struct SiteSlopes {
  double error_by_precision = 0.0;  // d ln V / d ln At <= 0
  double error_by_noise = 0.0;      // d ln V / d ln Vt >= 0
  double score_by_precision = 0.0;  // d ln A / d ln At >= 0
  double score_by_noise = 0.0;      // d ln A / d ln Vt <= 0
};

// The scalar channels of a network, asked in the variables of SaddleState. Counts how often, for
// that is what a solution costs.
//
// An interface answers with the gradient of one function, dJ = (V dAt + A dVt)/2, so that in
// logarithmic variables u = At V and w = Vt A have a symmetric Jacobian matrix: two extra
// evaluations give all four slopes, and every further evaluation corrects them by a symmetric
// rank-one update.
class SaddleChannels {
 public:
  explicit SaddleChannels(const Network& network) : network_(network) {}

  // Site 0, ..., L of SaddleState; `precision` is not read for the output, `noise` not for the
  // prior. Errors: what the activation has no answer for, and answers that are not finite.
  absl::StatusOr<ChannelResponse> Ask(int site, double precision, double noise);

  // Slopes of all sites at an evaluated state by differences. One further evaluation of the prior
  // and of the output, two of each interface.
  absl::StatusOr<std::vector<SiteSlopes>> Slopes(const SaddleState& state);

  // Corrects `slopes` at `from` into slopes at `to` by what the interfaces answered there; the
  // prior and the output, which are cheap, are asked again.
  absl::Status UpdateSlopes(const SaddleState& from, const SaddleState& to,
                            std::vector<SiteSlopes>& slopes);

  std::int64_t evaluations() const { return evaluations_; }
  std::int64_t interface_evaluations() const { return interface_evaluations_; }

 private:
  absl::Status DifferenceEnds(const SaddleState& state, std::vector<SiteSlopes>& slopes);

  const Network& network_;
  std::int64_t evaluations_ = 0;
  std::int64_t interface_evaluations_ = 0;
};

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_SADDLE_SADDLE_CHANNELS_H_
