#include "paper_figures/reconstruction/network_classes.h"

#include <algorithm>

namespace infoflow::paper_figures {

std::vector<int> Classify(const network::Network<float>& network,
                          linalg::ConstMatrixView<float> images, WorkerPool& workers) {
  network::NetworkWorkspace<float> workspace(network, images.rows());
  const auto outputs = network::Forward(network, images, workspace, workers);
  std::vector<int> classes;
  for (int b = 0; b < images.rows(); ++b) {
    const auto row = outputs.row(b);
    classes.push_back(static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin()));
  }
  return classes;
}

std::vector<int> TwoExamples(const datasets::Dataset& data, const std::vector<int>& by_network,
                             int shown_class) {
  std::vector<int> shown;
  for (int b = 0; b < data.size() && shown.size() < 2; ++b) {
    if (data.labels[b] == shown_class && by_network[b] == shown_class) shown.push_back(b);
  }
  if (shown.empty()) shown.push_back(0);
  if (shown.size() < 2) shown.push_back(std::min(1, data.size() - 1));
  return shown;
}

}  // namespace infoflow::paper_figures
