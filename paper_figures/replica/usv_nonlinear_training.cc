// Entropies of recognition models while they learn with fixed singular vectors: linear, ReLU and
// hardtanh networks, and controls.
//
// Symbols: T_l output of layer l, H its entropy with the measurement's noise, I(X; T_l) its
// information about the input, MMSE the error of the codes given T_l, all per code. Mathematics:
// docs/replica.md, part IV.

#include <string>
#include <vector>

#include "infoflow/activation/batch.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/replica/learning_runs.h"
#include "paper_figures/replica/recognition_training.h"
#include "paper_figures/replica/usv_nonlinear_training_claims.h"

namespace infoflow::paper_figures {

namespace {

constexpr activation::Kind kKinds[] = {activation::Kind::kLinear, activation::Kind::kRelu,
                                       activation::Kind::kHardtanh};
constexpr LearningControl kControls[] = {LearningControl::kUnconstrained,
                                         LearningControl::kPermuted, LearningControl::kNoiseless};

struct Parameters {
  RecognitionParameters recognition;
  int control_replicates;
  double weight_variance;

  void Register(ParameterSet& set) {
    recognition.Register(set);
    set.Add("control_replicates", &control_replicates, "runs of each control", {1, 1, 1},
            {1, 1000});
    set.Add("weight_variance", &weight_variance, "of initial weights times fan-in", {1.0, 1.0, 1.0},
            {1e-6, 1e6});
  }
};

absl::StatusOr<std::vector<LearningPoint>> Points(const Parameters& p, const Run& run) {
  INFOFLOW_RETURN_IF_ERROR(p.recognition.Check());
  std::vector<LearningPoint> points;
  for (const activation::Kind kind : kKinds) {
    const LearningPoint point = p.recognition.PointOf(
        activation::KindName(kind), p.recognition.Alternating(kind), p.weight_variance);
    INFOFLOW_RETURN_IF_ERROR(replica::CheckLearningExperiment(point.experiment));
    for (int r = 1; r <= p.recognition.replicates; ++r) {
      points.push_back(WithControl(point, LearningControl::kNone, r, run.seed));
    }
    for (const LearningControl control : kControls) {
      for (int r = 1; r <= p.control_replicates; ++r) {
        points.push_back(WithControl(point, control, r, run.seed));
      }
    }
  }
  return points;
}

// Presentation: nothing below decides a record.

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, LearningRuns runs) {
  Presentation presentation;
  presentation.tables = {ChangeTable(runs), LossTable(runs), PlaneTable(runs),
                         MeasurementTable(runs)};
  presentation.claims = NonlinearTrainingClaims(runs);
  PictureKeys& keys = presentation.keys;
  std::vector<std::string> names;
  for (const activation::Kind kind : kKinds) names.push_back(activation::KindName(kind));
  keys.Add("networks", names);
  keys.Add("layers", p.recognition.measured_layers());
  keys.Add("last_epoch", p.recognition.measured_epochs.back());
  keys.Add("replicates", p.recognition.replicates);
  keys.Add("control_replicates", p.control_replicates);
  return presentation;
}

}  // namespace

Figure UsvNonlinearTraining() {
  FigureOf<Parameters, LearningPoint, LearningRecord> figure;
  figure.title = "Information in recognition models that learn with fixed singular vectors";
  figure.paper = "arXiv:1805.09785";
  figure.source = "learning experiments, recognition models";
  figure.description =
      "Losses and accuracies, change of entropy and information, and error of the codes of each "
      "layer along training, and the plane of information and test error, for linear, ReLU and "
      "hardtanh networks; unconstrained weights, permuted labels and data without noise as "
      "controls.";
  figure.oracle =
      "training: usv_parity_* and usv_training_bands.csv in testdata/reference/replica; entropies: "
      "usv_entropy.csv there, and for linear networks the exact log-determinants beside them";
  figure.width = 1900;
  figure.height = 1050;
  figure.keeps_points = true;
  figure.points = Points;
  figure.compute = ComputeLearning;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
