// Entropies of hardtanh networks while they learn with fixed singular vectors, from weights of
// several initial variances: which way information goes depends on where it starts.
//
// Symbols: sigma_w^2 variance of initial weights times fan-in, T_l output of layer l, I(X; T_l) its
// information about the input, per code. Mathematics: docs/replica.md, part IV.

#include <algorithm>
#include <vector>

#include "infoflow/activation/batch.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/replica/learning_runs.h"
#include "paper_figures/replica/recognition_training.h"
#include "paper_figures/replica/usv_initialization_claims.h"

namespace infoflow::paper_figures {

namespace {

struct Parameters {
  RecognitionParameters recognition;
  std::vector<double> weight_variances;

  void Register(ParameterSet& set) {
    recognition.Register(set);
    set.Add("weight_variances", &weight_variances, "of initial weights times fan-in, sigma_w^2",
            {{4.0, 1.0, 0.25}, {4.0, 1.0, 0.25}, {4.0, 1.0, 0.25}}, {1e-6, 1e6});
  }
};

absl::StatusOr<std::vector<LearningPoint>> Points(const Parameters& p, const Run& run) {
  INFOFLOW_RETURN_IF_ERROR(p.recognition.Check());
  std::vector<LearningPoint> points;
  for (const double variance : p.weight_variances) {
    const std::vector<activation::Kind> activations(p.recognition.measured_layers(),
                                                    activation::Kind::kHardtanh);
    const LearningPoint point = p.recognition.PointOf("hardtanh", activations, variance);
    INFOFLOW_RETURN_IF_ERROR(replica::CheckLearningExperiment(point.experiment));
    for (int r = 1; r <= p.recognition.replicates; ++r) {
      points.push_back(WithControl(point, LearningControl::kNone, r, run.seed));
    }
  }
  return points;
}

// Presentation: nothing below decides a record.

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, LearningRuns runs) {
  // As points hold them: squares of roots.
  std::vector<double> variances;
  for (const LearningRun& run : runs) {
    if (std::find(variances.begin(), variances.end(), run.point.weight_variance()) ==
        variances.end()) {
      variances.push_back(run.point.weight_variance());
    }
  }
  Presentation presentation;
  presentation.tables = {ChangeTable(runs), LossTable(runs), MeasurementTable(runs)};
  presentation.claims = InitializationClaims(runs, variances);
  PictureKeys& keys = presentation.keys;
  keys.Add("variances", variances);
  keys.Add("variance_names", NumberNames(variances));
  keys.Add("layers", p.recognition.measured_layers());
  keys.Add("last_epoch", p.recognition.measured_epochs.back());
  keys.Add("replicates", p.recognition.replicates);
  return presentation;
}

}  // namespace

Figure UsvInitialization() {
  FigureOf<Parameters, LearningPoint, LearningRecord> figure;
  figure.title = "Which way information goes while hardtanh networks learn, from several weights";
  figure.paper = "arXiv:1805.09785";
  figure.source = "learning experiments, dependence on the initial weights";
  figure.description =
      "Change of the information of each layer, and accuracy, along the training of networks with "
      "hardtanh in all layers and fixed singular vectors, for three variances of the initial "
      "weights.";
  figure.oracle =
      "training: usv_parity_* and usv_training_bands.csv in testdata/reference/replica; entropies: "
      "usv_entropy.csv there";
  figure.width = 1500;
  figure.height = 850;
  figure.keeps_points = true;
  figure.points = Points;
  figure.compute = ComputeLearning;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
