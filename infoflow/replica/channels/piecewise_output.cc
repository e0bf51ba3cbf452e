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

// w = anchor + x for x from `lower` to `upper`: what is far below the last digit of an end keeps
// its own digits.
struct Window {
  double anchor;
  double lower;
  double upper;
};

// The windows where w is near an end of the piece and has weight; one where they touch.
std::vector<Window> Windows(const activation::AffinePiece& piece, double root_v, double root_m) {
  const double edge = kCutoff * root_m;
  const double reach = kCutoff * root_v;
  std::vector<Window> windows;
  for (const double end : {piece.lower, piece.upper}) {
    if (!std::isfinite(end)) continue;
    const double anchor = std::clamp(end, -edge, edge);
    const Window window = {anchor, std::max(end - anchor - reach, -edge - anchor),
                           std::min(end - anchor + reach, edge - anchor)};
    if (window.lower >= window.upper) continue;
    if (!windows.empty() && anchor - windows.back().anchor + window.lower <= windows.back().upper) {
      windows.back().upper = anchor - windows.back().anchor + window.upper;
    } else {
      windows.push_back(window);
    }
  }
  return windows;
}

// The trapezoidal rule for E_w over these windows.
void AddFlatPiece(const activation::AffinePiece& piece, double v, double m,
                  ChannelResponse& response) {
  const double root_v = std::sqrt(v);
  const double root_m = std::sqrt(m);
  const auto add = [&](double anchor, double x, double weight) {
    const double l = (piece.lower - anchor - x) / root_v;
    const double r = (piece.upper - anchor - x) / root_v;
    const double log_p = numerics::LogNormalProbability(l, r);
    if (!(log_p > -700.0)) return;
    const double p = std::exp(log_p);
    const double score = (NormalDensity(l) - NormalDensity(r)) / (p * root_v);
    response.information -= weight * p * log_p;
    response.precision += weight * p * score * score;
  };
  if (m == 0.0) {
    add(0.0, 0.0, 1.0);
    return;
  }
  const double step = kStep * root_v * root_m / std::sqrt(v + m);
  for (const Window& window : Windows(piece, root_v, root_m)) {
    const double last = std::floor(window.upper / step);
    for (double i = std::ceil(window.lower / step); i <= last; i += 1.0) {
      const double x = i * step;
      add(window.anchor, x, step * NormalDensity((window.anchor + x) / root_m) / root_m);
    }
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
  // y determines u when no piece is flat: then A = 1/v.
  response.output_excess = 0.0;
  for (const activation::AffinePiece& piece : activation.pieces()) {
    if (piece.slope == 0.0) {
      response.output_excess = ChannelResponse::kNoExcess;
      AddFlatPiece(piece, noise, signal, response);
    } else {
      AddSlopedPiece(piece, noise, noise + signal, response);
    }
  }
  return response;
}

}  // namespace infoflow::replica
