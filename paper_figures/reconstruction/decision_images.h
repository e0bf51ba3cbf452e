#ifndef PAPER_FIGURES_RECONSTRUCTION_DECISION_IMAGES_H_
#define PAPER_FIGURES_RECONSTRUCTION_DECISION_IMAGES_H_

#include <string>
#include <vector>

#include "infoflow/cascade/cascade.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/reconstruction/vgg_subject.h"

namespace infoflow::paper_figures {

// What the decoders make of an output that stands for a class.
struct DecisionRow {
  int of_class = 0;
  std::string output;    // "mean-logits", "one-hot"
  std::string decoders;  // "linear", "relu"
  int class_by_network = 0;
  int class_by_nearest_mean = 0;  // of the classes' mean images
  int class_by_correlation = 0;   // with the classes' mean images

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("class", self.of_class);
    visit("output", self.output);
    visit("decoders", self.decoders);
    visit("class_by_network", self.class_by_network);
    visit("class_by_nearest_mean", self.class_by_nearest_mean);
    visit("class_by_correlation", self.class_by_correlation);
  }
};

// Outputs that stand for the classes, a row each: the network's mean logits over the images that it
// takes for the class (ours), or `height` for the class and 0 for the others (arXiv:2406.12916,
// public code). A class that no image is taken for has a row of zeros in the first.
linalg::Matrix<float> MeanLogits(const network::Network<float>& network,
                                 linalg::ConstMatrixView<float> images, WorkerPool& workers);
linalg::Matrix<float> OneHot(int classes, float height);

// Decodes `outputs` and takes the images for classes. Domain: decoders for all units. Shapes: means
// classes x pixels.
struct Decisions {
  std::vector<DecisionRow> rows;
  linalg::Matrix<float> images;
};
Decisions Decide(const cascade::Cascade<float>& cascade, const linalg::Matrix<float>& outputs,
                 const linalg::Matrix<double>& means, const std::string& output,
                 const std::string& decoders, WorkerPool& workers);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_DECISION_IMAGES_H_
