#include "infoflow/replica/learning/learning_experiment.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/network/training/training.h"
#include "infoflow/network/training/training_evaluation.h"
#include "infoflow/network/usv/synthetic_task.h"
#include "infoflow/replica/learning/learning_entropy.h"
#include "infoflow/replica/learning/linear_chain_entropy.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::replica {

namespace {

using linalg::Matrix;
using network::SyntheticTask;
using network::UsvForm;
using network::UsvInitialState;

absl::Status MustBe(absl::string_view name, double value, absl::string_view allowed) {
  return absl::InvalidArgumentError(absl::StrCat(name, "=", value, ": must be ", allowed));
}

absl::Status CheckMeasuredEpochs(const LearningExperiment& experiment) {
  if (experiment.measured_epochs.empty()) {
    return absl::InvalidArgumentError("measured epochs: needs at least one");
  }
  int before = -1;
  for (const int epoch : experiment.measured_epochs) {
    if (epoch <= before || epoch > experiment.epochs) {
      return absl::InvalidArgumentError(absl::StrCat("measured epoch ", epoch,
                                                     ": they must ascend and be from 0 to ",
                                                     experiment.epochs, ", the last epoch"));
    }
    before = epoch;
  }
  return absl::OkStatus();
}

absl::StatusOr<SyntheticTask> MakeTask(const LearningExperiment& experiment) {
  const std::vector<int>& sizes = experiment.architecture.sizes;
  network::SyntheticTaskOptions options;
  options.samples = experiment.samples;
  options.noise = experiment.data_noise;
  options.leave_out_noise = experiment.leave_out_data_noise;
  options.permute_answers = experiment.permute_answers;
  if (experiment.task == LearningTask::kTeacherStudent) {
    return network::MakeTeacherStudentTask(sizes.front(), sizes.back(), options, experiment.seed);
  }
  return network::MakeRecognitionTask(experiment.codes, sizes.front(), options, experiment.seed);
}

absl::StatusOr<LearningEntropies> MakeEntropies(const LearningExperiment& experiment,
                                                const Matrix<double>& generator) {
  LearningModel model;
  model.measurement_noise = experiment.measurement_noise;
  if (!generator.empty()) {
    model.generator.emplace();
    INFOFLOW_ASSIGN_OR_RETURN(model.generator->singular_values,
                              linalg::SingularValues(generator.view()));
    model.generator->inputs = generator.rows();
    model.generator->outputs = generator.columns();
    model.generator->noise = experiment.data_noise;
  }
  const network::UsvArchitecture& architecture = experiment.architecture;
  for (std::size_t l = 0; l < architecture.activations.size(); ++l) {
    model.layers.push_back({architecture.sizes[l], architecture.sizes[l + 1],
                            activation::KindName(architecture.activations[l])});
  }
  return LearningEntropies::Create(model);
}

// What follows the entropies of a network whose weights it can read.
class Measuring {
 public:
  static absl::StatusOr<Measuring> Create(const LearningExperiment& experiment,
                                          const UsvInitialState& state,
                                          const Matrix<double>& generator) {
    INFOFLOW_ASSIGN_OR_RETURN(LearningEntropies entropies, MakeEntropies(experiment, generator));
    Measuring measuring(experiment, state, std::move(entropies));
    if (!generator.empty()) {
      measuring.input_factor_ = GeneratedInputFactor(generator, experiment.data_noise);
      measuring.prior_variables_ = generator.rows();
    }
    return measuring;
  }

  absl::StatusOr<std::vector<std::vector<double>>> SingularValues(
      const network::Network<double>& network) const {
    std::vector<std::vector<double>> values;
    for (int l = 0; l < depth(); ++l) {
      const absl::Span<const double> parameters = network.parameters(l);
      if (!experiment_.unconstrained) {
        values.emplace_back(parameters.begin(), parameters.end());
        continue;
      }
      INFOFLOW_ASSIGN_OR_RETURN(std::vector<double> layer,
                                linalg::SingularValues(DenseWeights(parameters, l)));
      values.push_back(std::move(layer));
    }
    return values;
  }

  absl::Status Measure(const network::Network<double>& network, int epoch, LearningStarts starts,
                       std::vector<LayerMeasurement>& measurements) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<std::vector<double>> singular_values,
                              SingularValues(network));
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<LayerEntropy> layers,
                              entropies_.Measure(singular_values, starts));
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> exact, ExactEntropies(network));
    for (int l = 0; l < depth(); ++l) {
      const LayerEntropy& layer = layers[l];
      LayerMeasurement measurement;
      measurement.epoch = epoch;
      measurement.layer = l + 1;
      measurement.entropy = layer.entropy;
      measurement.mutual_information = layer.mutual_information;
      measurement.mean_squared_error = layer.mean_squared_error;
      measurement.fixed_points = static_cast<int>(layer.solution.fixed_points.size());
      const bool has_exact = l < static_cast<int>(exact.size());
      measurement.exact_entropy = has_exact ? exact[l] : std::numeric_limits<double>::quiet_NaN();
      measurement.exact_information =
          measurement.exact_entropy - (layer.entropy - layer.mutual_information);
      measurements.push_back(measurement);
    }
    return absl::OkStatus();
  }

 private:
  Measuring(const LearningExperiment& experiment, const UsvInitialState& state,
            LearningEntropies entropies)
      : experiment_(experiment),
        state_(state),
        entropies_(std::move(entropies)),
        prior_variables_(experiment.architecture.sizes.front()) {}

  int depth() const { return static_cast<int>(state_.layers.size()); }

  // out x in, as dense layers hold them.
  linalg::ConstMatrixView<double> DenseWeights(absl::Span<const double> parameters, int l) const {
    const std::vector<int>& sizes = experiment_.architecture.sizes;
    return linalg::ConstMatrixView<double>(parameters, sizes[l + 1], sizes[l]);
  }

  // Of the linear layers at the network's beginning.
  absl::StatusOr<std::vector<double>> ExactEntropies(
      const network::Network<double>& network) const {
    std::vector<Matrix<double>> weights;
    for (int l = 0; l < depth(); ++l) {
      if (experiment_.architecture.activations[l] != activation::Kind::kLinear) break;
      const absl::Span<const double> parameters = network.parameters(l);
      weights.push_back(experiment_.unconstrained
                            ? linalg::Transposed(DenseWeights(parameters, l))
                            : network::UsvProduct(state_.layers[l], parameters));
    }
    return LinearChainEntropies(input_factor_, weights, experiment_.measurement_noise,
                                prior_variables_);
  }

  const LearningExperiment& experiment_;
  const UsvInitialState& state_;
  LearningEntropies entropies_;
  Matrix<double> input_factor_;
  int prior_variables_;
};

LossMeasurement MeasureLosses(const network::Training<double>& training, const SyntheticTask& task,
                              WorkerPool& workers) {
  // Samples at a time: more would leave the cache, fewer make small products.
  constexpr network::EvaluationOptions kOptions = {256, false};
  const auto evaluate = [&](const network::SyntheticSamples& samples) {
    return Evaluate(training.network(), samples.view(), training.options().loss, kOptions, workers);
  };
  const network::Evaluation train = evaluate(task.train);
  const network::Evaluation validation = evaluate(task.validation);
  return {training.position().epoch, train.loss, validation.loss, train.accuracy,
          validation.accuracy};
}

network::TrainingOptions OptionsOf(const LearningExperiment& experiment) {
  network::TrainingOptions options;
  options.loss = experiment.task == LearningTask::kRecognition
                     ? network::LossConvention::kCrossEntropyOnLogits
                     : network::LossConvention::kMeanSquaredError;
  options.optimizer.learning_rate = experiment.learning_rate;
  options.optimizer.momentum = 0.0;
  options.minibatches.batch = experiment.batch;
  options.seed = experiment.seed;
  return options;
}

}  // namespace

absl::Status CheckLearningExperiment(const LearningExperiment& experiment) {
  INFOFLOW_RETURN_IF_ERROR(network::CheckUsvArchitecture(experiment.architecture));
  const bool recognition = experiment.task == LearningTask::kRecognition;
  if (recognition && experiment.architecture.sizes.back() != 2) {
    return MustBe("the last size", experiment.architecture.sizes.back(),
                  "2, the number of classes");
  }
  if (recognition && experiment.codes < 1) return MustBe("codes", experiment.codes, "1 or more");
  if (experiment.samples < 1) return MustBe("samples", experiment.samples, "1 or more");
  if (!(experiment.data_noise > 0.0) || !std::isfinite(experiment.data_noise)) {
    return MustBe("data_noise", experiment.data_noise, "a finite variance above 0");
  }
  if (!(experiment.learning_rate > 0.0) || !std::isfinite(experiment.learning_rate)) {
    return MustBe("learning_rate", experiment.learning_rate, "a finite number above 0");
  }
  if (experiment.batch < 1 || experiment.batch > experiment.samples) {
    return MustBe(
        "batch", experiment.batch,
        absl::StrCat("from 1 to the number of samples to learn from, ", experiment.samples));
  }
  if (experiment.epochs < 1) return MustBe("epochs", experiment.epochs, "1 or more");
  if (!(experiment.measurement_noise > 0.0) || !std::isfinite(experiment.measurement_noise)) {
    return MustBe("measurement_noise", experiment.measurement_noise, "a finite variance above 0");
  }
  return CheckMeasuredEpochs(experiment);
}

absl::StatusOr<LearningCurve> RunLearning(const LearningExperiment& experiment,
                                          WorkerPool& workers) {
  INFOFLOW_RETURN_IF_ERROR(CheckLearningExperiment(experiment));
  const linalg::SingleThreadedBlas single_threaded_blas;
  INFOFLOW_ASSIGN_OR_RETURN(SyntheticTask task, MakeTask(experiment));
  INFOFLOW_ASSIGN_OR_RETURN(const UsvInitialState state,
                            network::InitializeUsv(experiment.architecture, experiment.seed));
  INFOFLOW_ASSIGN_OR_RETURN(Measuring measuring,
                            Measuring::Create(experiment, state, task.generator));
  const UsvForm form = experiment.unconstrained ? UsvForm::kUnconstrained : UsvForm::kMerged;
  if (form == UsvForm::kMerged) {
    for (Matrix<double>* inputs : {&task.train.inputs, &task.validation.inputs}) {
      *inputs = linalg::Product(*inputs, *state.layers[0].input_directions);
    }
  }
  INFOFLOW_ASSIGN_OR_RETURN(network::Network<double> network,
                            network::MakeUsvNetwork(experiment.architecture, state, form));
  INFOFLOW_ASSIGN_OR_RETURN(auto training,
                            network::Training<double>::Create(std::move(network), task.train.view(),
                                                              OptionsOf(experiment)));
  LearningCurve curve;
  if (!task.generator.empty()) {
    INFOFLOW_ASSIGN_OR_RETURN(curve.generator_singular_values,
                              linalg::SingularValues(task.generator.view()));
  }
  for (const int epoch : experiment.measured_epochs) {
    while (training.position().epoch < epoch) {
      INFOFLOW_RETURN_IF_ERROR(training.RunEpoch(workers).status());
    }
    const bool ends =
        epoch == experiment.measured_epochs.front() || epoch == experiment.measured_epochs.back();
    INFOFLOW_RETURN_IF_ERROR(measuring.Measure(
        training.network(), epoch, ends ? LearningStarts::kAll : LearningStarts::kWarmAndIgnorant,
        curve.layers));
    curve.losses.push_back(MeasureLosses(training, task, workers));
  }
  while (training.position().epoch < experiment.epochs) {
    INFOFLOW_RETURN_IF_ERROR(training.RunEpoch(workers).status());
  }
  INFOFLOW_ASSIGN_OR_RETURN(curve.singular_values, measuring.SingularValues(training.network()));
  return curve;
}

}  // namespace infoflow::replica
