#include "infoflow/random/normal_from_uniform.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::random {

namespace {

// Elements computed side by side by the Fill functions.
constexpr int kLanes = 64;

// |q| up to which the central formula holds, and its square.
constexpr double kCentral = 0.425;
constexpr double kCentralSquared = 0.180625;

// AS 241, PPND16: numerator and denominator of the three rational functions, constant first.
constexpr double kCentralA[] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                                1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                3.3430575583588128105e+4, 2.5090809287301226727e+3};
constexpr double kCentralB[] = {1.0,
                                4.2313330701600911252e+1,
                                6.8718700749205790830e+2,
                                5.3941960214247511077e+3,
                                2.1213794301586595867e+4,
                                3.9307895800092710610e+4,
                                2.8729085735721942674e+4,
                                5.2264952788528545610e+3};
constexpr double kTailC[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                             5.76949722146069140550e0,  3.64784832476320460504e0,
                             1.27045825245236838258e0,  2.41780725177450611770e-1,
                             2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr double kTailD[] = {1.0,
                             2.05319162663775882187e0,
                             1.67638483018380384940e0,
                             6.89767334985100004550e-1,
                             1.48103976427480074590e-1,
                             1.51986665636164571966e-2,
                             5.47593808499534494600e-4,
                             1.05075007164441684324e-9};
constexpr double kFarTailE[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                1.78482653991729133580e0,  2.96560571828504891230e-1,
                                2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr double kFarTailF[] = {1.0,
                                5.99832206555887937690e-1,
                                1.36929880922735805310e-1,
                                1.48753612908506148525e-2,
                                7.86869131145613259100e-4,
                                1.84631831751005468180e-5,
                                1.42151175831644588870e-7,
                                2.04426310338993978564e-15};

inline double Polynomial(const double (&coefficients)[8], double x) {
  double sum = coefficients[7];
  for (int i = 6; i >= 0; --i) sum = sum * x + coefficients[i];
  return sum;
}

inline double CentralQuantile(double q) {
  const double r = kCentralSquared - q * q;
  return q * Polynomial(kCentralA, r) / Polynomial(kCentralB, r);
}

// ln x for finite x > 0: x = 2^e m with m in [sqrt(1/2), sqrt(2)], and
// ln m = 2 atanh(s) = 2 s (1 + s^2/3 + s^4/5 + ...), s = (m - 1) / (m + 1), s^2 < 0.0295.
double PortableLog(double x) {
  int exponent = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p64;
    exponent = -64;
  }
  const std::uint64_t bits = __builtin_bit_cast(std::uint64_t, x);
  exponent += static_cast<int>(bits >> 52) - 1022;
  double m = __builtin_bit_cast(double, (bits & 0x000fffffffffffffu) | 0x3fe0000000000000u);
  if (m < 0.70710678118654752440) {
    m *= 2;
    --exponent;
  }
  const double s = (m - 1) / (m + 1);
  const double s2 = s * s;
  // The first term left out, s^24 / 25, is below 2e-20.
  double sum = 0;
  for (int k = 11; k >= 0; --k) sum = sum * s2 + 1.0 / (2 * k + 1);
  return exponent * 0.69314718055994530942 + 2 * s * sum;
}

// The quantile whose tail, on the side of the sign of q, has probability r.
double TailQuantile(double q, double r) {
  const double t = std::sqrt(-PortableLog(r));
  const double z = t <= 5 ? Polynomial(kTailC, t - 1.6) / Polynomial(kTailD, t - 1.6)
                          : Polynomial(kFarTailE, t - 5) / Polynomial(kFarTailF, t - 5);
  return q < 0 ? -z : z;
}

// q = p - 1/2 for p = ((bits >> 12) + 1/2) 2^-52, exactly. The number 1 + (bits >> 12) 2^-52
// has the shifted bits as its mantissa.
inline double CenteredUniform(std::uint64_t bits) {
  const double t = __builtin_bit_cast(double, (bits >> 12) | 0x3ff0000000000000u);
  return (t - 1.5) + 0x1p-53;
}

// q = p - 1/2 for p = (bits + 1/2) 2^-32, exactly.
inline double CenteredUniform(std::uint32_t bits) {
  return (static_cast<double>(static_cast<std::int32_t>(bits ^ 0x80000000u)) + 0.5) * 0x1p-32;
}

// For q that is exact, so that 1/2 - |q| is.
inline double QuantileOfCentered(double q) {
  return std::abs(q) <= kCentral ? CentralQuantile(q) : TailQuantile(q, 0.5 - std::abs(q));
}

// The central formula for kLanes numbers; outside its range the result is finite and unused.
INFOFLOW_KERNEL void CentralLanes(const std::uint32_t* words, double* q, double* z) {
  for (int i = 0; i < kLanes; ++i) {
    q[i] = CenteredUniform(words[2 * i] | static_cast<std::uint64_t>(words[2 * i + 1]) << 32);
  }
  for (int i = 0; i < kLanes; ++i) z[i] = CentralQuantile(q[i]);
}
INFOFLOW_KERNEL void CentralLanesOfWords(const std::uint32_t* words, double* q, double* z) {
  for (int i = 0; i < kLanes; ++i) q[i] = CenteredUniform(words[i]);
  for (int i = 0; i < kLanes; ++i) z[i] = CentralQuantile(q[i]);
}

}  // namespace

double NormalFromUniform(double p) {
  INFOFLOW_CHECK(p > 0 && p < 1);
  const double q = p - 0.5;
  if (std::abs(q) <= kCentral) return CentralQuantile(q);
  return TailQuantile(q, q < 0 ? p : 1 - p);
}

double NormalFromBits(std::uint64_t bits) { return QuantileOfCentered(CenteredUniform(bits)); }

float NormalFromBits(std::uint32_t bits) {
  return static_cast<float>(QuantileOfCentered(CenteredUniform(bits)));
}

void NormalsFromWords(absl::Span<const std::uint32_t> words, absl::Span<double> values) {
  INFOFLOW_CHECK(words.size() == 2 * values.size());
  double q[kLanes], z[kLanes];
  std::size_t done = 0;
  for (; done + kLanes <= values.size(); done += kLanes) {
    RunKernel<CentralLanes>(words.data() + 2 * done, q, z);
    for (int i = 0; i < kLanes; ++i) {
      if (std::abs(q[i]) > kCentral) z[i] = TailQuantile(q[i], 0.5 - std::abs(q[i]));
      values[done + i] = z[i];
    }
  }
  for (; done < values.size(); ++done) {
    values[done] =
        NormalFromBits(words[2 * done] | static_cast<std::uint64_t>(words[2 * done + 1]) << 32);
  }
}

void NormalsFromWords(absl::Span<const std::uint32_t> words, absl::Span<float> values) {
  INFOFLOW_CHECK(words.size() == values.size());
  double q[kLanes], z[kLanes];
  std::size_t done = 0;
  for (; done + kLanes <= values.size(); done += kLanes) {
    RunKernel<CentralLanesOfWords>(words.data() + done, q, z);
    for (int i = 0; i < kLanes; ++i) {
      if (std::abs(q[i]) > kCentral) z[i] = TailQuantile(q[i], 0.5 - std::abs(q[i]));
      values[done + i] = static_cast<float>(z[i]);
    }
  }
  for (; done < values.size(); ++done) values[done] = NormalFromBits(words[done]);
}

}  // namespace infoflow::random
