#ifndef PAPER_FIGURES_SHARED_CASCADE_COLUMN_H_
#define PAPER_FIGURES_SHARED_CASCADE_COLUMN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/network/mean_field.h"
#include "infoflow/network/mean_field_activation.h"
#include "infoflow/network/network.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/fields.h"
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

// A random network and its decoders. Errors: sizes, batches and counts out of range.
absl::StatusOr<cascade::Cascade<float>> MakeColumn(const ColumnParameters& column,
                                                   const datasets::SplitDataset& data,
                                                   double weight_variance, DecoderKind kind,
                                                   std::uint64_t seed, WorkerPool& workers);
// The profile of this cascade.
absl::StatusOr<cascade::CascadeProfile> ComputeColumn(const ColumnParameters& column,
                                                      const datasets::SplitDataset& data,
                                                      double weight_variance, DecoderKind kind,
                                                      std::uint64_t seed, WorkerPool& workers);

// Mean field of columns: of the same activation and bias variance as their networks.
class ColumnTheory {
 public:
  static absl::StatusOr<ColumnTheory> Create(double bias_variance);

  absl::StatusOr<network::MeanFieldPoint> MeanField(double weight_variance) const;
  // The layer at which images with these statistics collapse (PredictCollapseDepth) when that is
  // seen at `entropy` (nats per pixel) of `pixels` pixels. Searched up to layer 1000.
  absl::StatusOr<cascade::CollapseDepth> Collapse(double weight_variance,
                                                  const cascade::ImageStatistics& images,
                                                  double entropy, int pixels) const;

 private:
  ColumnTheory(network::MeanFieldActivation activation, double bias_variance)
      : activation_(std::move(activation)), bias_variance_(bias_variance) {}

  network::MeanFieldActivation activation_;
  double bias_variance_;
};

template <>
struct FieldsOf<cascade::ImageStatistics> {
  template <typename Self, typename Visit>
  static void VisitFields(Self& self, Visit& visit) {
    visit("mean_square", self.mean_square);
    visit("correlation", self.correlation);
  }
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_SHARED_CASCADE_COLUMN_H_
