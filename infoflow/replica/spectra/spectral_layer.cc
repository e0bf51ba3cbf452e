#include "infoflow/replica/spectra/spectral_layer.h"

#include <cmath>

namespace infoflow::replica {

namespace {

constexpr double kCouplingTolerance = 1e-13;
constexpr int kMaxSteps = 60;
// Largest step in ln s; gamma may be flat or bend.
constexpr double kLargestStep = 3.0;

// 1 - alpha theta and alpha (1 - theta).
double InputRemainder(const Spectrum& spectrum, const SpectralSums& sums, double s) {
  return spectrum.null_columns() + s * sums.resolvent;
}
double OutputRemainder(const Spectrum& spectrum, const SpectralSums& sums, double s) {
  return spectrum.null_rows() + s * sums.resolvent;
}

}  // namespace

LayerMessages VampMessages(const Spectrum& spectrum, double b, double c) {
  const double s = b * c;
  const SpectralSums sums = spectrum.Sums(s);
  const double h = sums.shrinkage, k = sums.resolvent;
  // d ln h / d ln s and d ln k / d ln s.
  const double h_slope = s * sums.shrinkage_slope / h;
  const double k_slope = s * sums.resolvent_slope / k;
  LayerMessages messages;
  const double null_part = spectrum.null_columns() / b;
  const double input_denominator = null_part + c * k;
  const double null_share = null_part / input_denominator;
  messages.input_precision = h / input_denominator;
  messages.input_by_input_excess = h_slope + null_share - (1.0 - null_share) * k_slope;
  messages.input_by_output_excess = h_slope - (1.0 - null_share) * (1.0 + k_slope);
  if (spectrum.null_rows() > 0.0) {
    const double output_denominator = OutputRemainder(spectrum, sums, s);
    const double share = s * k / output_denominator;
    messages.output_noise = c * h / output_denominator;
    messages.output_by_input_excess = h_slope - share * (1.0 + k_slope);
    messages.output_by_output_excess = 1.0 + messages.output_by_input_excess;
  } else {
    // c/s = 1/b; finite also when c = 0.
    messages.output_noise = h / (b * k);
    messages.output_by_output_excess = h_slope - k_slope;
    messages.output_by_input_excess = messages.output_by_output_excess - 1.0;
  }
  return messages;
}

double SpectralTheta(const Spectrum& spectrum, double s) {
  return spectrum.Sums(s).shrinkage / spectrum.aspect_ratio();
}

SpectralCoupling CouplingAt(const Spectrum& spectrum, double s) {
  const SpectralSums sums = spectrum.Sums(s);
  const double input = InputRemainder(spectrum, sums, s);
  const double output = OutputRemainder(spectrum, sums, s);
  // d (s k) / d ln s.
  const double slope = s * (sums.resolvent + s * sums.resolvent_slope);
  return {input / s * output / spectrum.aspect_ratio(), slope * (1.0 / input + 1.0 / output) - 1.0};
}

std::optional<double> SolveCoupling(const Spectrum& spectrum, double coupling, double guess) {
  if (!(coupling > 0.0) || !(guess > 0.0)) return std::nullopt;
  const double target = std::log(coupling);
  double log_s = std::log(guess);
  // Ends between which the difference changes sign, once both were seen.
  double below = 0.0, above = 0.0;
  bool has_below = false, has_above = false;
  for (int step = 0; step < kMaxSteps; ++step) {
    const SpectralCoupling at = CouplingAt(spectrum, std::exp(log_s));
    const double difference = std::log(at.value) - target;
    if (!std::isfinite(difference)) return std::nullopt;
    if (std::abs(difference) <= kCouplingTolerance) return std::exp(log_s);
    if (difference < 0.0) {
      below = log_s;
      has_below = true;
    } else {
      above = log_s;
      has_above = true;
    }
    double next = log_s - difference / at.slope;
    if (!(std::abs(next - log_s) <= kLargestStep)) {
      next = log_s + ((difference > 0.0) == (at.slope < 0.0) ? kLargestStep : -kLargestStep);
    }
    if (has_below && has_above && !((next - below) * (next - above) < 0.0)) {
      next = (below + above) / 2.0;
    }
    if (next == log_s ||
        (has_below && has_above && std::abs(below - above) <= 4e-16 * std::abs(log_s))) {
      return std::exp(log_s);
    }
    log_s = next;
  }
  return std::nullopt;
}

double SpectralTerm(const Spectrum& spectrum, double coupling, double s) {
  if (const auto weight_variance = spectrum.gaussian_weight_variance()) {
    return spectrum.aspect_ratio() * *weight_variance * coupling;
  }
  const SpectralSums sums = spectrum.Sums(s);
  const double input = InputRemainder(spectrum, sums, s);
  const double output = OutputRemainder(spectrum, sums, s) / spectrum.aspect_ratio();
  double value = 2.0 * sums.shrinkage + spectrum.MeanLog(coupling, input * output);
  // (alpha-1) ln(1-theta) and the vanishing eigenvalues' ln[(1-theta)(1-alpha theta)] together.
  if (spectrum.null_rows() > 0.0) value += spectrum.null_rows() * std::log(output);
  if (spectrum.null_columns() > 0.0) value += spectrum.null_columns() * std::log(input);
  return value;
}

}  // namespace infoflow::replica
