#ifndef INFOFLOW_CASCADE_CONVOLUTIONAL_CASCADE_H_
#define INFOFLOW_CASCADE_CONVOLUTIONAL_CASCADE_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/network/convolution/convolutional_network.h"

namespace infoflow::cascade {

// Decoders of the first options.levels() layers of a network made with `options`, initialised:
// transposed 3 x 3 convolutions with tanh, of the layer's stride and cut to the layer's input; for
// a residual block two of them, without a skip. The tail and the last layer have none.
//
// Source: arXiv:2406.12916 (public code). Errors: a network of other sizes.
template <typename T>
absl::StatusOr<Cascade<T>> MakeConvolutionalCascade(network::Network<T> network,
                                                    const network::ConvolutionalOptions& options,
                                                    std::uint64_t seed);

}  // namespace infoflow::cascade

#endif  // INFOFLOW_CASCADE_CONVOLUTIONAL_CASCADE_H_
