#include "infoflow/activation/piecewise_affine.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/normal_interval.h"
#include "infoflow/numerics/special_functions.h"
#include "infoflow/support/check.h"

namespace infoflow::activation {
namespace {

using numerics::NormalDensity;

using numerics::kInfinity;

bool IsOdd(absl::Span<const AffinePiece> pieces) {
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const AffinePiece& piece = pieces[i];
    const AffinePiece& mirror = pieces[pieces.size() - 1 - i];
    if (piece.lower != -mirror.upper || piece.slope != mirror.slope ||
        piece.intercept != -mirror.intercept) {
      return false;
    }
  }
  return true;
}

absl::Status CheckPieces(absl::Span<const AffinePiece> pieces) {
  if (pieces.empty()) return absl::InvalidArgumentError("an activation needs at least one piece");
  if (pieces.front().lower != -kInfinity || pieces.back().upper != kInfinity) {
    return absl::InvalidArgumentError(
        "the pieces of an activation must reach from -infinity to infinity");
  }
  bool constant = true;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const AffinePiece& piece = pieces[i];
    if (!(piece.slope >= 0.0) || !std::isfinite(piece.slope) || !std::isfinite(piece.intercept)) {
      return absl::InvalidArgumentError(
          absl::StrCat("piece ", i, " has slope ", piece.slope, " and intercept ", piece.intercept,
                       "; slopes must be finite and not negative, intercepts finite"));
    }
    if (!(piece.lower < piece.upper)) {
      return absl::InvalidArgumentError(absl::StrCat("piece ", i, " from ", piece.lower, " to ",
                                                     piece.upper,
                                                     " is empty; lower must be below "
                                                     "upper"));
    }
    if (piece.slope > 0.0) constant = false;
    if (i == 0) continue;
    const AffinePiece& left = pieces[i - 1];
    if (left.upper != piece.lower) {
      return absl::InvalidArgumentError(absl::StrCat(
          "piece ", i, " starts at ", piece.lower, " but the one before it ends at ", left.upper));
    }
    const double step = piece.At(piece.lower) - left.At(piece.lower);
    const double scale = std::abs(piece.At(piece.lower)) + std::abs(left.At(piece.lower));
    if (step < -1e-14 * scale) {
      return absl::InvalidArgumentError(absl::StrCat("the activation steps down by ", -step, " at ",
                                                     piece.lower, "; it must not decrease"));
    }
    if (step > 1e-14 * scale) constant = false;
  }
  if (constant) {
    return absl::InvalidArgumentError("the activation is constant; it must say something of u");
  }
  return absl::OkStatus();
}

// E[(slope u + intercept)^2; lower < u < upper] for u ~ N(0, s^2), written around the end that
// is nearer to 0 so that a function clipped there loses no digits.
double PieceSecondMoment(const AffinePiece& piece, double s) {
  const double low = piece.lower / s;
  const double high = piece.upper / s;
  const double m0 = numerics::NormalProbability(low, high);
  const double c = piece.intercept;
  if (piece.slope == 0.0) return c * c * m0;
  const double phi_low = NormalDensity(low);
  const double phi_high = NormalDensity(high);
  const double m1 = s * (phi_low - phi_high);
  const double edge_low = std::isfinite(low) ? low * phi_low : 0.0;
  const double edge_high = std::isfinite(high) ? high * phi_high : 0.0;
  double m2 = s * s * (m0 + edge_low - edge_high);
  if (low < 0.0 && high > 0.0 && high - low < 0.5) {
    // A narrow piece around 0: 1 + (low phi - high phi)/m0 would cancel to (high-low)^2/12.
    // int_0^x t^2 phi(t) dt = phi(x) x^3/3 (1 + x^2/5 + x^4/35 + ...).
    const auto third = [](double x) {
      double term = x * x * x / 3.0;
      double sum = 0.0;
      for (int n = 1; n < 20; ++n) {
        sum += term;
        term *= x * x / (2.0 * n + 3.0);
      }
      return NormalDensity(x) * sum;
    };
    m2 = s * s * (third(high) - third(low));
  }
  const double a = piece.slope;
  return a * a * m2 + 2.0 * a * c * m1 + c * c * m0;
}

}  // namespace

PiecewiseAffine::PiecewiseAffine(std::vector<AffinePiece> pieces)
    : pieces_(std::move(pieces)), odd_(IsOdd(pieces_)) {}

absl::StatusOr<PiecewiseAffine> PiecewiseAffine::Create(std::vector<AffinePiece> pieces) {
  if (const absl::Status status = CheckPieces(pieces); !status.ok()) return status;
  return PiecewiseAffine(std::move(pieces));
}

PiecewiseAffine PiecewiseAffine::Linear() {
  return PiecewiseAffine({{-kInfinity, kInfinity, 1.0, 0.0}});
}

PiecewiseAffine PiecewiseAffine::Relu() {
  return PiecewiseAffine({{-kInfinity, 0.0, 0.0, 0.0}, {0.0, kInfinity, 1.0, 0.0}});
}

PiecewiseAffine PiecewiseAffine::Sign() {
  return PiecewiseAffine({{-kInfinity, 0.0, 0.0, -1.0}, {0.0, kInfinity, 0.0, 1.0}});
}

absl::StatusOr<PiecewiseAffine> PiecewiseAffine::LeakyRelu(double slope) {
  if (!(slope > 0.0) || !std::isfinite(slope)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the slope of a leaky ReLU is ", slope, "; it must be finite and positive"));
  }
  return PiecewiseAffine({{-kInfinity, 0.0, slope, 0.0}, {0.0, kInfinity, 1.0, 0.0}});
}

absl::StatusOr<PiecewiseAffine> PiecewiseAffine::Hardtanh(double threshold) {
  if (!(threshold > 0.0) || !std::isfinite(threshold)) {
    return absl::InvalidArgumentError(absl::StrCat("the threshold of a hardtanh is ", threshold,
                                                   "; it must be finite and positive"));
  }
  return PiecewiseAffine({{-kInfinity, -threshold, 0.0, -threshold},
                          {-threshold, threshold, 1.0, 0.0},
                          {threshold, kInfinity, 0.0, threshold}});
}

double PiecewiseAffine::At(double u) const {
  for (const AffinePiece& piece : pieces_) {
    if (u < piece.upper) return piece.At(u);
  }
  return pieces_.back().At(u);
}

double PiecewiseAffine::SecondMoment(double variance) const {
  INFOFLOW_CHECK(variance >= 0.0);
  if (variance == 0.0) return At(0.0) * At(0.0);
  const double s = std::sqrt(variance);
  double sum = 0.0;
  for (const AffinePiece& piece : pieces_) sum += PieceSecondMoment(piece, s);
  return sum;
}

}  // namespace infoflow::activation
