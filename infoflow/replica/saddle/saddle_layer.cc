#include "infoflow/replica/saddle/saddle_layer.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "infoflow/replica/spectra/spectral_layer.h"

namespace infoflow::replica {

namespace {

// What the rounding of 1/V and At leaves of a difference that is much smaller.
constexpr double kSmallestExcess = 1e-15;

// Of a V or A that is summed up, at the default target; most are a tenth of this.
constexpr double kChannelError = 1e-12;

}  // namespace

LayerMemory InitialMemory(const Network& network, int layer, double input_error) {
  const Spectrum& spectrum = *network.layer(layer).spectrum;
  LayerMemory memory;
  memory.input_error = input_error;
  memory.output_noise = spectrum.mean() / spectrum.aspect_ratio() * input_error;
  memory.input_excess = 1.0 / input_error;
  return memory;
}

double InputExcess(const SaddleState& state, int layer) {
  if (state.input_excess[layer] > 0.0) return state.input_excess[layer];
  const double precision = 1.0 / state.input_error[layer];
  return std::max(precision - state.input_precision[layer], kSmallestExcess * precision);
}

double OutputExcess(const Network& network, const SaddleState& state, int layer) {
  if (state.output_excess[layer] > 0.0) return state.output_excess[layer];
  const double noise = 1.0 / state.output_score[layer];
  return std::max(
      {noise - state.output_noise[layer], network.layer(layer).noise, kSmallestExcess * noise});
}

double ExcessError(const SaddleState& state) {
  double error = 0.0;
  for (int l = 0; l < state.depth(); ++l) {
    if (!(state.input_excess[l] > 0.0)) {
      const double share = 1.0 - state.input_precision[l] * state.input_error[l];
      error = std::max(error, kChannelError / std::max(share, kSmallestExcess));
    }
    if (!(state.output_excess[l] > 0.0)) {
      const double share = 1.0 - state.output_noise[l] * state.output_score[l];
      error = std::max(error, kChannelError / std::max(share, kSmallestExcess));
    }
  }
  return error;
}

double BackwardMessage(const Network& network, int layer, LayerRule rule, const SaddleState& state,
                       LayerMemory& memory) {
  const Spectrum& spectrum = *network.layer(layer).spectrum;
  const double output_score = state.output_score[layer];
  if (rule == LayerRule::kGaussian) {
    return spectrum.aspect_ratio() * *spectrum.gaussian_weight_variance() * output_score;
  }
  if (rule == LayerRule::kCoupling) {
    const double coupling = output_score * memory.input_error;
    // Before the first solution s is on the branch that starts at weak coupling.
    const double guess = memory.spectral_argument > 0.0 ? memory.spectral_argument : 1.0 / coupling;
    if (const std::optional<double> s = SolveCoupling(spectrum, coupling, guess)) {
      memory.spectral_argument = *s;
      return spectrum.Sums(*s).shrinkage / memory.input_error;
    }
  }
  const double excess = OutputExcess(network, state, layer);
  memory.spectral_argument = memory.input_excess * excess;
  return VampMessages(spectrum, memory.input_excess, excess).input_precision;
}

LayerAnswer AnswerOf(const Network& network, int layer, LayerRule rule, const SaddleState& state,
                     double& spectral_argument) {
  const Spectrum& spectrum = *network.layer(layer).spectrum;
  const double error = state.input_error[layer], score = state.output_score[layer];
  const double precision = state.input_precision[layer], noise = state.output_noise[layer];
  LayerAnswer answer;
  if (rule == LayerRule::kGaussian) {
    const double weight_variance = *spectrum.gaussian_weight_variance();
    answer.log_input_precision =
        std::log(spectrum.aspect_ratio() * weight_variance) + std::log(score);
    answer.log_output_noise = std::log(weight_variance) + std::log(error);
    answer.precision_by_score = 1.0;
    answer.noise_by_error = 1.0;
    // s from s g = 1 - alpha theta, g = gamma/(1 - theta), for the Marchenko-Pastur law.
    const double theta = weight_variance * score * error;
    spectral_argument = std::max(0.0, 1.0 - spectrum.aspect_ratio() * theta) *
                        std::max(0.0, 1.0 - theta) / (score * error);
    return answer;
  }
  const double b = InputExcess(state, layer);
  const double c = OutputExcess(network, state, layer);
  // Derivatives of ln b and ln c; both are constant where a floor holds them.
  if (b > kSmallestExcess / error) {
    answer.excess_by_error = -1.0 / (error * b);
    answer.excess_by_precision = -precision / b;
  }
  if (rule == LayerRule::kCoupling) {
    const double guess = spectral_argument > 0.0 ? spectral_argument : b * c;
    if (const std::optional<double> s = SolveCoupling(spectrum, score * error, guess)) {
      spectral_argument = *s;
      const SpectralSums sums = spectrum.Sums(*s);
      answer.log_input_precision = std::log(sums.shrinkage / error);
      answer.log_output_noise = std::log(sums.shrinkage / (spectrum.aspect_ratio() * score));
      const double slope =
          *s * sums.shrinkage_slope / sums.shrinkage / CouplingAt(spectrum, *s).slope;
      answer.precision_by_error = slope - 1.0;
      answer.precision_by_score = slope;
      answer.noise_by_error = slope;
      answer.noise_by_score = slope - 1.0;
      return answer;
    }
  }
  double c_by_score = 0.0, c_by_noise = 0.0;
  if (state.output_excess[layer] > 0.0 || c == 1.0 / score - noise) {
    c_by_score = -1.0 / (score * c);
    c_by_noise = -noise / c;
  }
  const LayerMessages messages = VampMessages(spectrum, b, c);
  spectral_argument = b * c;
  answer.log_input_precision = std::log(messages.input_precision);
  answer.log_output_noise = std::log(messages.output_noise);
  answer.precision_by_error = messages.input_by_input_excess * answer.excess_by_error;
  answer.precision_by_precision = messages.input_by_input_excess * answer.excess_by_precision;
  answer.precision_by_score = messages.input_by_output_excess * c_by_score;
  answer.precision_by_noise = messages.input_by_output_excess * c_by_noise;
  answer.noise_by_error = messages.output_by_input_excess * answer.excess_by_error;
  answer.noise_by_precision = messages.output_by_input_excess * answer.excess_by_precision;
  answer.noise_by_score = messages.output_by_output_excess * c_by_score;
  answer.noise_by_noise = messages.output_by_output_excess * c_by_noise;
  return answer;
}

}  // namespace infoflow::replica
