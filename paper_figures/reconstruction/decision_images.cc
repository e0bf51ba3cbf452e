#include "paper_figures/reconstruction/decision_images.h"

#include <algorithm>
#include <utility>

#include "infoflow/cascade/reconstruction.h"
#include "infoflow/network/layers/network.h"
#include "paper_figures/reconstruction/class_means.h"
#include "paper_figures/reconstruction/network_classes.h"

namespace infoflow::paper_figures {

using linalg::Matrix;

Matrix<float> MeanLogits(const network::Network<float>& network,
                         linalg::ConstMatrixView<float> images, WorkerPool& workers) {
  network::NetworkWorkspace<float> workspace(network, images.rows());
  const linalg::ConstMatrixView<float> logits =
      network::Forward<float>(network, images, workspace, workers);
  Matrix<float> means(logits.columns(), logits.columns());
  std::vector<int> counts(logits.columns());
  for (int b = 0; b < logits.rows(); ++b) {
    const auto row = logits.row(b);
    const int k = static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin());
    ++counts[k];
    for (int i = 0; i < means.columns(); ++i) means(k, i) += row[i];
  }
  for (int k = 0; k < means.rows(); ++k) {
    for (float& logit : means.row(k)) logit /= static_cast<float>(std::max(counts[k], 1));
  }
  return means;
}

Matrix<float> OneHot(int classes, float height) {
  Matrix<float> outputs(classes, classes);
  for (int k = 0; k < classes; ++k) outputs(k, k) = height;
  return outputs;
}

Decisions Decide(const cascade::Cascade<float>& cascade, const Matrix<float>& outputs,
                 const Matrix<double>& means, const std::string& output,
                 const std::string& decoders, WorkerPool& workers) {
  Decisions decisions;
  decisions.images = cascade::Decode<float>(cascade, cascade.num_decoders(), outputs, workers);
  const std::vector<int> by_network = Classify(cascade.network(), decisions.images, workers);
  for (int k = 0; k < outputs.rows(); ++k) {
    const absl::Span<const float> image = std::as_const(decisions.images).row(k);
    decisions.rows.push_back({k, output, decoders, by_network[k], NearestMean(means, image),
                              MostCorrelatedMean(means, image)});
  }
  return decisions;
}

}  // namespace infoflow::paper_figures
