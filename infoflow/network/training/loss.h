#ifndef INFOFLOW_NETWORK_TRAINING_LOSS_H_
#define INFOFLOW_NETWORK_TRAINING_LOSS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"

// Losses of a batch of outputs, mean over the rows, in nats, with the derivative by the outputs.
//
// `gradient` has the shape of `outputs` and is overwritten; empty: not wanted. Labels are classes
// in [0, columns). Sums are in double. Accuracy: gradients against finite differences 1e-8 in
// double (loss_test.cc). Cost: O(rows * columns), one or two exponentials per element. NaN
// outputs give a NaN loss.

namespace infoflow::network {

// The conventions by name. Which nonlinearity stands before the loss is part of them.
enum class LossConvention {
  // Cross-entropy (1/n) sum_b [ ln sum_k e^{z_bk} - z_{b,y_b} ]; the last layer is linear.
  kCrossEntropyOnLogits,
  // The same; the last layer has the network's nonlinearity. With tanh and ten classes the loss is
  // at least ln(1 + 9 e^-2) = 0.7966. Source: arXiv:2107.06898.
  kCrossEntropyOnActivations,
  // Cross-entropy of p = softmax(z), with the derivative by z: g = (softmax(p) - onehot(y)) / n,
  // dL/dz = p (g - <g, p>); the last layer has the network's nonlinearity. With tanh and ten
  // classes at least 1.9593. Source: arXiv:2406.12916, whose networks end with a softmax that
  // the cross-entropy applies a second time.
  kDoubleSoftmax,
  // -(1/n) sum_b [ y_b ln s(z_b) + (1 - y_b) ln(1 - s(z_b)) ], s the logistic function: PyTorch's
  // binary_cross_entropy after a sigmoid, but without overflow. One output with the network's
  // nonlinearity; labels 0, 1. Source: arXiv:2406.12916.
  kBinaryCrossEntropy,
  // MeanSquaredError against one-hot labels; the last layer has the network's nonlinearity.
  kMeanSquaredError,
};

// "cross-entropy-logits", "cross-entropy-activations", "double-softmax",
// "binary-cross-entropy", "mean-squared-error", in this order.
const std::vector<std::string>& LossConventionNames();
std::string LossConventionName(LossConvention loss);
absl::StatusOr<LossConvention> ParseLossConvention(absl::string_view name);

// The loss of the convention against labels. T: float or double.
template <typename T>
double LabelLoss(LossConvention loss, linalg::ConstMatrixView<T> outputs,
                 absl::Span<const int> labels, linalg::MatrixView<T> gradient);

// Mean of (p - t)^2 over all elements of the batch, rows and columns. No unit.
double MeanSquaredError(linalg::ConstMatrixView<float> outputs,
                        linalg::ConstMatrixView<float> targets, linalg::MatrixView<float> gradient);
double MeanSquaredError(linalg::ConstMatrixView<double> outputs,
                        linalg::ConstMatrixView<double> targets,
                        linalg::MatrixView<double> gradient);

// Number of rows whose largest output (the first of equals) is at the label; with one column,
// whose sign is the label's (z > 0: class 1). NaN is never right.
int CountCorrect(linalg::ConstMatrixView<float> outputs, absl::Span<const int> labels);
int CountCorrect(linalg::ConstMatrixView<double> outputs, absl::Span<const int> labels);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_TRAINING_LOSS_H_
