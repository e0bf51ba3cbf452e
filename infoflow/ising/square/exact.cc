// Letters: K coupling, S = sinh 2K, v = tanh K, w = v^2 below and e^{-4K} above K_c,
// p = k'^2, M = agm(1, |k'|).
#include "infoflow/ising/square/exact.h"

#include <cmath>
#include <limits>

#include "infoflow/ising/square/series.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/elliptic.h"
#include "infoflow/numerics/log_cosh.h"

namespace infoflow::ising {

namespace {

using numerics::LogCosh;

using numerics::kLn2;
constexpr double kHalfPi = 1.57079632679489661923;
using numerics::kSqrt2;
// I(0) = 2G/pi - ln 2 with Catalan's constant G.
constexpr double kIntegralAtCritical = -0.11002537249830774914;

// The series of K in v and in e^{-2K} hold beyond these; both are |k'| = 0.648.
constexpr double kHighTemperatureLimit = 0.22;        // v; squared: kSquareSeriesLimit
constexpr double kLowTemperatureCoupling = 0.757070;  // e^{-4K} = kSquareSeriesLimit there

// p stays below 0.42 between the two series: 0.42^46 = 5e-18.
constexpr int kCriticalOrder = 46;

// I(p) - I(0) = p [Lambda A(p) + B(p)], Lambda = ln 4 - 1/2 ln p, from
// K = sum_n c_n^2 p^n [Lambda - d_n], c_n = (1/2)_n/n!, d_n = 2 sum_{j<=n} [1/(2j-1) - 1/(2j)],
// divided by 1-p (partial sums) and integrated term by term.
struct CriticalSeries {
  double with_log[kCriticalOrder];
  double without_log[kCriticalOrder];
};

constexpr CriticalSeries MakeCriticalSeries() {
  CriticalSeries series{};
  double c = 1.0;
  double d = 0.0;
  double sum_c = 0.0;
  double sum_cd = 0.0;
  for (int n = 0; n < kCriticalOrder; ++n) {
    if (n > 0) {
      c *= (2.0 * n - 1.0) / (2.0 * n);
      d += 2.0 / ((2.0 * n - 1.0) * (2.0 * n));
    }
    sum_c += c * c;
    sum_cd += c * c * d;
    const double order = n + 1.0;
    series.with_log[n] = sum_c / order / (4.0 * kHalfPi);
    series.without_log[n] = (sum_c / (2.0 * order) - (sum_cd + kHalfPi)) / order / (4.0 * kHalfPi);
  }
  return series;
}

constexpr CriticalSeries kCriticalSeries = MakeCriticalSeries();

// Distance of |K| from K_c.
double Offset(double size) {
  return (size - kSquareCriticalCoupling) - kSquareCriticalCouplingRemainder;
}

// S - 1 = 2 sinh d (sinh d + sqrt 2 cosh d) at K = K_c + d.
double SinhMinusOneAtOffset(double offset) {
  const double t = std::sinh(offset);
  return 2.0 * t * (t + kSqrt2 * std::sqrt(1.0 + t * t));
}

// What the closed forms between the two series are made of.
struct Middle {
  double s = 0.0;      // S
  double cosh2 = 0.0;  // cosh^2 2K = 1 + S^2
  double k = 0.0;      // k', negative below K_c
  double coth = 0.0;   // coth 2K
};

Middle MiddleAtOffset(double offset) {
  Middle m;
  const double excess = SinhMinusOneAtOffset(offset);
  m.s = 1.0 + excess;
  m.cosh2 = 1.0 + m.s * m.s;
  m.k = excess * (m.s + 1.0) / m.cosh2;
  m.coth = std::sqrt(m.cosh2) / m.s;
  return m;
}

numerics::ArithmeticGeometricMean MeanOf(const Middle& m) {
  // 1 - |k'| is 2 tanh^2 2K below and 2/cosh^2 2K above K_c.
  const double gap = (m.k < 0.0 ? 2.0 * m.s * m.s : 2.0) / m.cosh2;
  return numerics::MeanWithOne(std::fabs(m.k), gap);
}

double IntegralInMiddle(double size) {
  const double k = MiddleAtOffset(Offset(size)).k;
  const double p = k * k;
  if (p == 0.0) return kIntegralAtCritical;
  double with_log = 0.0;
  double without_log = 0.0;
  for (int n = kCriticalOrder - 1; n >= 0; --n) {
    with_log = with_log * p + kCriticalSeries.with_log[n];
    without_log = without_log * p + kCriticalSeries.without_log[n];
  }
  const double lambda = 2.0 * kLn2 - std::log(std::fabs(k));
  return kIntegralAtCritical + p * (lambda * with_log + without_log);
}

enum class Regime { kHigh, kMiddle, kLow };

// `v` receives tanh K at high temperature.
Regime RegimeOf(double size, double* v) {
  if (size > kLowTemperatureCoupling) return Regime::kLow;
  if (size > 0.25) return Regime::kMiddle;
  *v = std::tanh(size);
  return *v <= kHighTemperatureLimit ? Regime::kHigh : Regime::kMiddle;
}

}  // namespace

double SquareLogPartition(double coupling) {
  const double size = std::fabs(coupling);
  double v = 0.0;
  switch (RegimeOf(size, &v)) {
    case Regime::kHigh:
      return kLn2 + SquareLogPartitionAboveDisorder(size);
    case Regime::kLow:
      return 2.0 * size + EvaluateSquareSeries(std::exp(-4.0 * size)).loops;
    case Regime::kMiddle:
      break;
  }
  return 2.0 * size + (std::log1p(std::exp(-4.0 * size)) + IntegralInMiddle(size));
}

double SquareLogPartitionAboveDisorder(double coupling) {
  const double size = std::fabs(coupling);
  double v = 0.0;
  switch (RegimeOf(size, &v)) {
    case Regime::kHigh:
      return 2.0 * LogCosh(size) + EvaluateSquareSeries(v * v).loops;
    case Regime::kLow:
      return (2.0 * size - kLn2) + EvaluateSquareSeries(std::exp(-4.0 * size)).loops;
    case Regime::kMiddle:
      break;
  }
  return LogCosh(2.0 * size) + IntegralInMiddle(size);
}

double SquareLogPartitionAboveGroundState(double coupling) {
  const double size = std::fabs(coupling);
  double v = 0.0;
  switch (RegimeOf(size, &v)) {
    case Regime::kHigh:
      return (kLn2 - 2.0 * size) + SquareLogPartitionAboveDisorder(size);
    case Regime::kLow:
      return EvaluateSquareSeries(std::exp(-4.0 * size)).loops;
    case Regime::kMiddle:
      break;
  }
  return std::log1p(std::exp(-4.0 * size)) + IntegralInMiddle(size);
}

double SquareEnergy(double coupling) {
  const double size = std::fabs(coupling);
  double v = 0.0;
  double energy = 0.0;
  switch (RegimeOf(size, &v)) {
    case Regime::kHigh: {
      if (v == 0.0) return coupling;  // +-0
      const double w = v * v;
      energy = 2.0 * v + (1.0 - w) * 2.0 * EvaluateSquareSeriesFirstOrder(w) / v;
      break;
    }
    case Regime::kLow:
      energy = 2.0 - 4.0 * EvaluateSquareSeriesFirstOrder(std::exp(-4.0 * size));
      break;
    case Regime::kMiddle: {
      const Middle m = MiddleAtOffset(Offset(size));
      const numerics::ArithmeticGeometricMean mean = MeanOf(m);
      energy = m.coth * (m.k < 0.0 ? mean.mean_minus_other : mean.mean + m.k) / mean.mean;
      break;
    }
  }
  return std::copysign(energy, coupling);
}

double SquareEnergyDeficit(double coupling) {
  const double size = std::fabs(coupling);
  if (size > kLowTemperatureCoupling) {
    return 4.0 * EvaluateSquareSeriesFirstOrder(std::exp(-4.0 * size));
  }
  const double offset = Offset(size);
  if (!(offset > 0.0)) return 2.0 - SquareEnergy(size);
  // With coth 2K = 1 + c and k'/M = 1 - g: 2 - (1+c)(2-g) = g - c (2-g).
  const Middle m = MiddleAtOffset(offset);
  const numerics::ArithmeticGeometricMean mean = MeanOf(m);
  const double g = mean.mean_minus_other / mean.mean;
  const double c = 1.0 / (m.s * (std::sqrt(m.cosh2) + m.s));
  return g - c * (2.0 - g);
}

double SquareEnergySlope(double coupling) {
  const double size = std::fabs(coupling);
  if (size == kSquareCriticalCoupling) return std::numeric_limits<double>::infinity();
  double v = 0.0;
  switch (RegimeOf(size, &v)) {
    case Regime::kHigh: {
      const double w = v * v;
      // Here the loops contribute less than a unit in the last place.
      if (w < 1e-20) return 2.0;
      const SquareSeries series = EvaluateSquareSeries(w);
      const double u = 1.0 - w;
      // With E_v = 2 theta E / v and E_vv = (4 theta^2 E - 2 theta E) / v^2.
      const double curvature = (4.0 * series.second_order - 2.0 * series.first_order) / w;
      return u * (2.0 + u * curvature - 4.0 * series.first_order);
    }
    case Regime::kLow:
      return 16.0 * EvaluateSquareSeries(std::exp(-4.0 * size)).second_order;
    case Regime::kMiddle:
      break;
  }
  if (std::isnan(coupling)) return coupling;
  return SquareEnergySlopeNearCritical(Offset(size));
}

double SquareEnergySlopeNearCritical(double offset) {
  const Middle m = MiddleAtOffset(offset);
  const numerics::CompleteElliptic integrals =
      numerics::CompleteEllipticIntegrals(2.0 * m.s / m.cosh2, std::fabs(m.k));
  const numerics::ArithmeticGeometricMean mean = MeanOf(m);
  // pi/2 = K1 M.
  const double bracket = integrals.first * (m.k < 0.0 ? mean.mean_minus_other : mean.mean + m.k);
  return (2.0 / kHalfPi) * m.coth * m.coth * (integrals.first_minus_second - bracket / m.cosh2);
}

double SquareEntropy(double coupling) {
  const double size = std::fabs(coupling);
  if (std::isinf(size)) return 0.0;
  if (size > kLowTemperatureCoupling) {
    const SquareSeries series = EvaluateSquareSeries(std::exp(-4.0 * size));
    return series.loops + 4.0 * size * series.first_order;
  }
  if (size > kSquareCriticalCoupling) {
    return SquareLogPartitionAboveGroundState(size) + size * SquareEnergyDeficit(size);
  }
  return kLn2 - SquareEntropyDeficit(size);
}

double SquareEntropyDeficit(double coupling) {
  const double size = std::fabs(coupling);
  if (size > kSquareCriticalCoupling) return kLn2 - SquareEntropy(size);
  return size * SquareEnergy(size) - SquareLogPartitionAboveDisorder(size);
}

double SquareMagnetization(double coupling) {
  if (std::isnan(coupling)) return coupling;
  // The double nearest K_c lies above it.
  if (!(coupling >= kSquareCriticalCoupling)) return 0.0;
  // Beyond, S^{-4} < 1e-17 and S^4 would overflow in the end.
  if (coupling > 6.0) return 1.0;
  const double excess = internal::SinhMinusOne(coupling);
  const double s = 1.0 + excess;
  const double s2 = s * s;
  return std::pow(excess * (s + 1.0) * (s2 + 1.0) / (s2 * s2), 0.125);
}

namespace internal {

double SinhMinusOne(double coupling) {
  const double offset = Offset(coupling);
  return std::fabs(offset) < 0.4 ? SinhMinusOneAtOffset(offset) : std::sinh(2.0 * coupling) - 1.0;
}

}  // namespace internal

}  // namespace infoflow::ising
