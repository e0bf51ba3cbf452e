#include "paper_figures/replica/usv_nonlinear_training_claims.h"

#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "paper_figures/replica/recognition_training.h"
#include "paper_figures/shared/extremes.h"

namespace infoflow::paper_figures {

namespace {

// Bounds are of networks that have learnt, with as many codes and runs. With more codes a change is
// spread over more of them, and the paper's rate takes longer.
constexpr int kLearntEpochs = 60;
constexpr int kManyCodes = 8;
constexpr int kTooManyCodes = 50;
constexpr int kManyReplicates = 3;
constexpr char kFew[] =
    "a claim about at least 3 replicates with 8 to 49 codes, after 60 epochs or more";

constexpr const char* kNetworks[] = {"linear", "relu", "hardtanh"};

// The runs, and what several claims ask of them.
class Judged {
 public:
  explicit Judged(LearningRuns runs) : runs_(runs) {
    last_layer_ = MeasuredLayers(runs[0].point);
    const replica::LearningExperiment& experiment = runs[0].point.experiment;
    decided_ = experiment.epochs >= kLearntEpochs && experiment.codes >= kManyCodes &&
               experiment.codes < kTooManyCodes &&
               Choose(runs, {"linear"}).size() >= kManyReplicates;
  }

  LearningRuns runs() const { return runs_; }
  int last_layer() const { return last_layer_; }
  bool decided() const { return decided_; }

  LearningSummary Change(const char* network, LearningControl control, int layer) const {
    return ChangeOver(runs_, {network, control}, layer);
  }
  LearningSummary LastChange(const char* network,
                             LearningControl control = LearningControl::kNone) const {
    return Change(network, control, last_layer_);
  }
  LearningSummary Accuracy(const char* network,
                           LearningControl control = LearningControl::kNone) const {
    std::vector<double> accuracies;
    for (const LearningRun* run : Choose(runs_, {network, control})) {
      accuracies.push_back(LossAt(run->record, -1)->validation_accuracy);
    }
    return Summarize(accuracies);
  }

 private:
  LearningRuns runs_;
  int last_layer_ = 0;
  bool decided_ = false;
};

void AddLearningClaims(const Judged& judged, ClaimList& claims) {
  Extremes accuracies, means;
  for (const char* network : kNetworks) {
    accuracies.Add(judged.Accuracy(network).extremes.least);
    means.Add(judged.Accuracy(network).mean);
  }
  claims.Add("all_learn", "Linear, ReLU and hardtanh networks all learn the classes.")
      .Inferred()
      .Measured("least validation accuracy at the end", accuracies.least)
      .DecidedIf(judged.decided(), kFew)
      .AtLeast(0.92);
  claims.Add("accuracies_agree", "Their accuracies agree, whatever happens to their information.")
      .Measured("difference between the mean accuracies of two networks",
                means.greatest - means.least)
      .DecidedIf(judged.decided(), kFew)
      .AtMost(0.04);
}

void AddDirectionClaims(const Judged& judged, ClaimList& claims) {
  const char* change = "change of I of the last measured layer (nats per code)";
  claims
      .Add("hardtanh_compresses",
           "Of the last measured layer, the information about the input falls in every hardtanh "
           "network.")
      .Measured(absl::StrCat("greatest ", change), judged.LastChange("hardtanh").extremes.greatest)
      .DecidedIf(judged.decided(), kFew)
      .AtMost(-0.25);
  claims.Add("relu_does_not_compress", "It grows in every ReLU network.")
      .Measured(absl::StrCat("least ", change), judged.LastChange("relu").extremes.least)
      .DecidedIf(judged.decided(), kFew)
      .AtLeast(0.08);
  claims.Add("linear_does_not_compress", "It grows in every linear network.")
      .Measured(absl::StrCat("least ", change), judged.LastChange("linear").extremes.least)
      .DecidedIf(judged.decided(), kFew)
      .AtLeast(0.12);
  claims
      .Add("elusive",
           "The relationship between compression and generalization remains elusive: networks that "
           "generalize alike differ in the sign of the change of information.")
      .Quoted("abstract")
      .Measured("mean change in ReLU minus that in hardtanh networks (nats per code)",
                judged.LastChange("relu").mean - judged.LastChange("hardtanh").mean)
      .DecidedIf(judged.decided(), kFew)
      .AtLeast(0.4);
  claims
      .Add("layers_disagree",
           "Nor do the layers of one network agree: in ReLU networks the first loses information "
           "while the last one gains it.")
      .Measured("mean change of I of the first layer (nats per code)",
                judged.Change("relu", LearningControl::kNone, 1).mean)
      .DecidedIf(judged.decided() && judged.LastChange("relu").mean > 0.0, kFew)
      .AtMost(-0.1);
}

// Whether information falls again after it has grown.
void AddPhaseClaims(const Judged& judged, ClaimList& claims) {
  Extremes falls;
  for (const char* network : {"linear", "relu"}) {
    for (const LearningRun* run : Choose(judged.runs(), {network})) {
      Extremes information;
      for (const replica::LayerMeasurement& layer : run->record.layers) {
        if (layer.layer == judged.last_layer()) information.Add(layer.mutual_information);
      }
      falls.Add(information.greatest -
                LayerAt(run->record, -1, judged.last_layer())->mutual_information);
    }
  }
  claims
      .Add("no_compression_phase",
           "Linear and ReLU networks have no phase of compression after one of fitting.")
      .Inferred()
      .Measured("greatest fall of I of the last measured layer from its maximum (nats per code)",
                falls.greatest)
      .DecidedIf(judged.decided(), kFew)
      .AtMost(0.05);
  Extremes late_change, late_loss;
  for (const LearningRun* run : Choose(judged.runs(), {"hardtanh"})) {
    const int late = LateEpoch(run->point);
    late_change.Add(LayerAt(run->record, -1, judged.last_layer())->mutual_information -
                    LayerAt(run->record, late, judged.last_layer())->mutual_information);
    late_loss.Add(LossAt(run->record, -1)->validation_loss -
                  LossAt(run->record, late)->validation_loss);
  }
  claims
      .Add("hardtanh_keeps_compressing",
           "In hardtanh networks the information keeps falling in the last seven tenths of the "
           "training,")
      .Measured("greatest change of I then (nats per code)", late_change.greatest)
      .DecidedIf(judged.decided(), kFew)
      .Below(0.0);
  claims.Add("hardtanh_keeps_learning", "while the validation loss still falls.")
      .Measured("greatest change of the validation loss then (nats per sample)", late_loss.greatest)
      .DecidedIf(judged.decided(), kFew)
      .Below(0.0);
}

void AddPermutedClaims(const Judged& judged, ClaimList& claims) {
  const LearningControl control = LearningControl::kPermuted;
  Extremes sizes, changes, accuracies;
  for (const char* network : kNetworks) {
    const Extremes change = judged.LastChange(network, control).extremes;
    changes.Add(change.greatest);
    accuracies.Add(std::abs(judged.Accuracy(network, control).mean - 0.5));
    if (std::string(network) == "linear") continue;
    sizes.Add(std::abs(change.least));
    sizes.Add(std::abs(change.greatest));
  }
  claims
      .Add("permuted_changes_little",
           "With permuted labels ReLU and hardtanh networks change little: what happens to the "
           "information is the task's doing.")
      .Measured("greatest |change of I| of the last measured layer (nats per code)", sizes.greatest)
      .DecidedIf(judged.decided(), kFew)
      .AtMost(0.18);
  claims.Add("permuted_does_not_grow", "No network's information grows then,")
      .Measured("greatest change of I of the last measured layer (nats per code)", changes.greatest)
      .DecidedIf(judged.decided(), kFew)
      .AtMost(0.05);
  claims.Add("permuted_does_not_learn", "and none learns.")
      .Measured("greatest |validation accuracy - 1/2|", accuracies.greatest)
      .DecidedIf(judged.decided(), kFew)
      .AtMost(0.03);
}

void AddNoiselessClaims(const Judged& judged, ClaimList& claims) {
  const LearningControl control = LearningControl::kNoiseless;
  Extremes changes, accuracies;
  for (const char* network : kNetworks) {
    const double sign = judged.LastChange(network).mean > 0.0 ? 1.0 : -1.0;
    const Extremes change = judged.LastChange(network, control).extremes;
    changes.Add(sign * change.least);
    changes.Add(sign * change.greatest);
    accuracies.Add(judged.Accuracy(network, control).mean - judged.Accuracy(network).mean);
  }
  claims
      .Add("noise_in_data_does_not_matter",
           "Without noise in the data, as the authors' programs draw them, all directions are the "
           "same.")
      .Measured("least change of I in the direction found with noise (nats per code)",
                changes.least)
      .DecidedIf(judged.decided(), kFew)
      .AtLeast(0.1);
  claims.Add("noiseless_learns", "Networks learn as well or better then.")
      .Measured("least difference of validation accuracy", accuracies.least)
      .DecidedIf(judged.decided(), kFew)
      .AtLeast(-0.01);
}

void AddUnconstrainedClaims(const Judged& judged, ClaimList& claims) {
  const LearningControl control = LearningControl::kUnconstrained;
  const double bounds[] = {0.15, 0.22, 0.38};
  Extremes accuracies;
  for (int i = 0; i < 3; ++i) {
    const Extremes change = judged.LastChange(kNetworks[i], control).extremes;
    Extremes sizes;
    sizes.Add(std::abs(change.least));
    sizes.Add(std::abs(change.greatest));
    claims
        .Add(absl::StrCat("unconstrained_", kNetworks[i], "_changes_less"),
             absl::StrCat("Where whole weight matrices learn, the spectra of ", kNetworks[i],
                          " networks change less and the formula's information with them."))
        .Measured("greatest |change of I| of the last measured layer (nats per code)",
                  sizes.greatest)
        .DecidedIf(judged.decided(), kFew)
        .AtMost(bounds[i]);
    accuracies.Add(judged.Accuracy(kNetworks[i], control).mean -
                   judged.Accuracy(kNetworks[i]).mean);
  }
  claims.Add("unconstrained_learns_as_well", "They learn as well or better.")
      .Measured("least difference of validation accuracy", accuracies.least)
      .DecidedIf(judged.decided(), kFew)
      .AtLeast(-0.01);
}

void AddExactClaims(const Judged& judged, ClaimList& claims) {
  Extremes errors, exact_changes;
  for (const LearningRun* run : Choose(judged.runs(), {"linear"})) {
    for (const replica::LayerMeasurement& layer : run->record.layers) {
      errors.Add(std::abs(layer.mutual_information - layer.exact_information));
    }
    exact_changes.Add(LayerAt(run->record, -1, judged.last_layer())->exact_information -
                      LayerAt(run->record, 0, judged.last_layer())->exact_information);
  }
  const int codes = judged.runs()[0].point.experiment.codes;
  claims
      .Add("replica_is_exact",
           "In linear networks the formula follows the exact log-determinant in every layer, up to "
           "what one learnt direction among the codes costs.")
      .Quoted("abstract")
      .Refines(
          "the weight constraint is designed so that the formula's assumption is verified "
          "during learning")
      .Measured("greatest codes |I - exact| (nats)", codes * errors.greatest)
      .DecidedIf(codes >= kManyCodes, "less than 8 codes")
      .AtMost(4.0);
  claims
      .Add("exact_grows_too",
           "The exact information of the last measured layer grows in every linear network, too.")
      .Measured("least change of the exact I (nats per code)", exact_changes.least)
      .DecidedIf(judged.decided(), kFew)
      .AtLeast(0.15);
}

}  // namespace

ClaimList NonlinearTrainingClaims(LearningRuns runs) {
  const Judged judged(runs);
  ClaimList claims;
  AddLearningClaims(judged, claims);
  AddDirectionClaims(judged, claims);
  AddPhaseClaims(judged, claims);
  AddPermutedClaims(judged, claims);
  AddNoiselessClaims(judged, claims);
  AddUnconstrainedClaims(judged, claims);
  AddExactClaims(judged, claims);
  claims
      .Add("one_fixed_point",
           "The replica potential has one fixed point at every measurement: no jump is met.")
      .Measured("greatest number of fixed points", MostFixedPoints(runs))
      .AtMost(1.0);
  return claims;
}

}  // namespace infoflow::paper_figures
