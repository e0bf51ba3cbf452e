#ifndef INFOFLOW_REPLICA_SADDLE_SADDLE_STATE_H_
#define INFOFLOW_REPLICA_SADDLE_SADDLE_STATE_H_

#include <vector>

#include "infoflow/replica/channels/channel.h"
#include "infoflow/replica/model/network.h"

namespace infoflow::replica {

// Where an iteration towards a saddle point stands: the messages into the scalar channels of a
// network of L layers, and what the channels answer to them. Site 0 is the prior, asked at
// At[0]; site l = 1, ..., L-1 the interface of layer l-1, asked at (At[l], Vt[l-1]); site L the
// output, asked at Vt[L-1].
struct SaddleState {
  std::vector<double> input_precision;  // At of each layer
  std::vector<double> output_noise;     // Vt of each layer
  std::vector<double> input_error;      // V of each layer: mean squared error of its input
  std::vector<double> output_score;     // A of each layer: mean squared score
  std::vector<double> information;      // J0, J_1, ..., J_{L-1}, Hz of the sites
  // b = 1/V - At and c = 1/A - Vt of each layer, from the channels' closed forms where those have
  // them; 0 or below where the difference must be taken.
  std::vector<double> input_excess;
  std::vector<double> output_excess;

  explicit SaddleState(int depth)
      : input_precision(depth),
        output_noise(depth),
        input_error(depth),
        output_score(depth),
        information(depth + 1),
        input_excess(depth),
        output_excess(depth) {}

  int depth() const { return static_cast<int>(input_precision.size()); }
};

// The largest difference of ln At and ln Vt.
double LogDistance(const SaddleState& a, const SaddleState& b);

// The replica potential at `state`, where `spectral_argument` is s of each layer,
//
//   phi = sum_l (N_{l-1}/2 N_0) [F_l(A_l V_l) - At_l V_l - alpha_l A_l Vt_l] + J0
//         + sum_{l<L} (N_l/N_0) J_l + (N_L/N_0) Hz.
//
// Stationary at a saddle point: an error e of the state costs O(e^2). Source:
// arXiv:1805.09785. Units: nats per input variable.
double Potential(const Network& network, const SaddleState& state,
                 const std::vector<double>& spectral_argument);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_SADDLE_SADDLE_STATE_H_
