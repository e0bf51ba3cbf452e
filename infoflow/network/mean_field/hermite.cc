#include "infoflow/network/mean_field/hermite.h"

#include <cmath>

#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::network::internal {

namespace {

constexpr int kMostCoefficients = 512;
constexpr double kStep = 1.0 / 16.0;
constexpr int kNodes = 192;  // z = kStep, 2 kStep, ..., 12; z = 0 apart
constexpr double kSmallMissing = 1e-14;
using numerics::kInverseSqrt2Pi;

// he_k(z_i) times the weight of z_i, he_k having the parity of k. Row k; column 0 is z = 0 with
// half its weight, since functions are added over both signs.
const linalg::Matrix<double>& WeightedPolynomials() {
  static const linalg::Matrix<double>* const polynomials = [] {
    auto* p = new linalg::Matrix<double>(kMostCoefficients, kNodes + 1);
    for (int i = 0; i <= kNodes; ++i) {
      const double z = kStep * i;
      double previous = 0.0;
      double current = (i == 0 ? 0.5 : 1.0) * kStep * kInverseSqrt2Pi * std::exp(-0.5 * z * z);
      for (int k = 0; k < kMostCoefficients; ++k) {
        (*p)(k, i) = current;
        const double next = (z * current - std::sqrt(static_cast<double>(k)) * previous) /
                            std::sqrt(static_cast<double>(k + 1));
        previous = current;
        current = next;
      }
    }
    return p;
  }();
  return *polynomials;
}

}  // namespace

HermiteSquares ComputeHermiteSquares(const activation::Function& activation, double variance,
                                     double derivative_square) {
  const linalg::Matrix<double>& polynomials = WeightedPolynomials();
  const double deviation = std::sqrt(variance);
  std::vector<double> even(activation.odd ? 0 : kNodes + 1);
  std::vector<double> odd(kNodes + 1);
  for (int i = 0; i <= kNodes; ++i) {
    const double u = deviation * (kStep * i);
    const double right = activation.evaluate(u).value;
    if (activation.odd) {
      odd[i] = 2.0 * right;
      continue;
    }
    const double left = activation.evaluate(-u).value;
    even[i] = right + left;
    odd[i] = right - left;
  }
  const double complete = variance * derivative_square;
  HermiteSquares result;
  double reached = 0.0;
  for (int k = 0; k < kMostCoefficients && std::fabs(result.missing) > kSmallMissing; ++k) {
    if (activation.odd && k % 2 == 0) {
      result.squares.push_back(0.0);
      continue;
    }
    const double coefficient = linalg::Dot(polynomials.row(k), k % 2 == 0 ? even : odd);
    result.squares.push_back(coefficient * coefficient);
    reached += k * coefficient * coefficient;
    result.missing = complete > 0.0 ? (complete - reached) / complete : 0.0;
  }
  result.missing = std::fabs(result.missing);
  return result;
}

}  // namespace infoflow::network::internal
