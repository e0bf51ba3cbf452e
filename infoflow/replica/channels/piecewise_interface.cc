#include "infoflow/replica/channels/piecewise_interface.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/normal_interval.h"
#include "infoflow/numerics/special_functions.h"
#include "infoflow/replica/channels/piecewise_kernel.h"
#include "infoflow/support/check.h"

// Symbols: A precision, v noise, m signal, a slope, c intercept, kappa = a^2 A v, k = 1 + kappa,
// t = (b - w)/sqrt v for a break b, eta = sqrt(A) (y - y_0).

namespace infoflow::replica {
namespace {

using numerics::NormalDensity;

using internal::SumZone;
using internal::ZoneJump;
using internal::ZonePiece;
using internal::ZoneSums;

using numerics::kInfinity;
using numerics::kPi;

// Below this A Var(h|w), J is integrated from dJ/dA = V/2 by the two-point Gauss rule, whose
// error is the fourth power of it; by the midpoint rule, whose error is the second power, where
// that is below the target.
constexpr double kSmallInformation = 1e-3;

// The step in y that the Gaussian factor alone asks for, in units of the usual one.
constexpr double kLargestStepFactor = 2.8;

struct Interval {
  double lower;
  double upper;
};

// An image f(b-) or f(b+) of a break; both at once where f is continuous.
struct Image {
  int break_index;  // b is the lower end of this piece
  bool below;       // belongs to the piece left of b
  bool above;
  double y;
};

class InterfaceEngine {
 public:
  InterfaceEngine(const activation::PiecewiseAffine& activation, double A, double v, double m,
                  const InterfaceQuadrature& quadrature)
      : activation_(activation),
        pieces_(activation.pieces()),
        A_(A),
        v_(v),
        m_(m),
        root_a_(std::sqrt(A)),
        root_v_(std::sqrt(v)),
        root_m_(std::sqrt(m)),
        quadrature_(quadrature) {}

  ChannelResponse Evaluate() {
    AddAffinePart();
    if (m_ == 0.0) {
      AddOuterNode(0.0, 1.0);
      return sum_;
    }
    const double step = quadrature_.outer_step * root_v_ * root_m_ / std::sqrt(v_ + m_);
    for (const Interval& window : Windows()) {
      if (!activation_.odd() || window.lower > 0.0) {
        const double twice = activation_.odd() ? 2.0 : 1.0;
        const int count = static_cast<int>(std::ceil((window.upper - window.lower) / step));
        const double first = 0.5 * (window.lower + window.upper - (count - 1) * step);
        for (int i = 0; i < count; ++i) AddOuterNode(first + i * step, twice * step);
      } else if (window.upper > 0.0) {
        const int count = static_cast<int>(std::ceil(window.upper / step));
        for (int i = 0; i < count; ++i) AddOuterNode((i + 0.5) * step, 2.0 * step);
      }
    }
    return sum_;
  }

  const InterfaceWork& work() const { return work_; }

 private:
  double Kappa(const activation::AffinePiece& piece) const {
    return piece.slope * piece.slope * A_ * v_;
  }

  // Every piece as if it reached to infinity, times the probability that u falls into it.
  void AddAffinePart() {
    const double root_q = std::sqrt(v_ + m_);
    for (const activation::AffinePiece& piece : pieces_) {
      if (piece.slope == 0.0) continue;
      const double p = numerics::NormalProbability(piece.lower / root_q, piece.upper / root_q);
      const double square = piece.slope * piece.slope;
      const double k = 1.0 + Kappa(piece);
      sum_.information += p * 0.5 * std::log1p(Kappa(piece));
      sum_.variance += p * square * v_ / k;
      sum_.precision += p * square * A_ / k;
    }
  }

  // Union over the breaks of what is within the cut-off, clipped to where w has weight.
  std::vector<Interval> Windows() const {
    std::vector<Interval> windows;
    const double reach = quadrature_.cutoff * root_v_;
    const double edge = quadrature_.cutoff * root_m_;
    for (int i = 1; i < pieces_.size(); ++i) {
      const double b = pieces_[i].lower;
      const Interval window = {std::max(b - reach, -edge), std::min(b + reach, edge)};
      if (window.lower >= window.upper) continue;
      if (!windows.empty() && window.lower <= windows.back().upper) {
        windows.back().upper = window.upper;
      } else {
        windows.push_back(window);
      }
    }
    return windows;
  }

  // What truncation and mixing of the pieces change at this w.
  void AddOuterNode(double w, double weight) {
    if (m_ > 0.0) weight *= NormalDensity(w / root_m_) / root_m_;
    if (weight < 1e-300) return;
    ++work_.outer_nodes;
    std::vector<Image>& images = images_;
    images.clear();
    for (int i = 1; i < pieces_.size(); ++i) {
      const double b = pieces_[i].lower;
      const double t = (b - w) / root_v_;
      if (std::abs(t) > quadrature_.cutoff + 1.0) continue;
      AddEdgeTerms(pieces_[i - 1], -t * NormalDensity(t), weight);
      AddEdgeTerms(pieces_[i], t * NormalDensity(t), weight);
      const double below = pieces_[i - 1].At(b);
      const double above = pieces_[i].At(b);
      if (above - below <= 1e-14 * (std::abs(above) + std::abs(below))) {
        images.push_back({i, true, true, above});
      } else {
        images.push_back({i, true, false, below});
        images.push_back({i, false, true, above});
      }
    }
    const double reach = 2.0 * quadrature_.cutoff / root_a_;
    for (std::size_t begin = 0; begin < images.size();) {
      std::size_t end = begin + 1;
      while (end < images.size() && images[end].y - images[end - 1].y < reach) ++end;
      AddZone(absl::MakeConstSpan(images).subspan(begin, end - begin), w, weight);
      begin = end;
    }
  }

  // Moments of an affine piece that ends: `edge` is t phi(t) at a lower end, -t phi(t) at an
  // upper one.
  void AddEdgeTerms(const activation::AffinePiece& piece, double edge, double weight) {
    if (piece.slope == 0.0) return;
    const double kappa = Kappa(piece);
    const double share = kappa / (1.0 + kappa);
    sum_.information += weight * 0.5 * share * edge;
    sum_.precision += weight * piece.slope * piece.slope * A_ * share / (1.0 + kappa) * edge;
  }

  void AddZone(absl::Span<const Image> images, double w, double weight) {
    std::vector<ZonePiece>& pieces = zone_pieces_;
    std::vector<ZoneJump>& jumps = zone_jumps_;
    pieces.clear();
    jumps.clear();
    const double y0 = images.front().y;
    double largest_kappa = 0.0;
    int last = -1;
    const auto piece_at = [&](int index) -> ZonePiece& {
      if (index != last) {
        pieces.push_back(MakePiece(pieces_[index], w, y0));
        largest_kappa = std::max(largest_kappa, pieces.back().kappa);
        last = index;
      }
      return pieces.back();
    };
    for (const Image& image : images) {
      const double b = pieces_[image.break_index].lower;
      const double t = (b - w) / root_v_;
      const double eta = root_a_ * (image.y - y0);
      if (image.below) SetEnd(t, eta, piece_at(image.break_index - 1), /*upper=*/true);
      if (image.above) SetEnd(t, eta, piece_at(image.break_index), /*upper=*/false);
      if (image.below != image.above) {
        const double height = NormalDensity(t) / (root_v_ * root_a_);
        jumps.push_back({eta, image.above ? height : -height});
      }
    }
    // Ratios of densities vary by sqrt(kappa) per unit of eta where kappa < 1; what remains then
    // is the Gaussian factor.
    double step = quadrature_.inner_step *
                  std::clamp(0.5 / std::sqrt(largest_kappa), 1.0, kLargestStepFactor);
    for (std::size_t i = 1; i < images.size(); ++i) {
      step = std::min(step, SwitchStep(images[i - 1], images[i]));
    }
    const double first = -quadrature_.cutoff;
    const double length = root_a_ * (images.back().y - y0) + 2.0 * quadrature_.cutoff;
    const int count = static_cast<int>(std::ceil(length / step));
    work_.inner_nodes += count;
    const ZoneSums sums = SumZone(pieces, jumps, first, step, count);
    sum_.information -= weight * step * sums.information;
    sum_.variance += weight * step * sums.variance / A_;
    sum_.precision += weight * step * sums.precision * A_;
  }

  // Weight goes from one image to the next over a width 1/distance where little lies between
  // them (a jump, or a piece that u seldom falls into): the step that resolves it, as far as
  // the weight e^{-distance^2/8} there matters.
  double SwitchStep(const Image& left, const Image& right) const {
    const double distance = root_a_ * (right.y - left.y);
    const bool jump = left.break_index == right.break_index;
    const double width =
        jump ? 0.0 : (pieces_[right.break_index].lower - pieces_[left.break_index].lower) / root_v_;
    if (width > 1.0 || !(distance > 0.0)) return kInfinity;
    // The posterior's poles lie pi/distance off the real axis, where the Gaussian factor has
    // grown by e^{(pi/distance)^2/2}; past the cut-off that factor's own limit is stricter.
    const double pole = std::min(kPi / distance, quadrature_.cutoff);
    const double depth =
        quadrature_.log_error + 4.0 - 0.125 * distance * distance + 0.5 * pole * pole;
    return depth > 0.0 ? 2.0 * kPi * pole / depth : kInfinity;
  }

  ZonePiece MakePiece(const activation::AffinePiece& piece, double w, double y0) const {
    ZonePiece zone;
    zone.slope = piece.slope;
    zone.kappa = Kappa(piece);
    if (piece.slope > 0.0) {
      // From the end that is nearer to w, where it is small.
      zone.offset = root_a_ * (y0 - piece.intercept - piece.slope * w);
    } else {
      zone.offset = root_a_ * (y0 - piece.intercept);
      zone.probability =
          numerics::NormalProbability((piece.lower - w) / root_v_, (piece.upper - w) / root_v_);
    }
    return zone;
  }

  static void SetEnd(double t, double eta, ZonePiece& piece, bool upper) {
    if (piece.slope == 0.0) return;
    const double z = (t + std::sqrt(piece.kappa) * eta) / std::sqrt(1.0 + piece.kappa);
    (upper ? piece.upper : piece.lower) = {true, z};
  }

  const activation::PiecewiseAffine& activation_;
  absl::Span<const activation::AffinePiece> pieces_;
  double A_;
  double v_;
  double m_;
  double root_a_;
  double root_v_;
  double root_m_;
  InterfaceQuadrature quadrature_;
  ChannelResponse sum_;
  InterfaceWork work_;
  // Storage of one node, kept from node to node.
  std::vector<Image> images_;
  std::vector<ZonePiece> zone_pieces_;
  std::vector<ZoneJump> zone_jumps_;
};

// A bound on Var(f(u) | w), over all w, up to a factor of order one.
double LargestConditionalVariance(const activation::PiecewiseAffine& activation, double v) {
  double largest_slope = 0.0;
  double jumps = 0.0;
  for (int i = 0; i < activation.num_pieces(); ++i) {
    const activation::AffinePiece& piece = activation.pieces()[i];
    largest_slope = std::max(largest_slope, piece.slope);
    if (i > 0) jumps += piece.At(piece.lower) - activation.pieces()[i - 1].At(piece.lower);
  }
  return largest_slope * largest_slope * v + jumps * jumps;
}

// A straight line.
ChannelResponse AffineInterface(double slope, double A, double v) {
  const double square = slope * slope;
  const double kappa = square * A * v;
  ChannelResponse response;
  response.information = 0.5 * std::log1p(kappa);
  response.variance = square * v / (1.0 + kappa);
  response.precision = square * A / (1.0 + kappa);
  response.input_excess = 1.0 / (square * v);
  response.output_excess = 1.0 / (square * A);
  return response;
}

}  // namespace

InterfaceQuadrature InterfaceQuadratureFor(double target) {
  // Measured over the grid of piecewise_interface_test.cc: cut-off and steps at which the
  // worst relative error of any answer is near the target, most being 1000 times smaller.
  InterfaceQuadrature quadrature;
  quadrature.log_error = std::log(1.0 / target) + 5.0;
  quadrature.cutoff = std::sqrt(2.0 * quadrature.log_error);
  quadrature.outer_step = 12.6 / quadrature.log_error;
  quadrature.inner_step = 7.0 / quadrature.log_error;
  return quadrature;
}

ChannelResponse PiecewiseInterface(const activation::PiecewiseAffine& activation, double precision,
                                   double noise, double signal,
                                   const InterfaceQuadrature& quadrature, InterfaceWork* work) {
  INFOFLOW_CHECK(precision > 0.0 && noise > 0.0 && signal >= 0.0);
  if (work != nullptr) *work = {};
  if (activation.num_pieces() == 1 && activation.pieces()[0].slope > 0.0) {
    return AffineInterface(activation.pieces()[0].slope, precision, noise);
  }
  const auto evaluate = [&](double at_precision) {
    InterfaceEngine engine(activation, at_precision, noise, signal, quadrature);
    const ChannelResponse response = engine.Evaluate();
    if (work != nullptr) {
      work->outer_nodes += engine.work().outer_nodes;
      work->inner_nodes += engine.work().inner_nodes;
    }
    return response;
  };
  ChannelResponse response = evaluate(precision);
  const double small = precision * LargestConditionalVariance(activation, noise);
  if (small * small < std::exp(-quadrature.log_error)) {
    response.information = 0.5 * precision * evaluate(0.5 * precision).variance;
  } else if (small < kSmallInformation) {
    const double offset = 0.5 / std::sqrt(3.0);
    response.information = 0.25 * precision *
                           (evaluate((0.5 - offset) * precision).variance +
                            evaluate((0.5 + offset) * precision).variance);
  }
  return response;
}

}  // namespace infoflow::replica
