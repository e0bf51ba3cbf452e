#ifndef PAPER_FIGURES_SHARED_MAP_COLUMN_H_
#define PAPER_FIGURES_SHARED_MAP_COLUMN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/network/layers/network.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/image_set.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/harness/run.h"

namespace infoflow::paper_figures {

// Columns of the maps of convolutional and residual networks: one random network per weight
// variance, and decoders for it.

// Differential entropy below which reconstructions as they are (not normalised) count as collapsed:
// the darkest colour of the published maps is at -10.
inline constexpr double kMapCollapsedEntropy = -9.5;

// What decides a column's numbers besides its weight variance, images and seed.
struct MapColumnParameters {
  int depth;  // layers with entropies
  int channels;
  double bias_variance;
  std::int64_t batches;
  int batch;
  double learning_rate;

  INFOFLOW_FIELDS(depth, channels, bias_variance, batches, batch, learning_rate)
};

// Values per preset of those that differ between figures.
struct MapColumnDefaults {
  PerPreset<int> depth;
  PerPreset<int> channels;
  PerPreset<std::int64_t> batches;
};

struct MapColumnImages {
  std::string dataset;
  int train_count;
  int images;  // to take entropies of

  absl::StatusOr<ImageSet> Choose(const Run& run) const;
};

// Registers dataset, depth, channels, bias_variance, batches, batch, learning_rate, train_count and
// images.
void RegisterMapColumn(ParameterSet& set, const MapColumnDefaults& defaults,
                       MapColumnParameters* column, MapColumnImages* images);

enum class MapFamily { kConvolutional, kResidual };
enum class MapDecoders { kTrained, kUntrained };

// By layer, from the first one.
struct MapLayers {
  std::vector<double> raw;         // differential entropy of reconstructions, nats per pixel
  std::vector<double> normalized;  // after shift and normalisation
  std::vector<double> errors;      // mean squared, against the images

  // First layer below kMapCollapsedEntropy, interpolated; one beyond the deepest when there is
  // none.
  double Collapse() const { return Collapse(raw); }
  double NormalizedCollapse() const { return Collapse(normalized); }

  INFOFLOW_FIELDS(raw, normalized, errors)

 private:
  static double Collapse(const std::vector<double>& entropies) {
    return cascade::FirstLayerBelow(entropies, kMapCollapsedEntropy, /*interpolate=*/true);
  }
};

// The random network of a column. Errors: sizes out of range.
absl::StatusOr<network::Network<float>> MakeMapNetwork(MapFamily family, double weight_variance,
                                                       const MapColumnParameters& column,
                                                       std::uint64_t seed,
                                                       const datasets::Dataset& images);

struct MapColumn {
  MapFamily family;
  MapDecoders decoders;
  double weight_variance;
  MapColumnParameters parameters;
  std::uint64_t seed;
};

// Entropies of its first `layers` layers (all of them when that is more). Errors: also steps that
// diverge, Cancelled when a caught signal came. `threads` change no number; nor does `checkpoint`,
// if it is not empty, a file that keeps decoders whose training takes long, or was interrupted, and
// from which it then goes on. It belongs to this very column and these images.
absl::StatusOr<MapLayers> ComputeMapColumn(const MapColumn& column,
                                           const datasets::SplitDataset& data, int layers,
                                           int threads, const std::string& checkpoint = "");

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_SHARED_MAP_COLUMN_H_
