#ifndef INFOFLOW_REPLICA_LEARNING_LEARNING_EXPERIMENT_H_
#define INFOFLOW_REPLICA_LEARNING_LEARNING_EXPERIMENT_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "infoflow/network/usv/usv_network.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::replica {

enum class LearningTask {
  kTeacherStudent,  // targets of a linear teacher, mean squared error
  kRecognition,     // two classes of generated inputs, cross-entropy on logits
};

// A network that learns while its entropies are followed. Source: arXiv:1805.09785, learning
// experiments. Plain stochastic descent: no momentum, constant rate, new order each epoch, last
// batch kept.
struct LearningExperiment {
  LearningTask task = LearningTask::kTeacherStudent;
  network::UsvArchitecture architecture;
  // Prior variables of a recognition task; a teacher-student's are the inputs.
  int codes = 0;
  int samples = 0;           // to learn from, and as many to validate
  double data_noise = 0.01;  // variance, in the entropies' model and in the data
  // Controls.
  bool leave_out_data_noise = false;  // out of the data only, as the authors' programs do
  bool permute_answers = false;
  bool unconstrained = false;  // dense layers that start with the same weights
  double learning_rate = 0.01;
  int batch = 50;
  int epochs = 60;
  std::uint64_t seed = 1;
  // Epochs after which is measured, ascending; 0 is before training.
  std::vector<int> measured_epochs;
  double measurement_noise = 1e-5;
};

// One layer at one epoch; nats per prior variable.
struct LayerMeasurement {
  int epoch = 0;
  int layer = 0;  // 1 for the first
  double entropy = 0.0;
  double mutual_information = 0.0;  // I(X; T_l)
  double mean_squared_error = 0.0;  // of the prior variables
  // Log-determinants for the actual matrices; NaN unless all layers up to here are linear.
  double exact_entropy = 0.0;
  double exact_information = 0.0;
  int fixed_points = 0;
};

// Over all samples, after the epoch; accuracies are NaN where there are no classes.
struct LossMeasurement {
  int epoch = 0;
  double train_loss = 0.0;
  double validation_loss = 0.0;
  double train_accuracy = 0.0;
  double validation_accuracy = 0.0;
};

struct LearningCurve {
  std::vector<LayerMeasurement> layers;  // epoch after epoch
  std::vector<LossMeasurement> losses;
  // S of each layer but the last one, at the end: signed, in the order of the singular vectors; of
  // an unconstrained network the singular values, descending.
  std::vector<std::vector<double>> singular_values;
  // Of Wg; empty of a teacher-student task.
  std::vector<double> generator_singular_values;
};

// OK, or one sentence about the first value that is not allowed.
absl::Status CheckLearningExperiment(const LearningExperiment& experiment);

// Trains and measures. All starts (learning_entropy.h) at the first and the last measurement, the
// last end and ignorance between them. Decided by the experiment alone, whatever the number of
// workers, up to the last digits of BLAS kernels. Errors: as CheckLearningExperiment, Cancelled
// after an interrupt, learning that diverges, entropies without a fixed point.
absl::StatusOr<LearningCurve> RunLearning(const LearningExperiment& experiment,
                                          WorkerPool& workers);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_LEARNING_LEARNING_EXPERIMENT_H_
