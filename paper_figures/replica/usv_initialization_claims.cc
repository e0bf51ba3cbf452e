#include "paper_figures/replica/usv_initialization_claims.h"

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "paper_figures/shared/extremes.h"

namespace infoflow::paper_figures {

namespace {

// Bounds are of the paper's three variances in networks that have learnt.
constexpr double kLarge = 4.0;
constexpr double kMiddle = 1.0;
constexpr double kSmall = 0.25;
constexpr int kLearntEpochs = 60;
constexpr int kManyCodes = 8;
constexpr int kManyReplicates = 3;
// With more codes a change is spread over more of them, and the paper's rate takes longer.
constexpr int kTooManyCodes = 50;
constexpr char kOther[] =
    "a claim about weight variances 4, 1, 0.25, at least 3 replicates with 8 to 49 codes, after 60 "
    "epochs or more";

LearningChoice Of(double weight_variance) {
  return {"hardtanh", LearningControl::kNone, 0, weight_variance};
}

double MeanAccuracy(LearningRuns runs, double weight_variance) {
  std::vector<double> accuracies;
  for (const LearningRun* run : Choose(runs, Of(weight_variance))) {
    accuracies.push_back(LossAt(run->record, -1)->validation_accuracy);
  }
  return Summarize(accuracies).mean;
}

bool Decided(LearningRuns runs) {
  const replica::LearningExperiment& experiment = runs[0].point.experiment;
  bool decided = experiment.epochs >= kLearntEpochs && experiment.codes >= kManyCodes &&
                 experiment.codes < kTooManyCodes;
  for (const double variance : {kLarge, kMiddle, kSmall}) {
    decided = decided && Choose(runs, Of(variance)).size() >= kManyReplicates;
  }
  return decided;
}

void AddDirectionClaims(LearningRuns runs, int layer, const std::string& which,
                        const double (&bounds)[3], ClaimList& claims) {
  const bool decided = Decided(runs);
  const std::string measured =
      absl::StrCat("mean change of I of the ", which, " measured layer (nats per code)");
  claims
      .Add(absl::StrCat("large_grow_", layer),
           absl::StrCat("From large weights (variance 4) the information of the ", which,
                        " measured layer grows while the network learns,"))
      .Inferred()
      .Measured(measured, ChangeOver(runs, Of(kLarge), layer).mean)
      .DecidedIf(decided, kOther)
      .AtLeast(bounds[0]);
  claims.Add(absl::StrCat("middle_fall_", layer), "from those of variance 1 it falls,")
      .Inferred()
      .Measured(measured, ChangeOver(runs, Of(kMiddle), layer).mean)
      .DecidedIf(decided, kOther)
      .AtMost(bounds[1]);
  claims
      .Add(absl::StrCat("small_grow_", layer), "and from small ones (variance 1/4) it grows again.")
      .Inferred()
      .Measured(measured, ChangeOver(runs, Of(kSmall), layer).mean)
      .DecidedIf(decided, kOther)
      .AtLeast(bounds[2]);
}

}  // namespace

ClaimList InitializationClaims(LearningRuns runs, const std::vector<double>& weight_variances) {
  ClaimList claims;
  const int last = MeasuredLayers(runs[0].point);
  AddDirectionClaims(runs, last, "last", {0.1, -0.18, 0.7}, claims);
  if (last > 1) AddDirectionClaims(runs, last - 1, "last but one", {0.03, -0.3, 0.5}, claims);
  Extremes accuracies;
  for (const double variance : weight_variances) accuracies.Add(MeanAccuracy(runs, variance));
  claims
      .Add(
          "accuracy_hardly_depends",
          "Although the information goes opposite ways, accuracies from variances 1 and 1/4 hardly "
          "differ; from 4 networks learn more slowly.")
      .Inferred()
      .Refines("the initialization does not change the final performance drastically")
      .Measured("|difference of mean accuracies from variances 1 and 1/4|",
                std::abs(MeanAccuracy(runs, kMiddle) - MeanAccuracy(runs, kSmall)))
      .DecidedIf(Decided(runs), kOther)
      .AtMost(0.04);
  claims.Add("large_learn_slowly", "From variance 4 accuracy is still lower in small networks.")
      .Measured("mean accuracy from variance 1 minus that from 4",
                MeanAccuracy(runs, kMiddle) - MeanAccuracy(runs, kLarge))
      .DecidedIf(Decided(runs), kOther)
      .AtLeast(0.02);
  claims.Add("all_learn", "All of them learn, also from variance 4.")
      .Measured("least mean accuracy on new samples", accuracies.least)
      .DecidedIf(Decided(runs), kOther)
      .AtLeast(0.82);
  claims
      .Add("one_fixed_point",
           "The replica potential has one fixed point at every measurement: no jump is met.")
      .Measured("greatest number of fixed points", MostFixedPoints(runs))
      .AtMost(1.0);
  return claims;
}

}  // namespace infoflow::paper_figures
