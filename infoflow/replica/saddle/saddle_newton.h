#ifndef INFOFLOW_REPLICA_SADDLE_SADDLE_NEWTON_H_
#define INFOFLOW_REPLICA_SADDLE_SADDLE_NEWTON_H_

#include <vector>

#include "infoflow/replica/saddle/saddle_channels.h"
#include "infoflow/replica/saddle/saddle_layer.h"
#include "infoflow/replica/saddle/saddle_state.h"

namespace infoflow::replica {

// One step of Newton's method for the fixed point of a sweep, in logarithmic variables.
struct NewtonStep {
  std::vector<double> precision;  // d ln At of each layer
  std::vector<double> noise;      // d ln Vt
  std::vector<double> error;      // d ln V
  std::vector<double> excess;     // d ln b
  // Sign of det(1 - P') for the sweep's map P: positive at a fixed point that plain sweeps
  // approach without alternating, negative at one that separates two basins.
  bool stable = false;
  bool solved = false;  // false when the equations are singular

  // Largest |d ln At|, |d ln Vt|.
  double size() const;
};

// Solves (1 - P') step = P(state) - state, where P(state) = `answers` and P' follows from their
// derivatives and the slopes of the channels. Cost: (2 L)^3, no channel.
NewtonStep SolveNewton(const SaddleState& state, const std::vector<LayerAnswer>& answers,
                       const std::vector<SiteSlopes>& slopes);

// The largest row sum of |(1 - P')^-1|: by how much a relative error of every answer moves the
// fixed point. Chains that are nearly invertible with little noise D have about 1/(2 sqrt(D)) or
// less. Infinite when the equations are singular. Cost: (2 L)^4.
double Sensitivity(const std::vector<LayerAnswer>& answers, const std::vector<SiteSlopes>& slopes);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_SADDLE_SADDLE_NEWTON_H_
