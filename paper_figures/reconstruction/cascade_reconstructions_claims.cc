#include "paper_figures/reconstruction/cascade_reconstructions_claims.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"

namespace infoflow::paper_figures {

ClaimList ReconstructionClaims(const std::vector<ReconstructionLevel>& levels,
                               const std::vector<ClassPrototype>& prototypes,
                               const std::string& judged, bool trained) {
  double least_rise = std::numeric_limits<double>::infinity(), before = 0.0;
  for (const ReconstructionLevel& level : levels) {
    least_rise = std::min(least_rise, level.reconstruction_mse - before);
    before = level.reconstruction_mse;
  }
  // Classes whose prototype with these `others` is taken for them.
  const auto num_right = [&](double others, int ClassPrototype::*taken_for) {
    return std::count_if(
        prototypes.begin(), prototypes.end(), [&](const ClassPrototype& prototype) {
          return prototype.others == others && prototype.*taken_for == prototype.of_class;
        });
  };
  ClaimList claims;
  claims.Add("error_grows", "The error of reconstructions grows from layer to layer.")
      .Inferred()
      .Measured(absl::StrCat("smallest increase of the mean squared error, ", judged), least_rise)
      .Above(0.0);
  const auto add = [&](const char* name, const char* sentence, const char* quantity,
                       double classes) {
    return claims.Add(name, sentence)
        .Measured(quantity, classes)
        .DecidedIf(trained,
                   "the outputs of a network that has hardly been trained are far from one-hot "
                   "vectors");
  };
  add("one_hot_classified",
      "What the decoders make of a one-hot output is an image of that class, as the network sees "
      "it.",
      "classes of ten that the network gives back, the fewer of others = -1 and 0",
      std::min(num_right(-1.0, &ClassPrototype::class_by_network),
               num_right(0.0, &ClassPrototype::class_by_network)))
      .Inferred()
      .AtLeast(8.0);
  // Both bounds were settled after a look at ten seeds: docs/reconstruction.md.
  add("one_hot_near_mean", "It resembles the mean image of that class most.",
      "classes of ten whose mean is nearest, others = -1",
      num_right(-1.0, &ClassPrototype::class_by_nearest_mean))
      .AtLeast(8.0);
  add("zeros_near_mean", "With 0 instead of -1 for the other classes that is so for most of them.",
      "classes of ten whose mean is nearest, others = 0",
      num_right(0.0, &ClassPrototype::class_by_nearest_mean))
      .AtLeast(6.0);
  return claims;
}

}  // namespace infoflow::paper_figures
