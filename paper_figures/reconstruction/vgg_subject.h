#ifndef PAPER_FIGURES_RECONSTRUCTION_VGG_SUBJECT_H_
#define PAPER_FIGURES_RECONSTRUCTION_VGG_SUBJECT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/vgg_network.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/image_set.h"

namespace infoflow::paper_figures {

// A network of VGG's kind, and images that it is looked at with, one per row, pixel-major.
struct VggSubject {
  network::VggOptions options;
  network::Network<float> network;
  linalg::Matrix<float> learn;   // what decoders learn from
  linalg::Matrix<float> judged;  // what they are judged by
  double accuracy;               // on the judged ones; NaN where there are no classes

  // Units of maps, those before the first dense one.
  int map_units() const;
  // The name of unit `unit` in [1, units]: "conv1", "pool1", "flatten", "dense1", ..., "logits".
  std::string UnitName(int unit) const;
};

// A network that is trained here: two convolutions of `channels` channels, a pool, two of twice as
// many, a pool, a dense unit and the logits; Gaussian start of variance 2 / fan_in.
struct VggRecipe {
  int channels;
  int hidden;  // units of the dense unit
  int epochs;
  int batch;
  double learning_rate;  // of Adam

  INFOFLOW_FIELDS(channels, hidden, epochs, batch, learning_rate)
};

// Errors: sizes out of range, a loss that diverges.
absl::StatusOr<VggSubject> TrainVggSubject(const VggRecipe& recipe,
                                           const datasets::SplitDataset& data, std::uint64_t seed,
                                           WorkerPool& workers);

// A network and images from files of one's own (vgg_weights.h, image_array.h). Coloured images are
// normalized as torchvision's networks want them. The last fifth of the images, but at least one,
// is to judge by. Errors: of the readers; fewer than two images, other channels than the network's.
absl::StatusOr<VggSubject> ReadVggSubject(const std::string& weights, const std::string& images);

// These files as what decides a result: their names and checksums.
absl::StatusOr<ImageSet> FileSources(const std::string& weights, const std::string& images);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_VGG_SUBJECT_H_
