#ifndef PAPER_FIGURES_REPLICA_LEARNING_RUNS_H_
#define PAPER_FIGURES_REPLICA_LEARNING_RUNS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/replica/learning/learning_experiment.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/result_table.h"
#include "paper_figures/shared/extremes.h"

// Training runs with fixed singular vectors as points of a figure: what they are, their tables,
// and the numbers that claims are about.

namespace infoflow::paper_figures {

template <>
struct FieldsOf<replica::LayerMeasurement> {
  template <typename Self, typename Visit>
  static void VisitFields(Self& self, Visit& visit) {
    const char* nats = "nats per prior variable";
    visit("epoch", self.epoch);
    visit("layer", self.layer);
    visit("entropy", self.entropy, nats);
    visit("mutual_information", self.mutual_information, nats);
    visit("mmse", self.mean_squared_error, "prior variable squared");
    visit("exact_entropy", self.exact_entropy, nats);
    visit("exact_information", self.exact_information, nats);
    visit("fixed_points", self.fixed_points);
  }
};

template <>
struct FieldsOf<replica::LossMeasurement> {
  template <typename Self, typename Visit>
  static void VisitFields(Self& self, Visit& visit) {
    visit("epoch", self.epoch);
    visit("train_loss", self.train_loss);
    visit("validation_loss", self.validation_loss);
    visit("train_accuracy", self.train_accuracy);
    visit("validation_accuracy", self.validation_accuracy);
  }
};

// Of a run, at most one differs from what the paper does.
enum class LearningControl {
  kNone,           // "usv"
  kUnconstrained,  // "unconstrained": whole weight matrices learn
  kPermuted,       // "permuted": nothing to learn
  kNoiseless,      // "noiseless": no noise in the data, as in the authors' programs
};
const char* ControlName(LearningControl control);

struct LearningPoint {
  std::string network;  // "linear", "relu": a name for its activations
  LearningControl control = LearningControl::kNone;
  int replicate = 1;  // of data, weights and order of samples
  replica::LearningExperiment experiment;

  int units() const { return experiment.architecture.sizes.front(); }
  double weight_variance() const;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("network", self.network);
    visit.Key("units", self.units());
    visit.Key("weight_variance", self.weight_variance());
    visit.Key("control", std::string(ControlName(self.control)));
    visit.Key("replicate", self.replicate);
    auto& experiment = self.experiment;
    visit("task", experiment.task);
    visit("sizes", experiment.architecture.sizes);
    visit("activations", experiment.architecture.activations);
    visit("initial_scale", experiment.architecture.initial_scale);
    visit("codes", experiment.codes);
    visit("samples", experiment.samples);
    visit("data_noise", experiment.data_noise);
    visit("learning_rate", experiment.learning_rate);
    visit("batch", experiment.batch);
    visit("epochs", experiment.epochs);
    visit("measured_epochs", experiment.measured_epochs);
    visit("measurement_noise", experiment.measurement_noise);
    visit("seed", experiment.seed);
  }
};

struct LearningRecord {
  std::vector<replica::LayerMeasurement> layers;
  std::vector<replica::LossMeasurement> losses;

  INFOFLOW_FIELDS(layers, losses)
};

using LearningRun = Computed<LearningPoint, LearningRecord>;
using LearningRuns = absl::Span<const LearningRun>;

// Sets control, replicate and the experiment's switches and seed: replicates of one figure's seed
// share nothing, controls of a replicate share data and initial weights.
LearningPoint WithControl(LearningPoint point, LearningControl control, int replicate,
                          std::uint64_t seed);

// Trains and measures on one thread.
absl::StatusOr<LearningRecord> ComputeLearning(const LearningPoint& point, const Run& run);

// Which runs a number is about.
struct LearningChoice {
  std::string network;
  LearningControl control = LearningControl::kNone;
  int units = 0;                 // 0: all
  double weight_variance = 0.0;  // 0: all
};
std::vector<const LearningRun*> Choose(LearningRuns runs, const LearningChoice& choice);

// Ascending epochs with 0 before them, if it is not there: what changes, changes from the start.
std::vector<int> WithStart(std::vector<int> epochs);

// The measurement of a layer after an epoch; `epoch` below 0 counts from the end: -1 is the last
// that was measured. Null where there is none.
const replica::LayerMeasurement* LayerAt(const LearningRecord& record, int epoch, int layer);
const replica::LossMeasurement* LossAt(const LearningRecord& record, int epoch);

// I(X; T_layer) after the last epoch minus that before training; NaN where one was not measured.
double InformationChange(const LearningRecord& record, int layer);

// Mean and extremes over runs; NaN of no run.
struct LearningSummary {
  double mean = 0.0;
  Extremes extremes;
};
LearningSummary Summarize(const std::vector<double>& values);
LearningSummary ChangeOver(LearningRuns runs, const LearningChoice& choice, int layer);

// Layers whose entropies are followed.
int MeasuredLayers(const LearningPoint& point);

// Measurements and losses of all runs, with the runs' names before them.
ResultTable MeasurementTable(LearningRuns runs);
ResultTable LossTable(LearningRuns runs);
// Information of the last measured layer, and the fraction of new samples that is told wrong.
ResultTable PlaneTable(LearningRuns runs);
// Change of information over training, over the replicates of each kind of run.
ResultTable ChangeTable(LearningRuns runs);

// Most fixed points of any measurement.
int MostFixedPoints(LearningRuns runs);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_REPLICA_LEARNING_RUNS_H_
