#ifndef INFOFLOW_CASCADE_CHANNEL_IMAGES_H_
#define INFOFLOW_CASCADE_CHANNEL_IMAGES_H_

#include "absl/types/span.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/tap_groups.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {

enum class ChannelChoice {
  kAlone,        // all other channels are zero: the paper's
  kLeaveOneOut,  // what is missing without the channel, R_l - decode(a_l without it): ours
};

// What one channel of the output of layer `level` (from 1) decodes to, one image per row.
//
// Source: arXiv:2406.12916 (public code: channel images of VGG16); leave-one-out has no offset from
// the decoders' biases when they are linear. Shapes: activations n x (pixels channels),
// pixel-major. Domain: level from 1 to num_decoders(), channel in [0, channels).
template <typename T>
linalg::Matrix<T> DecodeChannel(const Cascade<T>& cascade, int level,
                                linalg::ConstMatrixView<T> activations, int channels, int channel,
                                ChannelChoice choice, WorkerPool& workers);

// Each image as it is shown: its least pixel is subtracted, then all are divided by the largest; a
// constant image becomes 0. Source: arXiv:2406.12916 (public code), which divides 0 by 0 there.
template <typename T>
void ScaleForDisplay(linalg::MatrixView<T> images);

// Channel `channel` of the maps in the rows of `maps`, enlarged to images of height x width pixels
// by repeating them: pixel (i, j) shows the map at (floor(i h / height), floor(j w / width)).
// Shapes: maps n x shape.size(); result n x (height width).
template <typename T>
linalg::Matrix<T> EnlargedChannel(linalg::ConstMatrixView<T> maps, const network::MapShape& shape,
                                  int channel, int height, int width);

// Mean over the channels of the maps in the rows of `maps`. Shapes: n x shape.size(); result n x
// shape.pixels().
template <typename T>
linalg::Matrix<T> MeanOverChannels(linalg::ConstMatrixView<T> maps, const network::MapShape& shape);

// Pearson's correlation coefficient over pixels; NaN when either image is constant. Shapes: equal
// sizes. Accuracy: sums in double around the means.
template <typename T>
double ImageCorrelation(absl::Span<const T> a, absl::Span<const T> b);

}  // namespace infoflow::cascade

#endif  // INFOFLOW_CASCADE_CHANNEL_IMAGES_H_
