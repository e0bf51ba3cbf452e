#include "infoflow/activation/function_kernels.h"

#include "infoflow/activation/piecewise_affine.h"
#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/numerics/logarithm_inline.h"
#include "infoflow/numerics/normal_inline.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::activation::internal {

namespace {

// A multiple of every vector length; what is left over is evaluated in a padded block, so that no
// element costs a scalar evaluation.
constexpr int kBlock = 8;
constexpr double kTwoOverRootPi = 1.12837916709551257390;

struct Point {
  double value;
  double derivative;
};

INFOFLOW_KERNEL double WithSign(double size, double u) { return __builtin_copysign(size, u); }

struct Tanh {
  static INFOFLOW_KERNEL Point At(double u) {
    // e = e^{-2|u|}, t = e - 1 with its digits at small u.
    const double size = __builtin_fabs(u);
    const auto [scale, rest] =
        numerics::internal::SplitExponential(-2.0 * (size > 350.0 ? 350.0 : size));
    const double t = (scale - 1.0) + scale * rest;
    const double e = scale + scale * rest;
    const double f = 1.0 / (2.0 + t);
    return {WithSign(-t * f, u), 4.0 * e * f * f};
  }
};

// The Taylor series of erf(x)/x in x^2, for |x| <= 1/2: the first term left out is 2e-17.
INFOFLOW_KERNEL double ErfSeries(double square) {
  double p = 1.0 / (479001600.0 * 25.0);
  p = p * square - 1.0 / (39916800.0 * 23.0);
  p = p * square + 1.0 / (3628800.0 * 21.0);
  p = p * square - 1.0 / (362880.0 * 19.0);
  p = p * square + 1.0 / (40320.0 * 17.0);
  p = p * square - 1.0 / (5040.0 * 15.0);
  p = p * square + 1.0 / (720.0 * 13.0);
  p = p * square - 1.0 / (120.0 * 11.0);
  p = p * square + 1.0 / (24.0 * 9.0);
  p = p * square - 1.0 / (6.0 * 7.0);
  p = p * square + 1.0 / (2.0 * 5.0);
  p = p * square - 1.0 / 3.0;
  return kTwoOverRootPi * (1.0 + p * square);
}

struct Erf {
  static INFOFLOW_KERNEL Point At(double u) {
    const double size = __builtin_fabs(u);
    const double square = u * u;
    const double e = numerics::ExpInline(-square);
    const double outer = 1.0 - e * numerics::ErfcxInline(size);
    const double inner = size * ErfSeries(square);
    return {WithSign(size < 0.5 ? inner : outer, u), kTwoOverRootPi * e};
  }
};

// e^{-|u|} and the larger of sigmoid(u) and sigmoid(-u).
struct SigmoidParts {
  double e;
  double larger;
};

INFOFLOW_KERNEL SigmoidParts SplitSigmoid(double u) {
  const double e = numerics::ExpInline(-__builtin_fabs(u));
  return {e, 1.0 / (1.0 + e)};
}

struct Sigmoid {
  static INFOFLOW_KERNEL Point At(double u) {
    const auto [e, larger] = SplitSigmoid(u);
    const double smaller = e * larger;
    return {u > 0.0 ? larger : smaller, smaller * larger};
  }
};

struct Softplus {
  static INFOFLOW_KERNEL Point At(double u) {
    const auto [e, larger] = SplitSigmoid(u);
    // ln(1 + e), which to first order corrects for the digits that 1 + e loses.
    const double sum = 1.0 + e;
    const double lost = e - (sum - 1.0);
    const double logarithm = numerics::LogInline(sum) + lost * larger;
    return {(u > 0.0 ? u : 0.0) + logarithm, u > 0.0 ? larger : e * larger};
  }
};

struct Gelu {
  static INFOFLOW_KERNEL Point At(double u) {
    const numerics::NormalPoint at = numerics::NormalInline(u);
    const double law = u > 0.0 ? 1.0 - at.tail : at.tail;
    return {u * law, law + u * at.density};
  }
};

template <typename F>
INFOFLOW_KERNEL void EvaluateEach(const double* u, int count, double* __restrict__ values,
                                  double* __restrict__ derivatives) {
  const int whole = count / kBlock * kBlock;
  for (int i = 0; i < whole; ++i) {
    const Point at = F::At(u[i]);
    values[i] = at.value;
    derivatives[i] = at.derivative;
  }
  if (whole == count) return;
  double last[kBlock] = {};
  double last_values[kBlock];
  double last_derivatives[kBlock];
  for (int i = whole; i < count; ++i) last[i - whole] = u[i];
  for (int j = 0; j < kBlock; ++j) {
    const Point at = F::At(last[j]);
    last_values[j] = at.value;
    last_derivatives[j] = at.derivative;
  }
  for (int i = whole; i < count; ++i) {
    values[i] = last_values[i - whole];
    derivatives[i] = last_derivatives[i - whole];
  }
}

INFOFLOW_KERNEL void EvaluateEachPiece(const AffinePiece* pieces, int num_pieces, const double* u,
                                       int count, double* __restrict__ values,
                                       double* __restrict__ derivatives) {
  const AffinePiece& last = pieces[num_pieces - 1];
  for (int i = 0; i < count; ++i) {
    values[i] = last.slope * u[i] + last.intercept;
    derivatives[i] = last.slope;
  }
  for (int k = num_pieces - 2; k >= 0; --k) {
    const AffinePiece& piece = pieces[k];
    for (int i = 0; i < count; ++i) {
      const bool below = u[i] < piece.upper;
      const double value = piece.slope * u[i] + piece.intercept;
      values[i] = below ? value : values[i];
      derivatives[i] = below ? piece.slope : derivatives[i];
    }
  }
}

template <typename F>
void Evaluate(absl::Span<const double> u, absl::Span<double> values,
              absl::Span<double> derivatives) {
  INFOFLOW_CHECK(values.size() == u.size() && derivatives.size() == u.size());
  RunKernel<EvaluateEach<F>>(u.data(), static_cast<int>(u.size()), values.data(),
                             derivatives.data());
}

}  // namespace

void EvaluateTanh(absl::Span<const double> u, absl::Span<double> values,
                  absl::Span<double> derivatives) {
  Evaluate<Tanh>(u, values, derivatives);
}

void EvaluateErf(absl::Span<const double> u, absl::Span<double> values,
                 absl::Span<double> derivatives) {
  Evaluate<Erf>(u, values, derivatives);
}

void EvaluateSigmoid(absl::Span<const double> u, absl::Span<double> values,
                     absl::Span<double> derivatives) {
  Evaluate<Sigmoid>(u, values, derivatives);
}

void EvaluateSoftplus(absl::Span<const double> u, absl::Span<double> values,
                      absl::Span<double> derivatives) {
  Evaluate<Softplus>(u, values, derivatives);
}

void EvaluateGelu(absl::Span<const double> u, absl::Span<double> values,
                  absl::Span<double> derivatives) {
  Evaluate<Gelu>(u, values, derivatives);
}

void EvaluatePieces(absl::Span<const AffinePiece> pieces, absl::Span<const double> u,
                    absl::Span<double> values, absl::Span<double> derivatives) {
  INFOFLOW_CHECK(values.size() == u.size() && derivatives.size() == u.size());
  RunKernel<EvaluateEachPiece>(pieces.data(), static_cast<int>(pieces.size()), u.data(),
                               static_cast<int>(u.size()), values.data(), derivatives.data());
}

}  // namespace infoflow::activation::internal
