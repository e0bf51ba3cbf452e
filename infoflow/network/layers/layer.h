#ifndef INFOFLOW_NETWORK_LAYERS_LAYER_H_
#define INFOFLOW_NETWORK_LAYERS_LAYER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::network {

// What Forward reads and writes. Rows are samples.
template <typename T>
struct ForwardArguments {
  absl::Span<const T> parameters;
  linalg::ConstMatrixView<T> input;  // rows x input_size
  linalg::MatrixView<T> output;      // rows x output_size
  // rows x memory_size: what Backward needs besides input and output.
  linalg::MatrixView<T> memory;
  // Empty, or rows x preactivation_size, where the pre-activations are to be recorded.
  linalg::MatrixView<T> preactivations;
};

// What Backward reads and writes: `input`, `output` and `memory` as Forward left them; what
// `memory` holds afterwards is unspecified.
template <typename T>
struct BackwardArguments {
  absl::Span<const T> parameters;
  linalg::ConstMatrixView<T> input;
  linalg::ConstMatrixView<T> output;
  linalg::MatrixView<T> memory;
  // Derivative of the loss by the output; what it holds afterwards is unspecified.
  linalg::MatrixView<T> output_gradient;
  // Becomes the derivative by the input; empty where nobody asks for it.
  linalg::MatrixView<T> input_gradient;
  // Becomes the derivative by the parameters; empty where nobody asks for it.
  absl::Span<T> parameter_gradients;
  // At least scratch_size(rows) numbers to work in.
  absl::Span<T> scratch;
};

// One differentiable map of batches: R^input_size -> R^output_size for each row.
//
// A layer is a description and never changes: its parameters are numbers that the network owns
// and hands over at each call, so that optimisers, checkpoints and tests treat all kinds of
// layers alike. Implementations split their work into items whose number depends on shapes only
// and run them on `workers`: results have the same bits for any number of threads, given BLAS
// on one thread (linalg::SingleThreadedBlas). They allocate nothing.
template <typename T>
class Layer {
 public:
  virtual ~Layer() = default;

  // Kind, sizes and options on one line without blanks, "dense(784,400,tanh)". Checkpoints
  // compare it.
  virtual std::string Describe() const = 0;
  virtual int input_size() const = 0;
  virtual int output_size() const = 0;
  virtual std::size_t num_parameters() const = 0;
  // How many parameters are weights, the others being biases.
  virtual std::size_t num_weights() const = 0;
  // Which of them are: the first ones, unless a layer is made of several.
  virtual bool IsWeight(std::size_t index) const { return index < num_weights(); }
  // Terms in the weighted sum that each output is; 0 without parameters. Initialisations scale
  // with it.
  virtual int fan_in() const = 0;
  // Numbers per sample that Forward leaves for Backward.
  virtual int memory_size() const { return 0; }
  // Numbers that Backward needs to work in.
  virtual std::size_t scratch_size(int /*rows*/) const { return 0; }
  // Numbers per sample in front of the nonlinearity; 0 when there is none to record.
  virtual int preactivation_size() const { return 0; }

  virtual void Forward(const ForwardArguments<T>& arguments, WorkerPool& workers) const = 0;
  virtual void Backward(const BackwardArguments<T>& arguments, WorkerPool& workers) const = 0;
};

template <typename T>
using LayerPointer = std::shared_ptr<const Layer<T>>;

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_LAYERS_LAYER_H_
