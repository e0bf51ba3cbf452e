#ifndef INFOFLOW_REPLICA_SADDLE_SADDLE_SEARCH_H_
#define INFOFLOW_REPLICA_SADDLE_SADDLE_SEARCH_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/saddle/saddle_channels.h"
#include "infoflow/replica/saddle/saddle_layer.h"
#include "infoflow/replica/saddle/saddle_newton.h"
#include "infoflow/replica/saddle/saddle_state.h"

namespace infoflow::replica {

// True when the output has no noise and `state` says that it determines its input, to 1e-12 of the
// second moment: V of the last layer then goes to zero without a fixed point above it.
bool OutputDeterminesInput(const Network& network, const SaddleState& state);

struct SearchOptions {
  // Largest |d ln At|, |d ln Vt| of one more sweep at which a state counts as a fixed point. The
  // error of the state itself, estimated by the last Newton step, is then below 10 times this.
  double tolerance = 1e-10;
  int max_iterations = 2000;
  // Newton steps between sweeps. Without, chains that are nearly linear with little noise D
  // need of the order of 1/sqrt(D) sweeps.
  bool accelerate = true;
};

// Where the search from one start ended.
struct SearchResult {
  SaddleState state;
  std::vector<double> spectral_argument;  // s of each layer
  std::vector<SiteSlopes> slopes;         // at `state`; empty when no Newton step was needed
  int iterations = 0;                     // sweeps, each of which asks every channel once
  double residual = 0.0;                  // as SearchOptions::tolerance
  bool converged = false;
  bool stable = true;  // see NewtonStep::stable; true when plain sweeps converged
  // Index in `known` of the fixed point that the search was certain to end in when it stopped,
  // 1e-5 away in ln At, ln Vt by its next Newton step; -1 otherwise.
  int known = -1;
  // By how much a relative error of every answer moves the fixed point, where slopes are known; 1
  // where sweeps contract so fast that none were needed.
  double sensitivity = 1.0;
};

// Searches the fixed point that sweeps from `errors`, the V of each layer, lead to.
//
// A sweep goes from the output to the prior and asks each channel once. After a few of them
// Newton steps, with slopes from differences and then rank-one updates, replace the plain
// change when it contracts slowly; a step that points away from the sweep's own direction, that
// would enlarge the residual, or that ends at an unstable fixed point is taken back, so that
// the fixed point is the one that sweeps alone would find. Errors: what a channel refuses.
// Running out of iterations is `converged` = false; a state with
// OutputDeterminesInput ends the search as converged. Cost: some 10 evaluations of each channel
// accelerated.
absl::StatusOr<SearchResult> SearchSaddle(const Network& network,
                                          const std::vector<LayerRule>& rules,
                                          absl::Span<const double> errors,
                                          absl::Span<const SearchResult> known,
                                          const SearchOptions& options, SaddleChannels& channels);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_SADDLE_SADDLE_SEARCH_H_
