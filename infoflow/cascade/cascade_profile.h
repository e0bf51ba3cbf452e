#ifndef INFOFLOW_CASCADE_CASCADE_PROFILE_H_
#define INFOFLOW_CASCADE_CASCADE_PROFILE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {

// What the reconstructions from one layer say.
struct LayerProfile {
  double relative_entropy_mean = 0.0;            // nats, over images
  double relative_entropy_median = 0.0;          // nats
  double differential_entropy = 0.0;             // nats per pixel, one of the following two
  double raw_differential_entropy = 0.0;         // of the reconstructions as they are
  double normalized_differential_entropy = 0.0;  // after the relative entropy normalised them
  double reconstruction_mse = 0.0;               // against the images, mean over images and pixels
  double decoder_mse = 0.0;                      // of the layer's own decoder on true activations
};

struct CascadeProfile {
  std::vector<LayerProfile> layers;           // from layer 1
  linalg::Matrix<double> relative_entropies;  // layers x images
  std::vector<double> DifferentialEntropies() const;
};

struct ProfileOptions {
  // Layers left out at the end: 2 as in the paper, whose dense networks end with two layers of
  // other widths. At least one layer must remain.
  int layers_left_out = 2;
  // Whether differential_entropy is of the normalised reconstructions (the paper's dense networks)
  // or of the raw ones (its other networks).
  bool normalize_first = true;
};

// Reconstructions of `images` from each layer, against them and among each other.
// Source: arXiv:2406.12916; the paper's code takes 100 images to judge by. Relative entropies
// overwrite as OverwritingRelativeEntropies says. Errors: images of another size than the
// network's input, fewer than 2 images, no layer remains. A profile of decoders that diverged
// holds NaN: callers look at it. Cost: that of Reconstruct.
template <typename T>
absl::StatusOr<CascadeProfile> ComputeProfile(const Cascade<T>& cascade,
                                              linalg::ConstMatrixView<T> images,
                                              const ProfileOptions& options, WorkerPool& workers);

// The first layer whose differential entropy is below `threshold`, between layers by linear
// interpolation when `interpolate`; layers + 1 when there is none.
double FirstLayerBelow(const std::vector<double>& entropies, double threshold,
                       bool interpolate = false);

}  // namespace infoflow::cascade

#endif  // INFOFLOW_CASCADE_CASCADE_PROFILE_H_
