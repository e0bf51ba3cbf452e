#include "infoflow/replica/channels/smooth_plain.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/gauss_quadrature.h"
#include "infoflow/support/check.h"

// Symbols: A precision, v noise, m signal.

namespace infoflow::replica {
namespace {

using numerics::kInverseSqrt2Pi;
using numerics::kLn2Pi;
using numerics::kPi;

constexpr int kOrder = 8;
// exp(-kCutoff^2 / 2) = 2e-16.
constexpr double kCutoff = 8.5;
// Width of panels in local scales, and of steps in w in distances of the nearest pole.
constexpr double kPanel = 0.7;
constexpr double kOuterStep = 0.1;

// Nodes in u for one w, with all that does not depend on y.
struct Nodes {
  std::vector<double> value;       // f(u_k), ascending
  std::vector<double> derivative;  // f'(u_k)
  std::vector<double> weight;      // N(u_k; w, v) du / sqrt(2 pi)
};

class PlainEngine {
 public:
  PlainEngine(const activation::Function& function, double A, double v, double m)
      : f_(function),
        A_(A),
        v_(v),
        m_(m),
        root_a_(std::sqrt(A)),
        rule_(numerics::GaussLegendre(kOrder).value()) {}

  ChannelResponse Evaluate() {
    if (m_ == 0.0) {
      AddOuterNode(0.0, 1.0);
      return sum_;
    }
    const double root_m = std::sqrt(m_);
    const double step = kOuterStep / std::sqrt(1.0 / m_ + 1.0 / (SquaredPoleDistance() + v_));
    const int count = static_cast<int>(std::ceil(kCutoff * root_m / step));
    for (int i = f_.odd ? 0 : -count; i <= count; ++i) {
      const double z = i * step / root_m;
      const double twice = f_.odd && i > 0 ? 2.0 : 1.0;
      AddOuterNode(i * step, twice * step / root_m * kInverseSqrt2Pi * std::exp(-0.5 * z * z));
    }
    return sum_;
  }

 private:
  // Of 1 + A v f'^2 from the real line, at least about half of it.
  double SquaredPoleDistance() const {
    constexpr double kReach = 12.0;
    constexpr double kStep = 0.02;
    const double width = f_.analytic_width;
    const double level = 1.0 / std::sqrt(A_ * v_);
    double distance = width;
    for (double u = -kReach * width; u < kReach * width; u += kStep) {
      if ((f_.evaluate(u).derivative < level) == (f_.evaluate(u + kStep).derivative < level)) {
        continue;
      }
      const double slope = (f_.log_derivative(u + kStep) - f_.log_derivative(u)) / kStep;
      distance = std::min(distance, 0.5 * kPi / std::fabs(slope));
    }
    return distance * distance;
  }

  void AddOuterNode(double w, double weight) {
    const std::vector<double> edges = MakeNodes(w);
    const double margin = kCutoff / root_a_;
    double from = nodes_.value.front() - margin;
    const double to = nodes_.value.back() + margin;
    // Panels in y: as wide as the density's local scale, sqrt(1/A + f'^2 min(v, width^2 / 50)).
    std::size_t at = 0;
    while (from < to) {
      while (at + 1 < edges.size() && f_.evaluate(edges[at + 1]).value <= from) ++at;
      const double slope =
          std::min(f_.evaluate(edges[at]).derivative,
                   f_.evaluate(edges[std::min(at + 1, edges.size() - 1)]).derivative);
      const double spread =
          slope * slope * std::min(v_, 0.02 * f_.analytic_width * f_.analytic_width);
      const double next = std::min(to, from + kPanel * std::sqrt(1.0 / A_ + spread));
      AddPanel(from, next, weight);
      from = next;
    }
  }

  // Panels in u as wide as the integrand's local scale, 1/sqrt(1/v + A f'^2); returns the edges.
  std::vector<double> MakeNodes(double w) {
    nodes_ = {};
    const double root_v = std::sqrt(v_);
    const double end = w + kCutoff * root_v;
    double u = w - kCutoff * root_v;
    std::vector<double> edges = {u};
    const auto scale = [&](double x) {
      const double slope = f_.evaluate(x).derivative;
      return kPanel / std::sqrt(1.0 / v_ + A_ * slope * slope +
                                4.0 / (f_.analytic_width * f_.analytic_width));
    };
    while (u < end) {
      double step = scale(u);
      // f' may grow within the panel.
      for (int i = 0; i < 3; ++i) step = std::min(step, scale(u + step));
      const double next = std::min(end, u + step);
      const double half = 0.5 * (next - u);
      for (int k = 0; k < kOrder; ++k) {
        const double x = u + half * (1.0 + rule_.nodes[k]);
        const double z = (x - w) / root_v;
        const activation::Value f = f_.evaluate(x);
        nodes_.value.push_back(f.value);
        nodes_.derivative.push_back(f.derivative);
        nodes_.weight.push_back(half * rule_.weights[k] * kInverseSqrt2Pi * kInverseSqrt2Pi *
                                std::exp(-0.5 * z * z) / root_v);
      }
      edges.push_back(next);
      INFOFLOW_CHECK(next > u);
      u = next;
    }
    return edges;
  }

  void AddPanel(double lower, double upper, double weight) {
    const double half = 0.5 * (upper - lower);
    const double reach = (kCutoff + 1.0) / root_a_;
    const auto begin = nodes_.value.begin();
    const auto end = nodes_.value.end();
    for (int i = 0; i < kOrder; ++i) {
      const double y = lower + half * (1.0 + rule_.nodes[i]);
      // Second moments about a point where they do not cancel.
      const double centre = std::clamp(y, nodes_.value.front(), nodes_.value.back());
      double density = 0.0;
      double mean = 0.0;
      double square = 0.0;
      double score = 0.0;
      const auto first = std::lower_bound(begin, end, y - reach) - begin;
      const auto last = std::upper_bound(begin, end, y + reach) - begin;
      for (auto k = first; k < last; ++k) {
        const double distance = y - nodes_.value[k];
        const double p = nodes_.weight[k] * std::exp(-0.5 * A_ * distance * distance);
        const double d = nodes_.value[k] - centre;
        density += p;
        mean += p * d;
        square += p * d * d;
        score += p * nodes_.derivative[k] * distance;
      }
      if (!(density > 1e-280)) continue;
      const double measure = weight * half * rule_.weights[i] * root_a_;
      // p(y) = sqrt(A) density; relative to the observation's own noise.
      sum_.information -= measure * density * (std::log(density) + 0.5 * (kLn2Pi + 1.0));
      sum_.variance += measure * std::max(0.0, square - mean * mean / density);
      sum_.precision += measure * A_ * A_ * score * score / density;
    }
  }

  const activation::Function& f_;
  double A_;
  double v_;
  double m_;
  double root_a_;
  numerics::QuadratureRule rule_;
  Nodes nodes_;
  ChannelResponse sum_;
};

}  // namespace

ChannelResponse SmoothInterfacePlain(const activation::Function& function, double precision,
                                     double noise, double signal) {
  INFOFLOW_CHECK(precision > 0.0 && noise > 0.0 && signal >= 0.0);
  const auto evaluate = [&](double at_precision) {
    return PlainEngine(function, at_precision, noise, signal).Evaluate();
  };
  ChannelResponse response = evaluate(precision);
  if (precision * response.variance < 1e-3 && 2.0 * response.information < 1e-3) {
    const double offset = 0.5 / std::sqrt(3.0);
    response.information = 0.25 * precision *
                           (evaluate((0.5 - offset) * precision).variance +
                            evaluate((0.5 + offset) * precision).variance);
  }
  return response;
}

}  // namespace infoflow::replica
