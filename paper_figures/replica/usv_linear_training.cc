// Entropies of a linear network while it learns from a linear teacher with fixed singular vectors:
// the replica formula beside exact log-determinants.
//
// Symbols: N units of input and hidden layers, T_l output of layer l, H its entropy with the
// measurement's noise, I(X; T_l) its information about the input, both per input. Mathematics:
// docs/replica.md, part IV.

#include <algorithm>
#include <string>
#include <vector>

#include "infoflow/activation/batch.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/replica/learning_runs.h"
#include "paper_figures/replica/usv_linear_training_claims.h"

namespace infoflow::paper_figures {

namespace {

constexpr int kUsvLayers = 3;

struct Parameters {
  std::vector<int> units;
  int outputs;
  int replicates;
  int unconstrained_units, unconstrained_replicates;
  int permuted_units, permuted_replicates;
  int samples_per_input;
  double data_noise, measurement_noise;
  double learning_rate;
  int batch;
  std::vector<int> measured_epochs;

  void Register(ParameterSet& set) {
    set.Add("units", &units, "sizes N of input and hidden layers, ascending",
            {{25, 50}, {25, 50, 100}, {50, 100, 200, 500, 1000, 1500}}, {2, 10000});
    set.Add("outputs", &outputs, "of teacher and student", {4, 4, 4}, {1, 1000});
    set.Add("replicates", &replicates, "runs of each size", {3, 3, 5}, {1, 1000});
    set.Add("unconstrained_units", &unconstrained_units, "N of the control with whole matrices",
            {50, 100, 500}, {2, 10000});
    set.Add("unconstrained_replicates", &unconstrained_replicates, "its runs", {1, 2, 3},
            {1, 1000});
    set.Add("permuted_units", &permuted_units, "N of the control with permuted targets",
            {25, 50, 500}, {2, 10000});
    set.Add("permuted_replicates", &permuted_replicates, "its runs", {1, 2, 3}, {1, 1000});
    set.Add("samples_per_input", &samples_per_input, "to learn from, and as many to validate",
            {100, 100, 100}, {1, 100000});
    set.Add("data_noise", &data_noise, "variance of the teacher's noise", {0.01, 0.01, 0.01},
            {1e-12, 100.0});
    set.Add("measurement_noise", &measurement_noise, "variance at the measured layer",
            {1e-5, 1e-5, 1e-5}, {1e-10, 1.0});
    set.Add("learning_rate", &learning_rate, "of plain descent", {0.01, 0.01, 0.01}, {1e-9, 1e9});
    set.Add("batch", &batch, "samples per step", {50, 50, 50}, {1, 1000000});
    set.Add("measured_epochs", &measured_epochs,
            "ascending; 0 (before training) is always one, the last one ends the training",
            {{0, 1, 3, 10, 30, 60},
             {0, 1, 2, 3, 5, 8, 12, 20, 30, 40, 60},
             {0, 1, 2, 3, 5, 8, 12, 20, 30, 40, 60, 80, 100}},
            {0, 1000000});
  }
};

LearningPoint PointOf(const Parameters& p, int units) {
  LearningPoint point;
  point.network = "linear";
  replica::LearningExperiment& experiment = point.experiment;
  experiment.task = replica::LearningTask::kTeacherStudent;
  experiment.architecture.sizes.assign(kUsvLayers + 1, units);
  experiment.architecture.sizes.push_back(p.outputs);
  experiment.architecture.activations.assign(kUsvLayers, activation::Kind::kLinear);
  experiment.samples = p.samples_per_input * units;
  experiment.data_noise = p.data_noise;
  experiment.measurement_noise = p.measurement_noise;
  experiment.learning_rate = p.learning_rate;
  experiment.batch = p.batch;
  experiment.measured_epochs = WithStart(p.measured_epochs);
  experiment.epochs = p.measured_epochs.back();
  return point;
}

absl::StatusOr<std::vector<LearningPoint>> Points(const Parameters& p, const Run& run) {
  if (!std::is_sorted(p.units.begin(), p.units.end())) {
    return absl::InvalidArgumentError("--set units: must ascend");
  }
  std::vector<LearningPoint> points;
  const auto add = [&](int units, LearningControl control, int replicates) -> absl::Status {
    const LearningPoint point = PointOf(p, units);
    for (int r = 1; r <= replicates; ++r) {
      points.push_back(WithControl(point, control, r, run.seed));
    }
    return replica::CheckLearningExperiment(point.experiment);
  };
  for (const int units : p.units) {
    INFOFLOW_RETURN_IF_ERROR(add(units, LearningControl::kNone, p.replicates));
  }
  INFOFLOW_RETURN_IF_ERROR(
      add(p.unconstrained_units, LearningControl::kUnconstrained, p.unconstrained_replicates));
  INFOFLOW_RETURN_IF_ERROR(
      add(p.permuted_units, LearningControl::kPermuted, p.permuted_replicates));
  return points;
}

// Presentation: nothing below decides a record.

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, LearningRuns runs) {
  Presentation presentation;
  const std::vector<FormulaErrorRow> errors = FormulaErrors(runs);
  presentation.tables = {ChangeTable(runs),
                         {"errors", "Replica formula minus exact log-determinant", TableOf(errors)},
                         LossTable(runs),
                         MeasurementTable(runs)};
  presentation.claims = LinearTrainingClaims(runs);
  PictureKeys& keys = presentation.keys;
  keys.Add("units", p.units);
  keys.Add("largest", p.units.back());
  keys.Add("unconstrained_units", p.unconstrained_units);
  keys.Add("permuted_units", p.permuted_units);
  keys.Add("layers", kUsvLayers);
  keys.Add("last_epoch", p.measured_epochs.back());
  keys.Add("replicates", p.replicates);
  keys.Add("unconstrained_replicates", p.unconstrained_replicates);
  keys.Add("permuted_replicates", p.permuted_replicates);
  // The line of an error that falls like 1/N, through that of the largest network.
  keys.Add("error_times_units", errors.back().rms * errors.back().units);
  keys.Add("smallest", p.units.front());
  keys.Add("data_noise", p.data_noise);
  return presentation;
}

}  // namespace

Figure UsvLinearTraining() {
  FigureOf<Parameters, LearningPoint, LearningRecord> figure;
  figure.title = "Information in a linear network that learns with fixed singular vectors";
  figure.paper = "arXiv:1805.09785";
  figure.source = "learning experiments, linear teacher and student";
  figure.description =
      "Losses, and entropy and information of each layer along training, from the replica formula "
      "and exactly; error of the formula against the number of units; networks that are not held "
      "to their singular vectors, and permuted targets, as controls.";
  figure.oracle =
      "training: usv_parity_* and usv_training_bands.csv in testdata/reference/replica; entropies: "
      "usv_entropy.csv there, and the exact log-determinants beside them";
  figure.width = 1600;
  figure.height = 900;
  figure.keeps_points = true;
  figure.points = Points;
  figure.compute = ComputeLearning;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
