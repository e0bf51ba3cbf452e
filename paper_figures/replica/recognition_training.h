#ifndef PAPER_FIGURES_REPLICA_RECOGNITION_TRAINING_H_
#define PAPER_FIGURES_REPLICA_RECOGNITION_TRAINING_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "infoflow/activation/batch.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/harness/run.h"
#include "paper_figures/replica/learning_runs.h"

namespace infoflow::paper_figures {

// What the figures of recognition models have in common: two classes of generated inputs are told
// apart by networks whose last layer alone is not held to its singular vectors.
struct RecognitionParameters {
  std::vector<int> sizes;
  int codes;
  int replicates;
  int samples_per_input;
  double data_noise, measurement_noise;
  double learning_rate;
  int batch;
  std::vector<int> measured_epochs;

  void Register(ParameterSet& set);

  // Errors: fewer sizes than a measured layer, the last one and their inputs need.
  absl::Status Check() const;

  // Of what Check found right, without control, replicate and seed. Activations: of all layers but
  // the last; one for each.
  LearningPoint PointOf(const std::string& network, std::vector<activation::Kind> activations,
                        double weight_variance) const;
  // "linear" names the first and then every second of the measured layers, `kind` the others.
  std::vector<activation::Kind> Alternating(activation::Kind kind) const;
  int measured_layers() const { return static_cast<int>(sizes.size()) - 2; }
};

// The measured epoch from which on learning is called late: the last one at or before three tenths
// of the training.
int LateEpoch(const LearningPoint& point);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_REPLICA_RECOGNITION_TRAINING_H_
