#include "infoflow/ising/sampling/local_update.h"

#include <cmath>

#include "infoflow/random/distributions.h"

namespace infoflow::ising {

UpdateRule RuleFor(int side, double coupling, double field) {
  return side >= kLeastMetropolisSide && coupling >= kLeastMetropolisCoupling && field == 0.0
             ? UpdateRule::kMetropolis
             : UpdateRule::kHeatBath;
}

FlipThresholds::FlipThresholds(UpdateRule rule, double coupling, double field) {
  for (int spin = 0; spin < 2; ++spin) {
    for (int unlike = 0; unlike < 5; ++unlike) {
      // 2 s (K h + B); K h is 0 at h = 0 for infinite couplings too.
      const double loss =
          (unlike == 2 ? 0.0 : 4.0 * (2 - unlike) * coupling) + (spin == 1 ? 2.0 : -2.0) * field;
      below[spin][unlike] =
          random::Bernoulli(rule == UpdateRule::kMetropolis ? std::exp(-loss)
                                                            : 1.0 / (1.0 + std::exp(loss)))
              .threshold();
    }
  }
}

bool GroundStateSpin(int x, int y, double coupling, double field) {
  if (coupling < 0.0 && std::fabs(field) < -4.0 * coupling) return (x + y) % 2 == 0;
  return field >= 0.0;
}

}  // namespace infoflow::ising
