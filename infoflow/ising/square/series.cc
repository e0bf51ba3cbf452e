#include "infoflow/ising/square/series.h"

#include <array>
#include <cstdint>

namespace infoflow::ising {

namespace {

// Coefficients of w^2 .. w^27. At the limit the next term is below 1e-17 of the sum, and the
// last coefficient, about 5.83^27 / 27^2 < 2^62, still fits the exact arithmetic below.
constexpr int kOrder = 27;

// Power series modulo w^(kOrder+1) with coefficients modulo 2^64: intermediate coefficients may
// wrap, the final ones, known to lie in [0, 2^64), come out exactly.
using Series = std::array<std::uint64_t, kOrder + 1>;

constexpr Series Multiply(const Series& a, const Series& b) {
  Series product{};
  for (int i = 0; i <= kOrder; ++i) {
    for (int j = 0; i + j <= kOrder; ++j) product[i + j] += a[i] * b[j];
  }
  return product;
}

// The coefficients of theta E: integers, exact.
constexpr Series IntegerCoefficients() {
  // x = w (1-w)^2 / (1+w)^4, by (1+w)^-1 = sum (-w)^n.
  Series alternating{};
  Series geometric{};
  for (int n = 0; n <= kOrder; ++n) {
    alternating[n] = n % 2 == 0 ? 1 : ~std::uint64_t{0};
    geometric[n] = 1;
  }
  Series x{};
  x[1] = 1;
  x[2] = ~std::uint64_t{0} - 1;  // -2
  x[3] = 1;
  for (int i = 0; i < 4; ++i) x = Multiply(x, alternating);
  // sum_n C(2n,n)^2 x^n by Horner's rule; C(54,27) fits 64 bits.
  std::array<std::uint64_t, kOrder + 1> central{};
  central[0] = 1;
  for (int n = 1; n <= kOrder; ++n) {
    // C(2n,n) = C(2n-2,n-1) * 2(2n-1)/n; the product stays below 2^64.
    central[n] = central[n - 1] * (2 * (2 * n - 1)) / n;
  }
  Series sum{};
  for (int n = kOrder; n >= 0; --n) {
    sum = Multiply(sum, x);
    sum[0] += central[n] * central[n];
  }
  Series factor{};
  factor[0] = 1;
  factor[1] = ~std::uint64_t{0} - 5;  // -6
  factor[2] = 1;
  sum = Multiply(Multiply(Multiply(sum, factor), geometric), alternating);
  // 4 theta E = (1-3w)/(1-w) - sum.
  Series result{};
  for (int n = 0; n <= kOrder; ++n) {
    const std::uint64_t rational = n == 0 ? 1 : ~std::uint64_t{0} - 1;  // 1, -2, -2, ...
    result[n] = (rational - sum[n]) / 4;
  }
  return result;
}

constexpr Series kInteger = IntegerCoefficients();
static_assert(kInteger[0] == 0 && kInteger[1] == 0 && kInteger[2] == 2 && kInteger[3] == 6 &&
                  kInteger[4] == 18 && kInteger[5] == 60 && kInteger[6] == 224 &&
                  kInteger[7] == 910,
              "2, 6, 18, 60, 224, 910: the known loop counts");

struct Coefficients {
  // Of w^(i+2).
  double loops[kOrder - 1];
  double first[kOrder - 1];
  double second[kOrder - 1];
};

constexpr Coefficients MakeCoefficients() {
  Coefficients result{};
  for (int i = 0; i + 2 <= kOrder; ++i) {
    const double integer = static_cast<double>(kInteger[i + 2]);
    result.loops[i] = integer / (i + 2);
    result.first[i] = integer;
    result.second[i] = integer * (i + 2);
  }
  return result;
}

constexpr Coefficients kCoefficients = MakeCoefficients();

}  // namespace

SquareSeries EvaluateSquareSeries(double w) {
  double loops = 0.0;
  double first = 0.0;
  double second = 0.0;
  for (int i = kOrder - 2; i >= 0; --i) {
    loops = loops * w + kCoefficients.loops[i];
    first = first * w + kCoefficients.first[i];
    second = second * w + kCoefficients.second[i];
  }
  const double w2 = w * w;
  return {loops * w2, first * w2, second * w2};
}

double EvaluateSquareSeriesFirstOrder(double w) {
  double first = 0.0;
  for (int i = kOrder - 2; i >= 0; --i) first = first * w + kCoefficients.first[i];
  return first * w * w;
}

}  // namespace infoflow::ising
