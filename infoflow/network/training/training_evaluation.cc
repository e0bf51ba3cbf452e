#include "infoflow/network/training/training_evaluation.h"

#include <algorithm>
#include <limits>

#include "infoflow/linalg/blas_threads.h"
#include "infoflow/support/check.h"

namespace infoflow::network {

template <typename T>
Evaluation Evaluate(const Network<T>& network, const LabelledSamples<T>& samples,
                    LossConvention loss, const EvaluationOptions& options, WorkerPool& workers) {
  const linalg::SingleThreadedBlas single_threaded_blas;
  int count = samples.inputs.rows();
  INFOFLOW_CHECK(count >= 1 && options.batch >= 1);
  const int batch = std::min(options.batch, count);
  if (options.drop_last) count -= count % batch;
  NetworkWorkspace<T> workspace(network, batch);
  Evaluation evaluation;
  evaluation.samples = count;
  double correct = 0.0;
  for (int first = 0; first < count; first += batch) {
    const int rows = std::min(batch, count - first);
    const linalg::ConstMatrixView<T> outputs =
        Forward(network, samples.inputs.Block(first, 0, rows, samples.inputs.columns()), workspace,
                workers);
    if (!samples.targets.empty()) {
      const linalg::ConstMatrixView<T> targets =
          samples.targets.Block(first, 0, rows, samples.targets.columns());
      evaluation.loss += rows * BatchLoss<T>(loss, outputs, {}, targets, {});
      continue;
    }
    const absl::Span<const int> labels = samples.labels.subspan(first, rows);
    evaluation.loss += rows * BatchLoss<T>(loss, outputs, labels, {}, {});
    correct += CountCorrect(outputs, labels);
  }
  evaluation.loss /= count;
  evaluation.accuracy =
      samples.targets.empty() ? correct / count : std::numeric_limits<double>::quiet_NaN();
  return evaluation;
}

template Evaluation Evaluate(const Network<float>&, const LabelledSamples<float>&, LossConvention,
                             const EvaluationOptions&, WorkerPool&);
template Evaluation Evaluate(const Network<double>&, const LabelledSamples<double>&, LossConvention,
                             const EvaluationOptions&, WorkerPool&);

}  // namespace infoflow::network
