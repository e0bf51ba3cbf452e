#ifndef INFOFLOW_CASCADE_DECODER_H_
#define INFOFLOW_CASCADE_DECODER_H_

#include <cstddef>
#include <memory>

#include "absl/types/span.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/layer.h"
#include "infoflow/network/training/optimizer.h"

namespace infoflow::cascade {

// What one optimisation step of a decoder reads and writes. Rows are samples.
template <typename T>
struct DecoderStep {
  linalg::ConstMatrixView<T> input;   // rows x input_size: what the network's layer put out
  linalg::ConstMatrixView<T> target;  // rows x output_size: what the layer took
  absl::Span<T> parameters;
  // Whose group `group` these parameters are; BeginStep has been called.
  network::Optimizer<T>* optimizer = nullptr;
  int group = 0;
  absl::Span<T> scratch;  // at least scratch_size(rows)
};

// A layer that learns to undo a layer of a network: from that layer's output to its input.
//
// Like network::Layer it is a description: parameters are handed over at each call. A step
// descends the mean squared error over all elements (rows and outputs)
//
//   L = 1/(B n) sum_bi (p_bi - x_bi)^2
//
// and is split into parts that write to different parameters, so that parts of all decoders can
// run side by side; their number depends on shapes only. Source: arXiv:2406.12916, "contra
// network". New kinds of layers need a decoder's Layer and nothing else: MakeLayerDecoder.
template <typename T>
class Decoder {
 public:
  virtual ~Decoder() = default;

  virtual const network::Layer<T>& layer() const = 0;
  // 0 when there is nothing to learn.
  virtual int num_parts() const = 0;
  // Numbers of scratch memory that a part needs for `rows` samples.
  virtual std::size_t scratch_size(int rows) const = 0;
  // Takes the part's step and returns its share of the sum of squared errors before it.
  // Allocates nothing. BLAS must be on one thread.
  virtual double TrainPart(int part, const DecoderStep<T>& step) const = 0;
};

template <typename T>
using DecoderPointer = std::shared_ptr<const Decoder<T>>;

// A decoder of any kind of layer: forward, loss, backward and the optimiser, one after the
// other, in one part. Cost: as the layer's forward and backward pass without input gradient.
template <typename T>
DecoderPointer<T> MakeLayerDecoder(network::LayerPointer<T> layer);

// A dense decoder p = f(y V^T + c), f = tanh or linear: the same numbers as MakeLayerDecoder but
// for the order of sums, faster. For a block of units, one product makes pre-activations, one
// elementwise pass turns them into errors, their squares and derivatives by the pre-activations,
// one product makes the weights' derivative, and one pass of the optimiser uses it while it is
// in the cache.
// Domain: sizes >= 1. Cost: 4 B input_size output_size flops.
template <typename T>
DecoderPointer<T> MakeDenseDecoder(int input_size, int output_size, activation::Kind activation);

}  // namespace infoflow::cascade

#endif  // INFOFLOW_CASCADE_DECODER_H_
