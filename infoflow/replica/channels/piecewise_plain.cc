#include "infoflow/replica/channels/piecewise_plain.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/gauss_quadrature.h"
#include "infoflow/numerics/normal_interval.h"
#include "infoflow/numerics/special_functions.h"
#include "infoflow/support/check.h"

// Symbols: A precision, v noise, m signal, a slope, c intercept; t = (b - w)/sqrt v for a break
// b. The formulas per piece are those of docs/replica.md, "Interfaces".

namespace infoflow::replica {
namespace {

using numerics::LogNormalCdf;
using numerics::NormalDensity;

using numerics::kInfinity;
using numerics::kLn2Pi;

struct Panel {
  double lower;
  double upper;
};

void AddPanelEdges(double centre, double half_width, double step, std::vector<double>& edges) {
  const int count = static_cast<int>(std::ceil(half_width / step));
  for (int i = -count; i <= count; ++i) edges.push_back(centre + half_width * i / count);
}

// What one piece contributes at a given (w, y).
struct PieceAt {
  double log_density;  // of y through this piece
  double score;        // d/dw of it
  double mean;         // of h
  double variance;     // of h
};

PieceAt EvaluatePiece(const activation::AffinePiece& piece, double A, double v, double w,
                      double y) {
  const double a = piece.slope;
  const double k = 1.0 + a * a * A * v;
  const double res = y - piece.intercept - a * w;
  const double mu = w + a * A * v * res / k;
  const double tau = std::sqrt(v / k);
  const double al = (piece.lower - mu) / tau;
  const double be = (piece.upper - mu) / tau;
  const double s2 = k / A;
  const double log_p = numerics::LogNormalProbability(al, be);
  const auto ratio = [log_p](double x) {
    return std::isfinite(x) ? std::exp(-0.5 * x * x - 0.5 * kLn2Pi - log_p) : 0.0;
  };
  PieceAt at;
  at.log_density = log_p - 0.5 * res * res / s2 - 0.5 * (kLn2Pi + std::log(s2));
  if (!(log_p > -700.0)) {
    at.log_density = -kInfinity;
    at.score = at.mean = at.variance = 0.0;
    return at;
  }
  const double ra = ratio(al);
  const double rb = ratio(be);
  const double d = tau * (ra - rb);
  const double edge = (ra > 0.0 ? al * ra : 0.0) - (rb > 0.0 ? be * rb : 0.0);
  at.score = a * A * res / k + d / v;
  at.mean = a * (mu + d) + piece.intercept;
  at.variance = a * a * tau * tau * std::max(0.0, 1.0 + edge - (ra - rb) * (ra - rb));
  return at;
}

class PlainEngine {
 public:
  PlainEngine(const activation::PiecewiseAffine& activation, double A, double v, double m,
              const PlainQuadrature& quadrature)
      : pieces_(activation.pieces()),
        A_(A),
        v_(v),
        m_(m),
        quadrature_(quadrature),
        rule_(numerics::GaussLegendre(quadrature.order).value()) {}

  ChannelResponse Evaluate() {
    if (m_ == 0.0) {
      AddOuterNode(0.0, 1.0);
      return sum_;
    }
    const double sv = std::sqrt(v_);
    const double sm = std::sqrt(m_);
    const double edge = (quadrature_.cutoff + 2.0) * sm;
    const double step = 0.75 * quadrature_.panel_width * std::min(sv, sm);
    double done = -kInfinity;
    for (const Panel& window : Windows(quadrature_.cutoff * sv, edge)) {
      AddAffineRegion(done, window.lower);
      const int count = static_cast<int>(std::ceil((window.upper - window.lower) / step));
      for (int i = 0; i < count; ++i) {
        const double width = (window.upper - window.lower) / count;
        AddOuterPanel(window.lower + i * width, window.lower + (i + 1) * width);
      }
      done = window.upper;
    }
    AddAffineRegion(done, kInfinity);
    return sum_;
  }

 private:
  // Union of |w - b| < reach over the breaks b, clipped to |w| < edge.
  std::vector<Panel> Windows(double reach, double edge) const {
    std::vector<Panel> windows;
    for (std::size_t i = 1; i < pieces_.size(); ++i) {
      const double b = pieces_[i].lower;
      const Panel window = {std::max(b - reach, -edge), std::min(b + reach, edge)};
      if (window.lower >= window.upper) continue;
      if (!windows.empty() && window.lower <= windows.back().upper) {
        windows.back().upper = window.upper;
      } else {
        windows.push_back(window);
      }
    }
    return windows;
  }

  void Add(double weight, const ChannelResponse& at) {
    sum_.information += weight * at.information;
    sum_.variance += weight * at.variance;
    sum_.precision += weight * at.precision;
  }

  // lower < w < upper, far from every break.
  void AddAffineRegion(double lower, double upper) {
    const double sm = std::sqrt(m_);
    for (const activation::AffinePiece& piece : pieces_) {
      const double low = std::max(lower, piece.lower);
      const double high = std::min(upper, piece.upper);
      if (low >= high || piece.slope == 0.0) continue;
      const double ka = piece.slope * piece.slope * A_;
      const double k = 1.0 + ka * v_;
      Add(numerics::NormalProbability(low / sm, high / sm),
          {0.5 * std::log1p(ka * v_), piece.slope * piece.slope * v_ / k, ka / k});
    }
  }

  void AddOuterPanel(double lower, double upper) {
    const double half = 0.5 * (upper - lower);
    const double sm = std::sqrt(m_);
    for (int i = 0; i < quadrature_.order; ++i) {
      const double w = lower + half * (1.0 + rule_.nodes[i]);
      AddOuterNode(w, half * rule_.weights[i] * NormalDensity(w / sm) / sm);
    }
  }

  void AddOuterNode(double w, double weight) {
    const double r = 1.0 / std::sqrt(A_);
    const double cutoff = quadrature_.cutoff;
    const double step = quadrature_.panel_width;
    std::vector<double> edges;
    std::vector<activation::AffinePiece> active;
    for (const activation::AffinePiece& piece : pieces_) {
      const double far = 38.0 * std::sqrt(v_);
      if (piece.lower > w + far || piece.upper < w - far) continue;
      active.push_back(piece);
      for (const double end : {piece.lower, piece.upper}) {
        if (std::isfinite(end)) AddPanelEdges(piece.At(end), cutoff * r, step * r, edges);
      }
      const double s = std::sqrt(piece.slope * piece.slope * v_ + 1.0 / A_);
      const double centre = piece.slope * w + piece.intercept;
      AddPanelEdges(centre, cutoff * s, step * s, edges);
    }
    AddSwitches(w, edges);
    std::sort(edges.begin(), edges.end());
    for (std::size_t i = 1; i < edges.size(); ++i) {
      const double half = 0.5 * (edges[i] - edges[i - 1]);
      if (half <= 0.0) continue;
      for (int j = 0; j < quadrature_.order; ++j) {
        const double y = edges[i - 1] + half * (1.0 + rule_.nodes[j]);
        AddInnerNode(active, w, y, weight * half * rule_.weights[j]);
      }
    }
  }

  // Where two atoms on either side of a jump weigh the same: the posterior switches there over
  // a width 1/(A jump).
  void AddSwitches(double w, std::vector<double>& edges) const {
    for (std::size_t i = 1; i < pieces_.size(); ++i) {
      const double b = pieces_[i].lower;
      const double low = pieces_[i - 1].At(b);
      const double high = pieces_[i].At(b);
      const double jump = high - low;
      if (!(jump * std::sqrt(A_) > 1e-3)) continue;
      const double t = (b - w) / std::sqrt(v_);
      const double y = 0.5 * (low + high) + (LogNormalCdf(t) - LogNormalCdf(-t)) / (A_ * jump);
      const double reach = quadrature_.cutoff / std::sqrt(A_);
      for (int k = -40; k <= 40; ++k) {
        const double edge = y + k / (A_ * jump);
        if (edge > low - reach && edge < high + reach) edges.push_back(edge);
      }
    }
  }

  void AddInnerNode(const std::vector<activation::AffinePiece>& active, double w, double y,
                    double weight) {
    std::vector<PieceAt> at;
    double largest = -kInfinity;
    for (const activation::AffinePiece& piece : active) {
      at.push_back(EvaluatePiece(piece, A_, v_, w, y));
      largest = std::max(largest, at.back().log_density);
    }
    if (largest == -kInfinity) return;
    double total = 0.0;
    for (const PieceAt& piece : at) total += std::exp(piece.log_density - largest);
    const double log_density = largest + std::log(total);
    double score = 0.0;
    double mean = 0.0;
    for (const PieceAt& piece : at) {
      const double share = std::exp(piece.log_density - log_density);
      score += share * piece.score;
      mean += share * piece.mean;
    }
    double variance = 0.0;
    for (const PieceAt& piece : at) {
      const double share = std::exp(piece.log_density - log_density);
      variance += share * (piece.variance + (piece.mean - mean) * (piece.mean - mean));
    }
    const double density = std::exp(log_density);
    Add(weight * density,
        {-(log_density + 0.5 * (kLn2Pi + 1.0 - std::log(A_))), variance, score * score});
  }

  absl::Span<const activation::AffinePiece> pieces_;
  double A_;
  double v_;
  double m_;
  PlainQuadrature quadrature_;
  numerics::QuadratureRule rule_;
  ChannelResponse sum_;
};

}  // namespace

ChannelResponse PlainInterface(const activation::PiecewiseAffine& activation, double precision,
                               double noise, double signal, const PlainQuadrature& quadrature) {
  INFOFLOW_CHECK(precision > 0.0 && noise > 0.0 && signal >= 0.0);
  return PlainEngine(activation, precision, noise, signal, quadrature).Evaluate();
}

}  // namespace infoflow::replica
