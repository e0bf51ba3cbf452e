#ifndef PAPER_FIGURES_RECONSTRUCTION_CHANNEL_CASCADE_H_
#define PAPER_FIGURES_RECONSTRUCTION_CHANNEL_CASCADE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/vgg_cascade.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/reconstruction/vgg_subject.h"

namespace infoflow::paper_figures {

// How decoders learn, and what is decoded.
struct ChannelRecipe {
  int levels;  // units with decoders; 0: all
  std::int64_t batches;
  int batch;
  double learning_rate;       // of Adam
  int images;                 // judged by, the first ones
  std::vector<int> units;     // whose channels are decoded, from 1; those that there are
  std::vector<int> channels;  // which of them, from 0; those that there are
  int relu_starts = 10;       // that are tried at most

  INFOFLOW_FIELDS(levels, batches, batch, learning_rate, images, units, channels, relu_starts)
};

// A start of the ReLU decoders, by what becomes of the first one. Its outputs are pixels: where
// they are negative for strokes at the start, no derivative brings them back, and it stays dead.
struct ReluStart {
  std::uint64_t seed = 0;
  double error = 0.0;        // mean squared, of the first decoder after its steps
  double dead_error = 0.0;   // of a decoder whose outputs are all 0: the images' mean square
  double least_error = 0.0;  // of one that is right wherever pixels are positive
  bool dead() const { return error - least_error > 0.5 * (dead_error - least_error); }

  INFOFLOW_FIELDS(seed, error, dead_error, least_error)
};

// Three cascades of one network.
struct ChannelCascades {
  cascade::Cascade<float> linear, relu, untrained;
  std::vector<ReluStart> relu_starts;  // that were tried, the last one is that of `relu`
};

// Decoders of all kinds start from `seed`; those with ReLU from the next one while the first of
// them is dead. Errors: levels out of range, pools without decoder, steps that
// diverge.
absl::StatusOr<ChannelCascades> TrainChannelCascades(const VggSubject& subject,
                                                     const ChannelRecipe& recipe,
                                                     std::uint64_t seed, WorkerPool& workers);

// Reconstructions from one unit. Means over images.
struct UnitRow {
  int unit = 0;
  std::string name;
  double mse = 0.0;            // mean squared error of R_l, linear decoders
  double relu_mse = 0.0;       // with ReLU decoders
  double untrained_mse = 0.0;  // of linear decoders as they start
  double correlation = 0.0;    // of R_l with the image, over pixels
  double same_class = 0.0;     // share of R_l that the network takes for the image's class
  // The decoder's own error on true activations / variance of its target.
  double relative_error = 0.0;

  INFOFLOW_FIELDS(unit, name, mse, relu_mse, untrained_mse, correlation, same_class, relative_error)
};

// One channel, as it decodes. Medians over images; NaN where all images or maps are constant.
struct ChannelRow {
  int unit = 0;
  std::string name;
  int channel = 0;
  // Absolute correlation of the channel's image, alone and left out, with the channel's own map.
  double alone_own_map = 0.0;
  double left_out_own_map = 0.0;
  // The same of left out with the maps of the unit's other channels that are decoded.
  double left_out_other_maps = 0.0;
  // Share of the images of the channel alone that are constant.
  double constant = 0.0;
  double relu_constant = 0.0;

  INFOFLOW_FIELDS(unit, name, channel, alone_own_map, left_out_own_map, left_out_other_maps,
                  constant, relu_constant)
};

// The rows of all units but a flatten, which changes no number.
std::vector<UnitRow> MeasureUnits(const VggSubject& subject, const ChannelRecipe& recipe,
                                  const ChannelCascades& cascades, WorkerPool& workers);
std::vector<ChannelRow> MeasureChannels(const VggSubject& subject, const ChannelRecipe& recipe,
                                        const ChannelCascades& cascades, WorkerPool& workers);

// The units that MeasureUnits has rows of.
std::vector<int> DecodedUnits(const VggSubject& subject, const ChannelCascades& cascades);

// Outputs of unit `unit` (from 1) for the rows of `images`.
linalg::Matrix<float> UnitOutputs(const VggSubject& subject, int unit,
                                  linalg::ConstMatrixView<float> images, WorkerPool& workers);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_CHANNEL_CASCADE_H_
