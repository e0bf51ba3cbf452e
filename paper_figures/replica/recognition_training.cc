#include "paper_figures/replica/recognition_training.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "infoflow/replica/learning/learning_experiment.h"

namespace infoflow::paper_figures {

void RecognitionParameters::Register(ParameterSet& set) {
  set.Add("sizes", &sizes, "units from input to the two classes",
          {{30, 60, 30, 15, 6, 2}, {50, 100, 50, 25, 10, 2}, {500, 1000, 500, 250, 100, 2}},
          {1, 10000});
  set.Add("codes", &codes, "prior variables that inputs are generated from", {6, 10, 100},
          {1, 10000});
  set.Add("replicates", &replicates, "runs of each network", {1, 3, 5}, {1, 1000});
  set.Add("samples_per_input", &samples_per_input, "to learn from, and as many to validate",
          {100, 100, 100}, {1, 100000});
  set.Add("data_noise", &data_noise, "variance of the generator's noise", {0.01, 0.01, 0.01},
          {1e-12, 100.0});
  set.Add("measurement_noise", &measurement_noise, "variance at the measured layer",
          {1e-5, 1e-5, 1e-5}, {1e-10, 1.0});
  set.Add("learning_rate", &learning_rate, "of plain descent", {0.05, 0.05, 0.01}, {1e-9, 1e9});
  set.Add("batch", &batch, "samples per step", {100, 100, 100}, {1, 1000000});
  set.Add("measured_epochs", &measured_epochs,
          "ascending; 0 (before training) is always one, the last one ends the training",
          {{0, 1, 2, 5, 10, 20},
           {0, 1, 2, 3, 5, 8, 12, 20, 30, 40, 60, 80, 100},
           {0, 1, 2, 3, 5, 8, 12, 20, 30, 40, 60, 80, 100}},
          {0, 1000000});
}

absl::Status RecognitionParameters::Check() const {
  if (measured_layers() >= 1) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("--set sizes=", absl::StrJoin(sizes, ","),
                   ": must be at least three sizes: input, measured layers, the two classes"));
}

std::vector<activation::Kind> RecognitionParameters::Alternating(activation::Kind kind) const {
  std::vector<activation::Kind> activations(measured_layers(), activation::Kind::kLinear);
  for (int l = 1; l < measured_layers(); l += 2) activations[l] = kind;
  return activations;
}

LearningPoint RecognitionParameters::PointOf(const std::string& network,
                                             std::vector<activation::Kind> activations,
                                             double weight_variance) const {
  LearningPoint point;
  point.network = network;
  replica::LearningExperiment& experiment = point.experiment;
  experiment.task = replica::LearningTask::kRecognition;
  experiment.architecture.sizes = sizes;
  experiment.architecture.activations = std::move(activations);
  experiment.architecture.initial_scale = std::sqrt(weight_variance);
  experiment.codes = codes;
  experiment.samples = samples_per_input * sizes.front();
  experiment.data_noise = data_noise;
  experiment.measurement_noise = measurement_noise;
  experiment.learning_rate = learning_rate;
  experiment.batch = batch;
  experiment.measured_epochs = WithStart(measured_epochs);
  experiment.epochs = measured_epochs.back();
  return point;
}

int LateEpoch(const LearningPoint& point) {
  int late = 0;
  for (const int epoch : point.experiment.measured_epochs) {
    if (epoch <= 0.3 * point.experiment.epochs) late = epoch;
  }
  return late;
}

}  // namespace infoflow::paper_figures
