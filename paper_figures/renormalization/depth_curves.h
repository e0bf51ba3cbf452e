#ifndef PAPER_FIGURES_RENORMALIZATION_DEPTH_CURVES_H_
#define PAPER_FIGURES_RENORMALIZATION_DEPTH_CURVES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/network/relative_entropy/relative_entropy.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

// How networks are made, trained and measured.
struct DepthCurveSettings {
  double bias_variance = 0.05;
  int depth = 30;           // linear layers
  int width = 784;          // units of each layer but the last two
  int samples = 100;        // of layer 0, pushed through each network
  int random_networks = 4;  // untrained
  int epochs = 1;           // of training
  int batch = 64;           // images per step
  double learning_rate = 0.0;
  double momentum = 0.0;

  // Layers are counted from 0; this is the last one of full width.
  int last_wide() const { return depth - 3; }

  INFOFLOW_FIELDS(bias_variance, depth, width, samples, random_networks, epochs, batch,
                  learning_rate, momentum)
};

// The relative entropy with depth of one network at one time of its training.
struct DepthCurve {
  int epoch = 0;          // finished epochs
  double accuracy = 0.0;  // on the images to judge by
  std::vector<network::LayerRelativeEntropy> layers;

  INFOFLOW_FIELDS(epoch, accuracy, layers)
};

// What one weight variance gives.
struct DepthCurves {
  // Before training, after the first epoch (which the paper's authors call "before", since their
  // program stores its first networks then), after the last one; no epoch twice.
  std::vector<DepthCurve> stages;
  // The layers' relative entropies of each untrained network; the first one is that of `stages`.
  std::vector<std::vector<double>> random;

  INFOFLOW_FIELDS(stages, random)
};

// Units from the image to the classes: `depth` linear layers of which all but the last two have
// `width`, the last but one 400/784 of it: the paper's wide network for `width` = `in` = 784.
// Domain: depth >= 2.
std::vector<int> DepthCurveSizes(int in, int out, int width, int depth);

// Trains a network and measures it on `input`, one image; and measures untrained ones.
//
// tanh after every layer, the last included, cross-entropy on its outputs, SGD in the images'
// order, full batches only (the notebooks of the authors of arXiv:2107.06898). Network k has the
// seed `seed` + 2^32 k. The same numbers for any number of threads.
// Cost: 6 flops per weight, image and epoch. Errors: of training and measurement.
absl::StatusOr<DepthCurves> ComputeDepthCurves(const DepthCurveSettings& settings,
                                               const datasets::SplitDataset& data,
                                               absl::Span<const float> input,
                                               double weight_variance, std::uint64_t seed,
                                               int threads);

// The layers of an untrained network with that seed.
absl::StatusOr<std::vector<network::LayerRelativeEntropy>> MeasureRandomNetwork(
    const DepthCurveSettings& settings, absl::Span<const int> sizes, double weight_variance,
    absl::Span<const float> input, std::uint64_t seed);

template <>
struct FieldsOf<network::LayerRelativeEntropy> {
  template <typename Self, typename Visit>
  static void VisitFields(Self& self, Visit& visit) {
    visit("width", self.width);
    visit("mean", self.mean);
    visit("variance", self.variance);
    visit("negative_reference_entropy", self.negative_reference_entropy);
    visit("log_normalization", self.log_normalization);
    visit("quadratic", self.quadratic);
    visit("relative_entropy", self.relative_entropy);
    visit("first_version", self.first_version);
    visit("gaussian_forward", self.gaussian_forward);
    visit("gaussian_reverse", self.gaussian_reverse);
  }
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_DEPTH_CURVES_H_
