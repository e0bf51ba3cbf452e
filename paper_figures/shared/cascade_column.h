#ifndef PAPER_FIGURES_SHARED_CASCADE_COLUMN_H_
#define PAPER_FIGURES_SHARED_CASCADE_COLUMN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/image_set.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/harness/run.h"

namespace infoflow::paper_figures {

// What the figures of cascades share: one random tanh network per weight variance ("column"), and
// decoders of three kinds for it.

enum class DecoderKind { kAdam, kRidge, kUntrained };

// Values per preset of the parameters that differ between these figures.
struct ColumnDefaults {
  PerPreset<int> depth;
  PerPreset<int> hidden_width;
  PerPreset<std::int64_t> batches;
  PerPreset<int> train_count;
};

// What decides a column's numbers besides its weight variance, images and seed.
struct ColumnParameters {
  int depth;         // linear layers
  int hidden_width;  // 0: the paper's wide networks
  double bias_variance;
  std::int64_t batches;
  int batch;
  double ridge_penalty;

  INFOFLOW_FIELDS(depth, hidden_width, bias_variance, batches, batch, ridge_penalty)
};

// Which images columns are made with.
struct ColumnImages {
  std::string dataset;
  int train_count;
  int images;  // to take entropies of

  // With `test_count` images to judge by; 0: `images`.
  absl::StatusOr<ImageSet> Choose(const Run& run, int test_count = 0) const;
};

// Registers dataset, depth, hidden_width, bias_variance, batches, batch, train_count, images and
// ridge_penalty.
void RegisterColumn(ParameterSet& set, const ColumnDefaults& defaults, ColumnParameters* column,
                    ColumnImages* images);

// Sizes of the network: wide as in the paper with hidden_width 0, else that many units in every
// hidden layer.
absl::StatusOr<std::vector<int>> ColumnSizes(const ColumnParameters& column,
                                             const datasets::SplitDataset& data);

// One column: all that decides its numbers.
struct ColumnPoint {
  double weight_variance;
  ColumnParameters column;
  std::uint64_t seed;
  ImageSet images;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("weight_variance", self.weight_variance);
    visit("column", self.column);
    visit("seed", self.seed);
    visit("images", self.images);
  }
};

// A column for each weight variance, by increasing variance.
std::vector<ColumnPoint> ColumnPoints(std::vector<double> weight_variances,
                                      const ColumnParameters& column, std::uint64_t seed,
                                      const ImageSet& images);

// Decoders for `network`, trained by Adam. Errors: batches and counts out of range.
absl::StatusOr<cascade::Cascade<float>> TrainDecoders(network::Network<float> network,
                                                      const ColumnParameters& column,
                                                      linalg::ConstMatrixView<float> images,
                                                      std::uint64_t seed, WorkerPool& workers);

// A random network and its decoders. Errors: sizes, batches and counts out of range.
absl::StatusOr<cascade::Cascade<float>> MakeColumn(const ColumnPoint& point, DecoderKind kind,
                                                   const Run& run);
// The profile of this cascade.
absl::StatusOr<cascade::CascadeProfile> ComputeColumn(const ColumnPoint& point, DecoderKind kind,
                                                      const Run& run);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_SHARED_CASCADE_COLUMN_H_
