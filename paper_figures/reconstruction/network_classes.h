#ifndef PAPER_FIGURES_RECONSTRUCTION_NETWORK_CLASSES_H_
#define PAPER_FIGURES_RECONSTRUCTION_NETWORK_CLASSES_H_

#include <vector>

#include "infoflow/datasets/dataset.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::paper_figures {

// The class that a network takes each image for: that of its largest output.
std::vector<int> Classify(const network::Network<float>& network,
                          linalg::ConstMatrixView<float> images, WorkerPool& workers);

// Two images to show, by their place: the first ones of `shown_class` that the network gets right
// (`by_network`); where there are less than two, the first image, then the second. Domain: at least
// one image.
std::vector<int> TwoExamples(const datasets::Dataset& data, const std::vector<int>& by_network,
                             int shown_class);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_NETWORK_CLASSES_H_
