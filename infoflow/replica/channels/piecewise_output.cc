#include "infoflow/replica/channels/piecewise_output.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/normal_interval.h"
#include "infoflow/numerics/special_functions.h"
#include "infoflow/support/check.h"

// Symbols: v noise, m signal, q = v + m, l and r the ends of a piece, a its slope.

namespace infoflow::replica {
namespace {

using numerics::NormalDensity;

using numerics::kLn2Pi;

// Beyond 9 standard deviations a Gaussian has 1e-18 of its weight.
constexpr double kCutoff = 9.0;

// In standard deviations. Phi has its first zeros 2.8 off the real axis, so that the
// trapezoidal rule errs by exp(-2 pi 2.8 / 0.4) = 8e-20 of the integrand there.
constexpr double kStep = 0.4;

// The trapezoidal rule for E_w over the windows where w is near an end of the piece.
void AddFlatPiece(const activation::AffinePiece& piece, double v, double m,
                  ChannelResponse& response) {
  const double root_v = std::sqrt(v);
  const double root_m = std::sqrt(m);
  const auto add = [&](double w, double weight) {
    const double l = (piece.lower - w) / root_v;
    const double r = (piece.upper - w) / root_v;
    const double log_p = numerics::LogNormalProbability(l, r);
    if (!(log_p > -700.0)) return;
    const double p = std::exp(log_p);
    const double score = (NormalDensity(l) - NormalDensity(r)) / (p * root_v);
    response.information -= weight * p * log_p;
    response.precision += weight * p * score * score;
  };
  if (m == 0.0) {
    add(0.0, 1.0);
    return;
  }
  const double step = kStep * root_v * root_m / std::sqrt(v + m);
  double done = -kCutoff * root_m;
  for (const double end : {piece.lower, piece.upper}) {
    if (!std::isfinite(end)) continue;
    const double lower = std::max(done, end - kCutoff * root_v);
    const double upper = std::min(kCutoff * root_m, end + kCutoff * root_v);
    // Nodes lie on one lattice, so that windows that touch make one sum.
    const double first = std::ceil(lower / step);
    const double last = std::floor(upper / step);
    for (double i = first; i <= last; i += 1.0) {
      const double w = i * step;
      add(w, step * NormalDensity(w / root_m) / root_m);
    }
    if (last >= first) done = (last + 0.5) * step;
  }
}

void AddSlopedPiece(const activation::AffinePiece& piece, double v, double q,
                    ChannelResponse& response) {
  const double root_q = std::sqrt(q);
  const double l = piece.lower / root_q;
  const double r = piece.upper / root_q;
  const double p = numerics::NormalProbability(l, r);
  const double e = ((std::isfinite(l) ? l * NormalDensity(l) : 0.0) -
                    (std::isfinite(r) ? r * NormalDensity(r) : 0.0)) /
                   q;
  response.information +=
      p * (0.5 * (kLn2Pi + std::log(v)) + std::log(piece.slope)) + 0.5 * (p + v * e);
  response.precision += p / v + e;
}

}  // namespace

ChannelResponse PiecewiseOutput(const activation::PiecewiseAffine& activation, double noise,
                                double signal) {
  INFOFLOW_CHECK(noise > 0.0 && signal >= 0.0);
  ChannelResponse response;
  for (const activation::AffinePiece& piece : activation.pieces()) {
    if (piece.slope == 0.0) {
      AddFlatPiece(piece, noise, signal, response);
    } else {
      AddSlopedPiece(piece, noise, noise + signal, response);
    }
  }
  return response;
}

}  // namespace infoflow::replica
