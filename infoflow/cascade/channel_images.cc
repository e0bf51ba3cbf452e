#include "infoflow/cascade/channel_images.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "infoflow/cascade/reconstruction.h"
#include "infoflow/support/check.h"

namespace infoflow::cascade {

using linalg::ConstMatrixView;
using linalg::Matrix;
using linalg::MatrixView;
using network::MapShape;

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

template <typename T>
Matrix<T> EnlargedChannel(ConstMatrixView<T> maps, const MapShape& shape, int channel, int height,
                          int width) {
  INFOFLOW_CHECK(maps.columns() == shape.size() && channel >= 0 && channel < shape.channels);
  Matrix<T> images(maps.rows(), height * width);
  for (int b = 0; b < maps.rows(); ++b) {
    for (int i = 0; i < height; ++i) {
      for (int j = 0; j < width; ++j) {
        const int pixel = i * shape.height / height * shape.width + j * shape.width / width;
        images(b, i * width + j) = maps(b, pixel * shape.channels + channel);
      }
    }
  }
  return images;
}

template <typename T>
Matrix<T> MeanOverChannels(ConstMatrixView<T> maps, const MapShape& shape) {
  INFOFLOW_CHECK(maps.columns() == shape.size());
  Matrix<T> means(maps.rows(), shape.pixels());
  for (int b = 0; b < maps.rows(); ++b) {
    for (int pixel = 0; pixel < shape.pixels(); ++pixel) {
      T sum = T(0);
      for (int k = 0; k < shape.channels; ++k) sum += maps(b, pixel * shape.channels + k);
      means(b, pixel) = sum / static_cast<T>(shape.channels);
    }
  }
  return means;
}

template <typename T>
double ImageCorrelation(absl::Span<const T> a, absl::Span<const T> b) {
  INFOFLOW_CHECK(a.size() == b.size());
  const auto constant = [](absl::Span<const T> image) {
    return std::all_of(image.begin(), image.end(), [&](T pixel) { return pixel == image[0]; });
  };
  if (constant(a) || constant(b)) return std::numeric_limits<double>::quiet_NaN();
  double mean_a = 0.0, mean_b = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) mean_a += a[i], mean_b += b[i];
  mean_a /= static_cast<double>(a.size());
  mean_b /= static_cast<double>(a.size());
  double ab = 0.0, aa = 0.0, bb = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double da = a[i] - mean_a, db = b[i] - mean_b;
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return ab / std::sqrt(aa * bb);
}

#define INFOFLOW_INSTANTIATE(T)                                                           \
  template Matrix<T> DecodeChannel(const Cascade<T>&, int, ConstMatrixView<T>, int, int,  \
                                   ChannelChoice, WorkerPool&);                           \
  template void ScaleForDisplay(MatrixView<T>);                                           \
  template Matrix<T> EnlargedChannel(ConstMatrixView<T>, const MapShape&, int, int, int); \
  template Matrix<T> MeanOverChannels(ConstMatrixView<T>, const MapShape&);               \
  template double ImageCorrelation(absl::Span<const T>, absl::Span<const T>);
INFOFLOW_INSTANTIATE(float)
INFOFLOW_INSTANTIATE(double)
#undef INFOFLOW_INSTANTIATE

}  // namespace infoflow::cascade
