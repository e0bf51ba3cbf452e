#include "paper_figures/replica/usv_linear_training_claims.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "paper_figures/shared/extremes.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kLinear[] = "linear";
// Bounds are of networks that have learnt, and of means over several.
constexpr int kLearntEpochs = 60;
constexpr int kManyReplicates = 3;
constexpr int kManyUnits = 25;
constexpr int kUnconstrainedUnits = 100;
constexpr char kShort[] =
    "a claim about at least 3 replicates of at least 25 units after 60 epochs or more";

// Sizes of networks without control, ascending.
std::vector<int> Sizes(LearningRuns runs) {
  std::vector<int> sizes;
  for (const LearningRun& run : runs) {
    if (run.point.control == LearningControl::kNone) sizes.push_back(run.point.units());
  }
  std::sort(sizes.begin(), sizes.end());
  sizes.erase(std::unique(sizes.begin(), sizes.end()), sizes.end());
  return sizes;
}

bool Learnt(LearningRuns runs) { return runs[0].point.experiment.epochs >= kLearntEpochs; }

LearningChoice Of(LearningControl control, int units = 0) { return {kLinear, control, units}; }

// Over the runs of a choice, at the end.
Extremes LastLosses(LearningRuns runs, const LearningChoice& choice) {
  Extremes losses;
  for (const LearningRun* run : Choose(runs, choice)) {
    losses.Add(LossAt(run->record, -1)->validation_loss);
  }
  return losses;
}

void AddFormulaClaims(LearningRuns runs, const std::vector<FormulaErrorRow>& errors,
                      ClaimList& claims) {
  Extremes first, scaled;
  for (const FormulaErrorRow& row : errors) {
    first.Add(row.first_layer);
    scaled.Add(row.units * row.greatest);
  }
  claims
      .Add("first_layer_exact",
           "In the first layer the replica formula is exact at any size, all along training.")
      .Measured("greatest |I - exact| (nats per input)", first.greatest)
      .AtMost(1e-10);
  claims
      .Add("replica_is_exact",
           "In deeper layers it follows the exact log-determinant within 3/N all along training.")
      .Measured("greatest N |I - exact| over sizes, runs and epochs (nats)", scaled.greatest)
      .DecidedIf(errors.front().units >= kManyUnits, "networks of less than 25 units")
      .AtMost(3.0);
  const FormulaErrorRow& small = errors.front();
  const FormulaErrorRow& large = errors.back();
  const bool wide = large.units >= 4 * small.units;
  const int replicates =
      static_cast<int>(Choose(runs, Of(LearningControl::kNone, small.units)).size());
  claims
      .Add("error_falls_with_size",
           "Its error falls with the size: over a factor of 4 or more to at most 0.6 of it.")
      .Inferred()
      .Measured("rms error of the largest over that of the smallest networks",
                large.rms / small.rms)
      .DecidedIf(wide && replicates >= kManyReplicates && small.units >= kManyUnits,
                 "a claim about sizes that differ by a factor of 4, with 3 replicates each")
      .AtMost(0.6);
}

void AddGrowthClaims(LearningRuns runs, ClaimList& claims) {
  const std::vector<int> sizes = Sizes(runs);
  const int replicates =
      static_cast<int>(Choose(runs, Of(LearningControl::kNone, sizes.front())).size());
  const bool decided = Learnt(runs) && replicates >= kManyReplicates && sizes.front() >= kManyUnits;
  const double bounds[] = {0.15, 0.28, 0.38};
  for (int layer = 1; layer <= 3; ++layer) {
    Extremes means;
    for (const int units : sizes) {
      means.Add(ChangeOver(runs, Of(LearningControl::kNone, units), layer).mean);
    }
    claims
        .Add(absl::StrCat("information_grows_", layer),
             absl::StrCat("While the network learns, the information of layer ", layer,
                          " about the input grows."))
        .Measured("least mean change of I over sizes (nats per input)", means.least)
        .DecidedIf(decided, kShort)
        .AtLeast(bounds[layer - 1]);
  }
  claims.Add("learns", "All networks learn: the validation loss falls from about 2 to below 0.2.")
      .Measured("greatest validation loss at the end",
                LastLosses(runs, Of(LearningControl::kNone)).greatest)
      .DecidedIf(decided, kShort)
      .AtMost(0.2);
}

void AddUnconstrainedClaims(LearningRuns runs, ClaimList& claims) {
  const LearningChoice choice = Of(LearningControl::kUnconstrained);
  const std::vector<const LearningRun*> chosen = Choose(runs, choice);
  Extremes changes, errors;
  for (const LearningRun* run : chosen) {
    for (int layer = 1; layer <= MeasuredLayers(run->point); ++layer) {
      changes.Add(std::abs(InformationChange(run->record, layer)));
    }
    for (const replica::LayerMeasurement& layer : run->record.layers) {
      errors.Add(std::abs(layer.mutual_information - layer.exact_information));
    }
  }
  const bool decided =
      Learnt(runs) && !chosen.empty() && chosen.front()->point.units() >= kUnconstrainedUnits;
  const char* why = "a claim about at least 100 units after 60 epochs or more";
  claims
      .Add("unconstrained_hardly_changes",
           "Where whole weight matrices learn, the information hardly changes: its growth belongs "
           "to the fixed singular vectors, not to learning.")
      .Measured("greatest |change of I| of a layer (nats per input)", changes.greatest)
      .DecidedIf(decided, why)
      .AtMost(0.05);
  claims
      .Add("unconstrained_learns_better", "They learn down to the noise of the data all the same.")
      .Measured("greatest validation loss at the end over the noise's variance",
                LastLosses(runs, choice).greatest / runs[0].point.experiment.data_noise)
      .DecidedIf(decided, why)
      .AtMost(1.2);
  claims
      .Add("unconstrained_exact",
           "Few directions are learnt then, and the formula stays near the exact result.")
      .Measured("greatest |I - exact| of a layer (nats per input)", errors.greatest)
      .DecidedIf(decided, why)
      .AtMost(0.04);
}

void AddPermutedClaims(LearningRuns runs, ClaimList& claims) {
  const LearningChoice choice = Of(LearningControl::kPermuted);
  const std::vector<const LearningRun*> chosen = Choose(runs, choice);
  Extremes changes;
  for (const LearningRun* run : chosen) {
    for (int layer = 1; layer <= MeasuredLayers(run->point); ++layer) {
      changes.Add(InformationChange(run->record, layer));
    }
  }
  const bool decided =
      Learnt(runs) && !chosen.empty() && chosen.front()->point.units() >= kManyUnits;
  const char* why = "a claim about at least 25 units after 60 epochs or more";
  claims
      .Add(
          "permuted_does_not_grow",
          "With permuted targets, where there is nothing to learn, no layer's information grows to "
          "speak of.")
      .Measured("greatest change of I of a layer (nats per input)", changes.greatest)
      .DecidedIf(decided, why)
      .AtMost(0.05);
  claims.Add("permuted_does_not_learn", "Nothing is learnt then.")
      .Measured("least validation loss at the end", LastLosses(runs, choice).least)
      .DecidedIf(decided, why)
      .AtLeast(0.6);
}

}  // namespace

std::vector<FormulaErrorRow> FormulaErrors(LearningRuns runs) {
  std::vector<FormulaErrorRow> rows;
  for (const int units : Sizes(runs)) {
    FormulaErrorRow row;
    row.units = units;
    Extremes first, deeper;
    double squares = 0.0;
    for (const LearningRun* run : Choose(runs, Of(LearningControl::kNone, units))) {
      for (const replica::LayerMeasurement& layer : run->record.layers) {
        const double error = layer.mutual_information - layer.exact_information;
        if (layer.layer == 1) {
          first.Add(std::abs(error));
          continue;
        }
        deeper.Add(std::abs(error));
        squares += error * error;
        ++row.measurements;
      }
    }
    row.first_layer = first.greatest;
    row.greatest = deeper.greatest;
    row.rms = std::sqrt(squares / row.measurements);
    rows.push_back(row);
  }
  return rows;
}

ClaimList LinearTrainingClaims(LearningRuns runs) {
  ClaimList claims;
  AddFormulaClaims(runs, FormulaErrors(runs), claims);
  AddGrowthClaims(runs, claims);
  AddUnconstrainedClaims(runs, claims);
  AddPermutedClaims(runs, claims);
  claims
      .Add("one_fixed_point",
           "The replica potential has one fixed point at every measurement: no jump is met.")
      .Measured("greatest number of fixed points", MostFixedPoints(runs))
      .AtMost(1.0);
  return claims;
}

}  // namespace infoflow::paper_figures
