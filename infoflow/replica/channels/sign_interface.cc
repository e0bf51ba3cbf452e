#include "infoflow/replica/channels/sign_interface.h"

#include <algorithm>
#include <cmath>

#include "infoflow/numerics/normal_interval.h"
#include "infoflow/numerics/special_functions.h"
#include "infoflow/replica/channels/binary_channel.h"
#include "infoflow/support/check.h"

namespace infoflow::replica {

using numerics::NormalDensity;

ChannelResponse SignInterface(double precision, double noise, double signal, double target) {
  INFOFLOW_CHECK(precision >= 0.0 && noise > 0.0 && signal >= 0.0);
  const double log_error = std::log(1.0 / target) + 5.0;
  const double root_v = std::sqrt(noise);
  const double root_m = std::sqrt(signal);
  ChannelResponse sum;
  const auto add = [&](double w, double weight) {
    const double t = w / root_v;
    const SignLaw law = {numerics::NormalProbability(-t, INFINITY),
                         numerics::NormalProbability(t, INFINITY)};
    const BinaryResponse sign = ObserveSign(law, precision, log_error);
    const double score = NormalDensity(t) / (root_v * law.plus * law.minus);
    sum.information += weight * sign.information;
    sum.variance += weight * sign.variance;
    sum.precision += weight * score * score * sign.posterior_variance;
  };
  if (signal == 0.0) {
    add(0.0, 1.0);
    return sum;
  }
  // The integrands fall off like sqrt(P(1-P)) ~ e^{-t^2/4} at worst.
  const double cutoff = std::sqrt(2.0 * log_error);
  const double edge = std::min(cutoff * root_m, 1.5 * cutoff * root_v);
  const double step = 12.6 / log_error * root_v * root_m / std::sqrt(noise + signal);
  const int count = static_cast<int>(std::ceil(edge / step));
  for (int i = 0; i < count; ++i) {
    const double w = (i + 0.5) * step;
    add(w, 2.0 * step * NormalDensity(w / root_m) / root_m);
  }
  return sum;
}

}  // namespace infoflow::replica
