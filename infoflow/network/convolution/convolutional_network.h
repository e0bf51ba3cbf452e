#ifndef INFOFLOW_NETWORK_CONVOLUTION_CONVOLUTIONAL_NETWORK_H_
#define INFOFLOW_NETWORK_CONVOLUTION_CONVOLUTIONAL_NETWORK_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "infoflow/network/convolution/tap_groups.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/layers/network.h"

namespace infoflow::network {

// The paper's convolutional and residual networks, all layers with tanh:
//
//   1                     convolution 3 x 3, zeros around, all pixels
//   2, ..., strided + 1   convolutions 3 x 3 of stride 2, zeros around
//   then `blocks` layers  convolutions 3 x 3 without padding, circular padding by 1 after tanh (a
//                         torus); or residual blocks (residual_layer.h)
//   then a tail           convolution 3 x 3 without padding, mean over all pixels
//   last                  dense, without bias, to the classes
//
// Source: arXiv:2406.12916 (public code), for images of 28 x 28 with two strided layers; its depth
// d is that of blocks + 1.
struct ConvolutionalOptions {
  MapShape image = {1, 28, 28};
  int channels = 16;
  int strided = 2;
  int blocks = 9;
  bool residual = false;
  int classes = 10;

  static ConvolutionalOptions OfDepth(int depth, int channels, bool residual) {
    ConvolutionalOptions options;
    options.blocks = depth - 1;
    options.channels = channels;
    options.residual = residual;
    return options;
  }
  // Layers with decoders: all but the tail and the last one.
  int levels() const { return 1 + strided + blocks; }
  // The map behind layer `level`, 0 being the image, up to levels().
  MapShape MapBehind(int level) const;
};

// OK, or one sentence about the first value that is not allowed: channels and classes from 1,
// strided and blocks from 0, maps of at least 3 x 3 pixels everywhere.
absl::Status CheckConvolutionalOptions(const ConvolutionalOptions& options);

// Gaussian weights and biases. Errors: those of CheckConvolutionalOptions; variances as
// MakeDenseNetwork.
template <typename T>
absl::StatusOr<Network<T>> MakeConvolutionalNetwork(const ConvolutionalOptions& options,
                                                    const GaussianInitialization& initialization,
                                                    std::uint64_t seed);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_CONVOLUTION_CONVOLUTIONAL_NETWORK_H_
