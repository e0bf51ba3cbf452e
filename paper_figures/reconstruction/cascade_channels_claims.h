#ifndef PAPER_FIGURES_RECONSTRUCTION_CASCADE_CHANNELS_CLAIMS_H_
#define PAPER_FIGURES_RECONSTRUCTION_CASCADE_CHANNELS_CLAIMS_H_

#include <string>
#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/reconstruction/channel_cascade.h"
#include "paper_figures/reconstruction/decision_images.h"

namespace infoflow::paper_figures {

// What was measured of one network and its cascades.
struct ChannelMeasurements {
  double accuracy = 0.0;
  std::vector<UnitRow> units;
  std::vector<ChannelRow> channels;
  std::vector<DecisionRow> decisions;
};

// Which of the bounds, those of the small network on digits after its training, say something.
enum class ChannelSubject { kTrainedHere, kHardlyTrained, kFromFiles };

// `dataset` is what was judged by.
ClaimList ChannelClaims(const ChannelMeasurements& measured, const std::string& dataset,
                        ChannelSubject subject);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_CASCADE_CHANNELS_CLAIMS_H_
