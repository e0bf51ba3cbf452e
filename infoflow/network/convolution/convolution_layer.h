#ifndef INFOFLOW_NETWORK_CONVOLUTION_CONVOLUTION_LAYER_H_
#define INFOFLOW_NETWORK_CONVOLUTION_CONVOLUTION_LAYER_H_

#include "infoflow/activation/batch.h"
#include "infoflow/network/convolution/tap_groups.h"
#include "infoflow/network/layers/dense_layer.h"
#include "infoflow/network/layers/layer.h"

namespace infoflow::network {

struct ConvolutionOptions {
  MapShape input;
  int channels = 1;  // of the output
  int kernel = 3;
  int stride = 1;
  int padding = 0;  // zeros on each side
  activation::Kind activation = activation::Kind::kTanh;
  // Surrounds the activated map by copies of its opposite borders, one pixel wide: the next
  // convolution then acts on a torus. PyTorch's circular padding by 1.
  bool wrap = false;
  DenseBias bias = DenseBias::kWith;

  ConvolutionGeometry geometry() const {
    return {input.height, input.width, kernel, stride, padding, wrap};
  }
  MapShape output() const {
    const ConvolutionGeometry g = geometry();
    const int border = wrap ? 2 : 0;
    return {channels, g.inner_height() + border, g.inner_width() + border};
  }
};

// y = f(W * x + b), * the cross-correlation of PyTorch's Conv2d, then the border of `wrap`.
//
// Source: arXiv:2406.12916 (public code: convolutions, circular padding after the nonlinearity).
// Maps are pixel-major (tap_groups.h). Parameters: W as kernel x kernel x in x out (PyTorch's
// W[out,in,i,j] at [i,j,in,out]), then b (out) unless without bias. fan_in: in kernel^2. Domain:
// sizes >= 1, the kernel fits; activation linear, tanh or ReLU. Shapes: rows x input().size() to
// rows x output().size(). Gradients against finite differences 1e-7 relative in double, values
// against PyTorch 1e-9 of the root mean square. Backward folds the copies' derivatives back onto
// what they copy. Cost for n rows: 2 n in out flops per term of tap_groups.h forward, twice that
// backward.
template <typename T>
LayerPointer<T> MakeConvolutionLayer(const ConvolutionOptions& options);

struct TransposedConvolutionOptions {
  MapShape input;
  int channels = 1;  // of the output
  int kernel = 3;
  int stride = 1;
  activation::Kind activation = activation::Kind::kTanh;
  Cut cut = Cut::kNone;

  TransposedGeometry geometry() const { return {input.height, input.width, kernel, stride, cut}; }
  MapShape output() const {
    return {channels, geometry().output_height(), geometry().output_width()};
  }
};

// y = f(x *^T W + b), PyTorch's ConvTranspose2d without padding, then what `cut` drops; only what
// is kept is computed.
//
// Source: arXiv:2406.12916 (public code: decoders of convolutions). Parameters: W as kernel x
// kernel x in x out (PyTorch's W[in,out,i,j] at [i,j,in,out]), then b (out). fan_in: out kernel^2,
// which is no number of terms but what PyTorch's default initialisation takes. Otherwise as above.
template <typename T>
LayerPointer<T> MakeTransposedConvolutionLayer(const TransposedConvolutionOptions& options);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_CONVOLUTION_CONVOLUTION_LAYER_H_
