#include "infoflow/ising/chain/eigenvalue_ratio.h"

#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::ising {

namespace {

// e^x is 0 below.
constexpr double kLogOfZero = -746.0;

using numerics::kNearUnderflow;

}  // namespace

double EigenvalueRatio::log_gap() const {
  if (gap() == 1.0) return 0.0;
  return gap() > kNearUnderflow ? std::log(gap()) : log_lost_gap;
}

double ChainSpacing::log_count() const { return exponent * std::log(base); }

ChainSpacing SpacingOf(std::int64_t count) {
  const double k = static_cast<double>(count);
  return {k, 1.0, k, count % 2 != 0};
}

EigenvalueRatio RatioPower(const EigenvalueRatio& ratio, const ChainSpacing& spacing) {
  if (spacing.count == 1.0) return ratio;
  EigenvalueRatio power;
  double magnitude;
  double gap;
  if (ratio.magnitude() > 0.5) {
    // A gap below the range of double still grows with the spacing.
    const bool gap_lost = ratio.gap() < kNearUnderflow;
    const double exponent = gap_lost ? std::exp(ratio.log_lost_gap + spacing.log_count())
                                     : -spacing.count * ratio.log_magnitude;
    magnitude = std::exp(-exponent);
    gap = magnitude > 0.5 ? -std::expm1(-exponent) : 1.0 - magnitude;
    power.log_magnitude = -exponent;
    if (gap_lost) power.log_lost_gap = ratio.log_lost_gap + spacing.log_count();
  } else {
    power.log_magnitude = spacing.count * ratio.log_magnitude;
    magnitude = power.log_magnitude < kLogOfZero ? 0.0 : std::pow(ratio.magnitude(), spacing.count);
    gap = 1.0 - magnitude;
  }
  const bool negative = std::signbit(ratio.value) && spacing.odd;  // also when underflowed
  power.value = negative ? -magnitude : magnitude;
  power.one_minus = negative ? 1.0 + magnitude : gap;
  power.one_plus = negative ? gap : 1.0 + magnitude;
  return power;
}

double GapQuotient(const EigenvalueRatio& power_j, const ChainSpacing& j,
                   const EigenvalueRatio& power_k, const ChainSpacing& k) {
  if (power_k.gap() > kNearUnderflow) {
    return power_j.gap() > kNearUnderflow
               ? power_j.gap() / power_k.gap()
               : std::exp(power_j.log_lost_gap - std::log(power_k.gap()));
  }
  // Small gaps are proportional to their spacing.
  return j.count / k.count;
}

absl::StatusOr<ChainSpacing> MakeChainSpacing(std::int64_t blocking, std::int64_t steps) {
  if (blocking < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("blocking is ", blocking, "; allowed are integers of at least 2"));
  }
  if (steps < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("steps is ", steps, "; allowed are integers of at least 0"));
  }
  ChainSpacing spacing;
  if (steps == 0) return spacing;
  spacing.base = static_cast<double>(blocking);
  spacing.exponent = static_cast<double>(steps);
  spacing.odd = blocking % 2 != 0;
  // By squaring: exact as long as the power is below 2^53.
  double square = spacing.base;
  for (std::int64_t left = steps; left > 0; left /= 2) {
    if (left % 2 != 0) spacing.count *= square;
    square *= square;
  }
  return spacing;
}

}  // namespace infoflow::ising
