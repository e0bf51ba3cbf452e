#include "infoflow/ising/sampling/local_update.h"

#include <cmath>

#include "infoflow/random/distributions.h"

namespace infoflow::ising {

UpdateRule RuleFor(int side, double coupling) {
  return side >= kLeastMetropolisSide && coupling >= kLeastMetropolisCoupling
             ? UpdateRule::kMetropolis
             : UpdateRule::kHeatBath;
}

FlipThresholds::FlipThresholds(UpdateRule rule, double coupling) {
  for (int unlike = 0; unlike < 5; ++unlike) {
    // 2 K s h, which is 0 at h = 0 for infinite couplings too.
    const double loss = unlike == 2 ? 0.0 : 4.0 * (2 - unlike) * coupling;
    below[unlike] =
        random::Bernoulli(rule == UpdateRule::kMetropolis ? std::exp(-loss)
                                                          : 1.0 / (1.0 + std::exp(loss)))
            .threshold();
  }
}

}  // namespace infoflow::ising
