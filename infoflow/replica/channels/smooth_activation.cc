#include "infoflow/replica/channels/smooth_activation.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/numerics/gauss_quadrature.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

// Symbols: A precision, v noise, m signal.

namespace infoflow::replica {
namespace {

using numerics::kLn2Pi;

// E function(u), u ~ N(0, variance), for a function analytic within `width` of the real line.
template <typename Function>
double NormalExpectation(double variance, double width, Function&& function) {
  if (variance == 0.0) return function(0.0);
  const double s = std::sqrt(variance);
  const double step = std::min(0.5, 0.2 * width / s);
  const int count = static_cast<int>(std::ceil(9.0 / step));
  double sum = function(0.0) * numerics::kInverseSqrt2Pi;
  for (int i = count; i > 0; --i) {
    const double z = i * step;
    sum +=
        numerics::kInverseSqrt2Pi * std::exp(-0.5 * z * z) * (function(s * z) + function(-s * z));
  }
  return sum * step;
}

// Nodes in u for one w, with all that does not depend on y.
struct Nodes {
  std::vector<double> value;       // f(u_k), ascending
  std::vector<double> derivative;  // f'(u_k)
  std::vector<double> weight;      // N(u_k; w, v) du / sqrt(2 pi)
};

// int N(u;w,v) phi(sqrt A (y - f)) {1, d, d^2, f' (y-f)}, d = f - centre.
struct Moments {
  double density;
  double mean;
  double square;
  double score;
};

INFOFLOW_KERNEL void SumMoments(const double* value, const double* derivative, const double* weight,
                                int count, double root_a, double y, double centre,
                                Moments* moments) {
  constexpr int kLanes = 8;
  double density[kLanes] = {};
  double mean[kLanes] = {};
  double square[kLanes] = {};
  double score[kLanes] = {};
  for (int k = 0; k + kLanes <= count; k += kLanes) {
    for (int j = 0; j < kLanes; ++j) {
      const double distance = y - value[k + j];
      const double eta = root_a * distance;
      const double p = weight[k + j] * numerics::ExpInline(-0.5 * eta * eta);
      const double d = value[k + j] - centre;
      density[j] += p;
      mean[j] += p * d;
      square[j] += p * d * d;
      score[j] += p * derivative[k + j] * distance;
    }
  }
  *moments = {};
  for (int j = 0; j < kLanes; ++j) {
    moments->density += density[j];
    moments->mean += mean[j];
    moments->square += square[j];
    moments->score += score[j];
  }
}

class SmoothEngine {
 public:
  SmoothEngine(const activation::Function& function, double A, double v, double m, double target)
      : f_(function),
        A_(A),
        v_(v),
        m_(m),
        root_a_(std::sqrt(A)),
        log_error_(std::log(1.0 / target) + 5.0),
        cutoff_(std::sqrt(2.0 * log_error_)),
        panel_(25.0 / log_error_),
        rule_(numerics::GaussLegendre(kOrder).value()) {}

  ChannelResponse Evaluate() {
    if (m_ == 0.0) {
      AddOuterNode(0.0, 1.0);
      return sum_;
    }
    const double root_m = std::sqrt(m_);
    // The answers at w vary on the scale of f, smoothed over sqrt v.
    const double scale = 0.2 * f_.analytic_width * f_.analytic_width + 0.5 * v_;
    const double step = 11.5 / log_error_ / std::sqrt(1.0 / m_ + 1.0 / scale);
    const int count = static_cast<int>(std::ceil(cutoff_ * root_m / step));
    for (int i = f_.odd ? 0 : -count; i <= count; ++i) {
      const double z = i * step / root_m;
      const double twice = f_.odd && i > 0 ? 2.0 : 1.0;
      AddOuterNode(i * step,
                   twice * step / root_m * numerics::kInverseSqrt2Pi * std::exp(-0.5 * z * z));
    }
    return sum_;
  }

 private:
  // A multiple of the lanes of SumMoments.
  static constexpr int kOrder = 8;

  void AddOuterNode(double w, double weight) {
    const std::vector<double> edges = MakeNodes(w);
    const double margin = cutoff_ / root_a_;
    double from = nodes_.value.front() - margin;
    const double to = nodes_.value.back() + margin;
    // Panels in y: as wide as the density's local scale, sqrt(1/A + f'^2 min(v, width^2)).
    std::size_t at = 0;
    while (from < to) {
      while (at + 1 < edges.size() && f_.evaluate(edges[at + 1]).value <= from) ++at;
      const double slope =
          std::min(f_.evaluate(edges[at]).derivative,
                   f_.evaluate(edges[std::min(at + 1, edges.size() - 1)]).derivative);
      const double spread =
          slope * slope * std::min(v_, 0.02 * f_.analytic_width * f_.analytic_width);
      const double width = panel_ * std::sqrt(1.0 / A_ + spread);
      const double next = std::min(to, from + width);
      AddPanel(from, next, weight);
      from = next;
    }
  }

  // Panels in u as wide as the integrand's local scale, 1/sqrt(1/v + A f'^2); returns the edges.
  std::vector<double> MakeNodes(double w) {
    nodes_.value.clear();
    nodes_.derivative.clear();
    nodes_.weight.clear();
    const double root_v = std::sqrt(v_);
    const double end = w + cutoff_ * root_v;
    double u = w - cutoff_ * root_v;
    std::vector<double> edges = {u};
    const auto scale = [&](double x) {
      const double slope = f_.evaluate(x).derivative;
      return panel_ / std::sqrt(1.0 / v_ + A_ * slope * slope +
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
        nodes_.weight.push_back(half * rule_.weights[k] * numerics::kInverseSqrt2Pi *
                                numerics::kInverseSqrt2Pi * std::exp(-0.5 * z * z) / root_v);
      }
      edges.push_back(next);
      if (!(next > u)) break;
      u = next;
    }
    return edges;
  }

  void AddPanel(double lower, double upper, double weight) {
    const double half = 0.5 * (upper - lower);
    const double reach = (cutoff_ + 1.0) / root_a_;
    const auto begin = nodes_.value.begin();
    const auto end = nodes_.value.end();
    for (int k = 0; k < kOrder; ++k) {
      const double y = lower + half * (1.0 + rule_.nodes[k]);
      const auto first = std::lower_bound(begin, end, y - reach) - begin;
      const auto last = std::upper_bound(begin, end, y + reach) - begin;
      const int start = static_cast<int>(first) / kOrder * kOrder;
      const int stop = (static_cast<int>(last) + kOrder - 1) / kOrder * kOrder;
      // Second moments about a point where they do not cancel.
      const double centre = std::clamp(y, nodes_.value.front(), nodes_.value.back());
      Moments at;
      RunKernel<SumMoments>(nodes_.value.data() + start, nodes_.derivative.data() + start,
                            nodes_.weight.data() + start, stop - start, root_a_, y, centre, &at);
      if (!(at.density > 1e-280)) continue;
      const double measure = weight * half * rule_.weights[k] * root_a_;
      const double mean = at.mean / at.density;
      // p(y) = sqrt(A) density; relative to the observation's own noise.
      sum_.information -= measure * at.density * (std::log(at.density) + 0.5 * (kLn2Pi + 1.0));
      sum_.variance += measure * std::max(0.0, at.square - at.mean * mean);
      sum_.precision += measure * A_ * A_ * at.score * at.score / at.density;
    }
  }

  const activation::Function& f_;
  double A_;
  double v_;
  double m_;
  double root_a_;
  double log_error_;
  double cutoff_;  // in standard deviations
  double panel_;   // width of panels, in local scales
  numerics::QuadratureRule rule_;
  Nodes nodes_;
  ChannelResponse sum_;
};

}  // namespace

double SmoothSecondMoment(const activation::Function& function, double variance) {
  INFOFLOW_CHECK(variance >= 0.0);
  return NormalExpectation(variance, function.analytic_width, [&](double u) {
    const double f = function.evaluate(u).value;
    return f * f;
  });
}

ChannelResponse SmoothInterface(const activation::Function& function, double precision,
                                double noise, double signal, double target) {
  INFOFLOW_CHECK(precision > 0.0 && noise > 0.0 && signal >= 0.0);
  const auto evaluate = [&](double at_precision) {
    return SmoothEngine(function, at_precision, noise, signal, target).Evaluate();
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

ChannelResponse SmoothOutput(const activation::Function& function, double noise, double signal) {
  INFOFLOW_CHECK(noise > 0.0 && signal >= 0.0);
  const double log_slope =
      NormalExpectation(noise + signal, function.analytic_width, function.log_derivative);
  return {0.5 * (kLn2Pi + 1.0 + std::log(noise)) + log_slope, 0.0, 1.0 / noise};
}

}  // namespace infoflow::replica
