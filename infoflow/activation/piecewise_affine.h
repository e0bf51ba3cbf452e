#ifndef INFOFLOW_ACTIVATION_PIECEWISE_AFFINE_H_
#define INFOFLOW_ACTIVATION_PIECEWISE_AFFINE_H_

#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

// Activations as tables: f(u) = slope u + intercept between consecutive breaks.

namespace infoflow::activation {

// f(u) = slope u + intercept for lower < u < upper.
struct AffinePiece {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  double slope = 1.0;
  double intercept = 0.0;

  double At(double u) const { return slope == 0.0 ? intercept : slope * u + intercept; }
};

// A nondecreasing piecewise-affine function on the whole real line, with or without jumps.
class PiecewiseAffine {
 public:
  // The function with these pieces, in ascending order. Errors, one sentence each: no piece;
  // a first piece that does not start at -infinity, a last one that does not end at +infinity,
  // or a gap between two; an empty piece; a slope that is negative or a number that is not
  // finite; a step down at a break; a function that is constant.
  static absl::StatusOr<PiecewiseAffine> Create(std::vector<AffinePiece> pieces);

  static PiecewiseAffine Linear();
  static PiecewiseAffine Relu();
  static PiecewiseAffine Sign();
  // f(u) = u for u > 0 and slope u below. Error unless slope is finite and positive.
  static absl::StatusOr<PiecewiseAffine> LeakyRelu(double slope);
  // f(u) = u clipped to [-threshold, threshold]. Error unless threshold is finite and positive.
  static absl::StatusOr<PiecewiseAffine> Hardtanh(double threshold);

  absl::Span<const AffinePiece> pieces() const { return pieces_; }
  int num_pieces() const { return static_cast<int>(pieces_.size()); }
  // f(-u) = -f(u), break by break.
  bool odd() const { return odd_; }

  double At(double u) const;

  // rho = E f(u)^2 for u ~ N(0, variance), the sum over pieces of truncated Gaussian moments,
  //
  //   a^2 m_2 + 2 a c m_1 + c^2 m_0.
  //
  // Domain: variance >= 0. Accuracy: 1e-14 relative for the five named functions
  // (piecewise_affine_test.cc). Cost: two exponentials per break.
  double SecondMoment(double variance) const;

 private:
  explicit PiecewiseAffine(std::vector<AffinePiece> pieces);

  std::vector<AffinePiece> pieces_;
  bool odd_ = false;
};

}  // namespace infoflow::activation

#endif  // INFOFLOW_ACTIVATION_PIECEWISE_AFFINE_H_
