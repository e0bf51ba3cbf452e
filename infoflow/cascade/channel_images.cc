#include "infoflow/cascade/channel_images.h"

#include <algorithm>

#include "infoflow/cascade/reconstruction.h"
#include "infoflow/support/check.h"

namespace infoflow::cascade {

using linalg::ConstMatrixView;
using linalg::Matrix;
using linalg::MatrixView;

template <typename T>
Matrix<T> DecodeChannel(const Cascade<T>& cascade, int level, ConstMatrixView<T> activations,
                        int channels, int channel, ChannelChoice choice, WorkerPool& workers) {
  INFOFLOW_CHECK(channel >= 0 && channel < channels && activations.columns() % channels == 0);
  Matrix<T> changed(activations);
  const bool alone = choice == ChannelChoice::kAlone;
  for (int b = 0; b < changed.rows(); ++b) {
    for (int i = 0; i < changed.columns(); ++i) {
      if ((i % channels == channel) != alone) changed(b, i) = T(0);
    }
  }
  Matrix<T> decoded = Decode<T>(cascade, level, changed, workers);
  if (alone) return decoded;
  Matrix<T> whole = Decode<T>(cascade, level, activations, workers);
  for (std::size_t i = 0; i < whole.size(); ++i) whole.values()[i] -= decoded.values()[i];
  return whole;
}

template <typename T>
void ScaleForDisplay(MatrixView<T> images) {
  for (int b = 0; b < images.rows(); ++b) {
    const absl::Span<T> image = images.row(b);
    const auto [least, most] = std::minmax_element(image.begin(), image.end());
    const T offset = *least, scale = *most - offset;
    for (T& pixel : image) pixel = scale == T(0) ? T(0) : (pixel - offset) / scale;
  }
}

#define INFOFLOW_INSTANTIATE(T)                                                          \
  template Matrix<T> DecodeChannel(const Cascade<T>&, int, ConstMatrixView<T>, int, int, \
                                   ChannelChoice, WorkerPool&);                          \
  template void ScaleForDisplay(MatrixView<T>);
INFOFLOW_INSTANTIATE(float)
INFOFLOW_INSTANTIATE(double)
#undef INFOFLOW_INSTANTIATE

}  // namespace infoflow::cascade
