#include "infoflow/cascade/cascade_profile.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/cascade/cutoff.h"
#include "infoflow/cascade/image_entropy.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/numerics/statistics.h"

namespace infoflow::cascade {

using linalg::ConstMatrixView;
using linalg::Matrix;
using linalg::MatrixView;

namespace {

// Images whose activations of all layers are held at once to judge decoders by.
constexpr int kJudgedBatch = 64;

}  // namespace

std::vector<double> CascadeProfile::DifferentialEntropies() const {
  std::vector<double> entropies;
  for (const LayerProfile& layer : layers) entropies.push_back(layer.differential_entropy);
  return entropies;
}

template <typename T>
absl::StatusOr<CascadeProfile> ComputeProfile(const Cascade<T>& cascade, ConstMatrixView<T> images,
                                              const ProfileOptions& options, WorkerPool& workers) {
  const int n = images.rows();
  if (images.columns() != cascade.network().input_size()) {
    return absl::InvalidArgumentError(absl::StrCat("images of ", images.columns(),
                                                   " pixels do not fit a network with ",
                                                   cascade.network().input_size(), " inputs"));
  }
  if (n < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat(n, " images to judge by: entropies need at least 2"));
  }
  const int levels = cascade.num_decoders() - options.layers_left_out;
  if (options.layers_left_out < 0 || levels < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("a cascade of ", cascade.num_decoders(), " decoders has no layer besides the ",
                     options.layers_left_out, " that are left out at its end"));
  }
  Matrix<T> reconstructions = Reconstruct(cascade, images, levels, workers);
  const std::vector<double> decoder_errors = DecoderErrors(cascade, images, kJudgedBatch, workers);
  CascadeProfile profile;
  profile.relative_entropies = Matrix<double>(levels, n);
  profile.layers.resize(levels);
  Matrix<T> reference(images);
  for (int l = 0; l < levels; ++l) {
    const MatrixView<T> level = reconstructions.Block(l * n, 0, n, images.columns());
    LayerProfile& layer = profile.layers[l];
    layer.decoder_mse = decoder_errors[l];
    layer.reconstruction_mse = network::MeanSquaredError(level, images, {});
    layer.raw_differential_entropy = DifferentialEntropy<T>(level);
    const std::vector<double> entropies = OverwritingRelativeEntropies<T>(reference, level);
    layer.normalized_differential_entropy = DifferentialEntropy<T>(level);
    layer.differential_entropy = options.normalize_first ? layer.normalized_differential_entropy
                                                         : layer.raw_differential_entropy;
    std::copy(entropies.begin(), entropies.end(), profile.relative_entropies.row(l).begin());
    for (const double entropy : entropies) layer.relative_entropy_mean += entropy / n;
    layer.relative_entropy_median = numerics::Median(entropies);
  }
  return profile;
}

double FirstLayerBelow(const std::vector<double>& entropies, double threshold, bool interpolate) {
  for (std::size_t l = 0; l < entropies.size(); ++l) {
    if (!(entropies[l] < threshold)) continue;
    if (!interpolate || l == 0) return static_cast<double>(l + 1);
    const double step = (entropies[l - 1] - threshold) / (entropies[l - 1] - entropies[l]);
    return static_cast<double>(l) + step;
  }
  return static_cast<double>(entropies.size() + 1);
}

template absl::StatusOr<CascadeProfile> ComputeProfile(const Cascade<float>&,
                                                       ConstMatrixView<float>,
                                                       const ProfileOptions&, WorkerPool&);
template absl::StatusOr<CascadeProfile> ComputeProfile(const Cascade<double>&,
                                                       ConstMatrixView<double>,
                                                       const ProfileOptions&, WorkerPool&);

}  // namespace infoflow::cascade
