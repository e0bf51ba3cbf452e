#include "infoflow/replica/saddle/saddle_state.h"

#include <algorithm>
#include <cmath>

#include "infoflow/replica/spectra/spectral_layer.h"

namespace infoflow::replica {

double LogDistance(const SaddleState& a, const SaddleState& b) {
  double distance = 0.0;
  for (int l = 0; l < a.depth(); ++l) {
    distance = std::max({distance, std::abs(std::log(a.input_precision[l] / b.input_precision[l])),
                         std::abs(std::log(a.output_noise[l] / b.output_noise[l]))});
  }
  return distance;
}

double Potential(const Network& network, const SaddleState& state,
                 const std::vector<double>& spectral_argument) {
  const int depth = network.depth();
  double potential = 0.0;
  for (int l = 0; l < depth; ++l) {
    const Spectrum& spectrum = *network.layer(l).spectrum;
    const double coupling = state.output_score[l] * state.input_error[l];
    const double bracket = SpectralTerm(spectrum, coupling, spectral_argument[l]) -
                           state.input_precision[l] * state.input_error[l] -
                           spectrum.aspect_ratio() * state.output_score[l] * state.output_noise[l];
    potential += network.size_ratio(l) * (bracket / 2.0 + state.information[l]);
  }
  return potential + network.size_ratio(depth) * state.information[depth];
}

}  // namespace infoflow::replica
