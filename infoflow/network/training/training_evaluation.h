#ifndef INFOFLOW_NETWORK_TRAINING_TRAINING_EVALUATION_H_
#define INFOFLOW_NETWORK_TRAINING_TRAINING_EVALUATION_H_

#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::network {

// Samples that somebody else owns: one row each, and either a class or a row of targets, which the
// outputs are to be near in mean square (LossConvention::kMeanSquaredError).
template <typename T>
struct LabelledSamples {
  linalg::ConstMatrixView<T> inputs;
  absl::Span<const int> labels;
  linalg::ConstMatrixView<T> targets = {};  // samples x outputs; empty where there are labels
};

// The loss of a batch of outputs against its labels, or targets unless these are empty; shapes and
// `gradient` as in loss.h.
template <typename T>
double BatchLoss(LossConvention loss, linalg::ConstMatrixView<T> outputs,
                 absl::Span<const int> labels, linalg::ConstMatrixView<T> targets,
                 linalg::MatrixView<T> gradient) {
  return targets.empty() ? LabelLoss<T>(loss, outputs, labels, gradient)
                         : MeanSquaredError(outputs, targets, gradient);
}

struct EvaluationOptions {
  int batch = 128;
  // Leaves out a last batch that is not full, as in arXiv:2107.06898 (9,984 of 10,000 images).
  bool drop_last = false;
};

struct Evaluation {
  double loss = 0.0;      // nats per sample (no unit for the squared error)
  double accuracy = 0.0;  // fraction of samples that are right; NaN of targets
  int samples = 0;        // that counted
};

// Loss and accuracy of a network, means over samples. With drop_last and fewer samples than one
// batch there is nothing to count: then all are. Domain: samples >= 1, batch >= 1. BLAS works on
// one thread: the same bits for any number of workers.
template <typename T>
Evaluation Evaluate(const Network<T>& network, const LabelledSamples<T>& samples,
                    LossConvention loss, const EvaluationOptions& options, WorkerPool& workers);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_TRAINING_TRAINING_EVALUATION_H_
