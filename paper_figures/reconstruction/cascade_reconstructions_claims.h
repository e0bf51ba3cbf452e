#ifndef PAPER_FIGURES_RECONSTRUCTION_CASCADE_RECONSTRUCTIONS_CLAIMS_H_
#define PAPER_FIGURES_RECONSTRUCTION_CASCADE_RECONSTRUCTIONS_CLAIMS_H_

#include <string>
#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

// Reconstructions from one layer of all images that are judged by.
struct ReconstructionLevel {
  int layer = 0;
  double reconstruction_mse = 0.0;
  double same_class = 0.0;  // share that the network takes for the same class as the image

  INFOFLOW_FIELDS(layer, reconstruction_mse, same_class)
};

// What the decoders make of the output with 1 at the class and `others` elsewhere.
struct ClassPrototype {
  int of_class = 0;
  double others = 0.0;
  int class_by_network = 0;
  int class_by_nearest_mean = 0;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("class", self.of_class);
    visit("others", self.others);
    visit("class_by_network", self.class_by_network);
    visit("class_by_nearest_mean", self.class_by_nearest_mean);
  }
};

// `judged`: the images that were judged by and how well the network does; `trained`: that it has
// been trained for more than a moment.
ClaimList ReconstructionClaims(const std::vector<ReconstructionLevel>& levels,
                               const std::vector<ClassPrototype>& prototypes,
                               const std::string& judged, bool trained);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_CASCADE_RECONSTRUCTIONS_CLAIMS_H_
