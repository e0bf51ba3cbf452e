#include "infoflow/network/training/training.h"

#include <cmath>
#include <csignal>
#include <cstdlib>
#include <new>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/network/training/training_evaluation.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/worker_pool.h"

namespace {

// Every allocation of this program, counted.
long allocations = 0;

}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) std::abort();
  return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace infoflow::network {
namespace {

using linalg::Matrix;

// Two clouds of points in ten dimensions that a linear map separates.
template <typename T>
struct Clouds {
  Matrix<T> inputs;
  std::vector<int> labels;

  explicit Clouds(int count) : inputs(count, 10), labels(count) {
    random::Stream stream(1, random::StreamUse::kTest, 0);
    random::FillNormal(stream, inputs.values());
    for (int i = 0; i < count; ++i) {
      labels[i] = i % 3;
      for (int k = 0; k < 10; ++k) inputs(i, k) += T(k % 3 == labels[i] ? 1 : -1);
    }
  }
  LabelledSamples<T> samples() const { return {inputs, labels}; }
};

template <typename T>
Network<T> SmallNetwork(int outputs = 3) {
  return MakeDenseNetwork<T>({10, 300, 20, outputs}, activation::Kind::kTanh,
                             activation::Kind::kTanh, {1.5, 0.05}, 1)
      .value();
}

TrainingOptions FastOptions() {
  TrainingOptions options;
  options.optimizer.learning_rate = 0.05;
  options.minibatches.batch = 16;
  return options;
}

TEST(TrainingTest, Learns) {
  WorkerPool workers(1);
  const Clouds<float> clouds(200);
  for (const LossConvention loss :
       {LossConvention::kCrossEntropyOnActivations, LossConvention::kDoubleSoftmax,
        LossConvention::kMeanSquaredError}) {
    for (const OptimizerKind kind : {OptimizerKind::kSgd, OptimizerKind::kAdam}) {
      TrainingOptions options = FastOptions();
      options.loss = loss;
      options.optimizer.kind = kind;
      if (kind == OptimizerKind::kAdam) options.optimizer.learning_rate = 1e-3;
      auto training =
          Training<float>::Create(SmallNetwork<float>(), clouds.samples(), options).value();
      const double first = training.RunEpoch(workers).value();
      double last = first;
      for (int epoch = 1; epoch < 10; ++epoch) last = training.RunEpoch(workers).value();
      EXPECT_LT(last, first);
      EXPECT_EQ(training.position().epoch, 10);
      const Evaluation evaluation =
          Evaluate(training.network(), clouds.samples(), loss, {}, workers);
      EXPECT_GT(evaluation.accuracy, 0.95) << LossConventionName(loss);
    }
  }
}

TEST(TrainingTest, OneStepIsTheFormula) {
  // One layer, linear, squared error: W' = W - rate * 2/(n k) sum_b (y - t) x^T.
  WorkerPool workers(1);
  const Clouds<double> clouds(4);
  auto network = MakeDenseNetwork<double>({10, 3}, activation::Kind::kLinear,
                                          activation::Kind::kLinear, {1.0, 0.05}, 1)
                     .value();
  const Network<double> before = network;
  TrainingOptions options = FastOptions();
  options.loss = LossConvention::kMeanSquaredError;
  auto training = Training<double>::Create(network, clouds.samples(), options).value();
  training.Step({3, 1}, workers);
  for (int i = 0; i < 3; ++i) {
    double bias_gradient = 0.0;
    std::vector<double> gradient(10);
    for (const int b : {3, 1}) {
      double y = before.parameters(0)[30 + i];
      for (int k = 0; k < 10; ++k) y += before.parameters(0)[10 * i + k] * clouds.inputs(b, k);
      const double error = 2.0 / 6.0 * (y - (clouds.labels[b] == i));
      bias_gradient += error;
      for (int k = 0; k < 10; ++k) gradient[k] += error * clouds.inputs(b, k);
    }
    const auto after = training.network().parameters(0);
    for (int k = 0; k < 10; ++k) {
      EXPECT_NEAR(after[10 * i + k], before.parameters(0)[10 * i + k] - 0.05 * gradient[k], 1e-12);
    }
    EXPECT_NEAR(after[30 + i], before.parameters(0)[30 + i] - 0.05 * bias_gradient, 1e-12);
  }
}

template <typename T>
std::vector<T> ParametersAfter(int threads, const Clouds<T>& clouds) {
  WorkerPool workers(threads);
  auto training = Training<T>::Create(SmallNetwork<T>(), clouds.samples(), FastOptions()).value();
  for (int epoch = 0; epoch < 3; ++epoch) EXPECT_TRUE(training.RunEpoch(workers).ok());
  const auto parameters = training.network().all_parameters();
  return std::vector<T>(parameters.begin(), parameters.end());
}

TEST(TrainingTest, OneHotTargetsAreLabels) {
  WorkerPool workers(1);
  const Clouds<double> clouds(50);
  Matrix<double> targets(50, 3);
  for (int i = 0; i < 50; ++i) targets(i, clouds.labels[i]) = 1.0;
  TrainingOptions options = FastOptions();
  options.loss = LossConvention::kMeanSquaredError;
  const LabelledSamples<double> with_targets = {clouds.inputs, {}, targets};
  auto by_labels =
      Training<double>::Create(SmallNetwork<double>(), clouds.samples(), options).value();
  auto by_targets = Training<double>::Create(SmallNetwork<double>(), with_targets, options).value();
  EXPECT_EQ(by_labels.RunEpoch(workers).value(), by_targets.RunEpoch(workers).value());
  EXPECT_EQ(by_labels.network().all_parameters(), by_targets.network().all_parameters());
  const Evaluation labelled =
      Evaluate(by_labels.network(), clouds.samples(), options.loss, {}, workers);
  const Evaluation targeted =
      Evaluate(by_targets.network(), with_targets, options.loss, {}, workers);
  EXPECT_EQ(labelled.loss, targeted.loss);
  EXPECT_TRUE(std::isnan(targeted.accuracy));
}

TEST(TrainingTest, RejectsTargetsThatDoNotFit) {
  const Clouds<double> clouds(50);
  const Matrix<double> targets(50, 3), narrow(50, 2);
  TrainingOptions options = FastOptions();
  const auto error = [&](const LabelledSamples<double>& samples) {
    return std::string(
        Training<double>::Create(SmallNetwork<double>(), samples, options).status().message());
  };
  EXPECT_EQ(error({clouds.inputs, {}, targets}),
            "loss cross-entropy-activations: targets take mean-squared-error only");
  options.loss = LossConvention::kMeanSquaredError;
  EXPECT_EQ(error({clouds.inputs, clouds.labels, targets}),
            "samples have labels and targets: only one is allowed");
  EXPECT_EQ(error({clouds.inputs, {}, narrow}),
            "50 targets of 2 numbers do not fit 50 samples and a network with 3 outputs");
}

TEST(TrainingTest, DoesNotDependOnTheNumberOfThreads) {
  const Clouds<float> single(100);
  EXPECT_EQ(ParametersAfter<float>(1, single), ParametersAfter<float>(2, single));
  EXPECT_EQ(ParametersAfter<float>(1, single), ParametersAfter<float>(3, single));
  const Clouds<double> full(100);
  EXPECT_EQ(ParametersAfter<double>(1, full), ParametersAfter<double>(2, full));
}

TEST(TrainingTest, StepsAllocateNothing) {
  const linalg::SingleThreadedBlas single_threaded_blas;
  const Clouds<float> clouds(64);
  const std::vector<int> batch = {0, 5, 9, 13, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};
  for (const int threads : {1, 2}) {
    WorkerPool workers(threads);
    for (const OptimizerKind kind : {OptimizerKind::kSgd, OptimizerKind::kAdam}) {
      for (const LossConvention loss :
           {LossConvention::kCrossEntropyOnActivations, LossConvention::kDoubleSoftmax,
            LossConvention::kMeanSquaredError}) {
        TrainingOptions options = FastOptions();
        options.optimizer.kind = kind;
        options.loss = loss;
        auto training =
            Training<float>::Create(SmallNetwork<float>(), clouds.samples(), options).value();
        training.Step(batch, workers);
        const long before = allocations;
        for (int step = 0; step < 10; ++step) training.Step(batch, workers);
        EXPECT_EQ(allocations, before);
      }
    }
  }
}

TEST(TrainingTest, AnInterruptEndsAfterTheStepAndACallGoesOn) {
  WorkerPool workers(1);
  const Clouds<float> clouds(100);
  CatchInterrupts();
  auto straight =
      Training<float>::Create(SmallNetwork<float>(), clouds.samples(), FastOptions()).value();
  const double want = straight.RunEpoch(workers).value();
  auto interrupted =
      Training<float>::Create(SmallNetwork<float>(), clouds.samples(), FastOptions()).value();
  std::raise(SIGINT);
  EXPECT_EQ(interrupted.RunEpoch(workers).status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(interrupted.position().batch, 0);
  ClearInterrupt();
  EXPECT_EQ(interrupted.RunEpoch(workers).value(), want);
}

TEST(TrainingTest, EvaluatesAllSamplesOrFullBatches) {
  WorkerPool workers(2);
  const Clouds<double> clouds(100);
  const Network<double> network = SmallNetwork<double>();
  const LossConvention loss = LossConvention::kCrossEntropyOnActivations;
  const Evaluation whole = Evaluate(network, clouds.samples(), loss, {1000, false}, workers);
  const Evaluation pieces = Evaluate(network, clouds.samples(), loss, {30, false}, workers);
  EXPECT_EQ(whole.samples, 100);
  EXPECT_EQ(pieces.samples, 100);
  EXPECT_NEAR(pieces.loss, whole.loss, 1e-12);
  EXPECT_EQ(pieces.accuracy, whole.accuracy);
  EXPECT_EQ(Evaluate(network, clouds.samples(), loss, {30, true}, workers).samples, 90);
  EXPECT_EQ(Evaluate(network, clouds.samples(), loss, {1000, true}, workers).samples, 100);
}

std::string ErrorOf(const Clouds<float>& clouds, const TrainingOptions& options, int outputs = 3) {
  return std::string(
      Training<float>::Create(SmallNetwork<float>(outputs), clouds.samples(), options)
          .status()
          .message());
}

TEST(TrainingTest, RejectsWhatDoesNotFit) {
  Clouds<float> clouds(20);
  TrainingOptions options = FastOptions();
  EXPECT_EQ(ErrorOf(clouds, options), "");
  EXPECT_EQ(ErrorOf(clouds, options, 2), "label 2: must be from 0 to 1 for this network");
  options.minibatches.batch = 21;
  EXPECT_EQ(ErrorOf(clouds, options), "");
  options.minibatches.drop_last = true;
  EXPECT_EQ(ErrorOf(clouds, options), "batch=21: must be from 1 to the number of samples, 20");
  options.minibatches.batch = 0;
  EXPECT_EQ(ErrorOf(clouds, options), "batch=0: must be from 1 to the number of samples, 20");
  options = FastOptions();
  options.loss = LossConvention::kBinaryCrossEntropy;
  EXPECT_EQ(ErrorOf(clouds, options),
            "loss binary-cross-entropy: needs a network with 1 output, not 3");
  options = FastOptions();
  options.optimizer.learning_rate = -1.0;
  EXPECT_EQ(ErrorOf(clouds, options), "learning_rate=-1: must be a finite number above 0");
  clouds.labels.pop_back();
  EXPECT_EQ(ErrorOf(clouds, FastOptions()), "20 samples have 19 labels");
  const Matrix<float> narrow(5, 4);
  const std::vector<int> labels(5);
  EXPECT_EQ(
      Training<float>::Create(SmallNetwork<float>(), {narrow, labels}, options).status().message(),
      "learning_rate=-1: must be a finite number above 0");
  EXPECT_EQ(Training<float>::Create(SmallNetwork<float>(), {narrow, labels}, FastOptions())
                .status()
                .message(),
            "samples of 4 numbers do not fit a network with 10 inputs");
}

TEST(TrainingTest, ALossThatIsNotFiniteIsAnError) {
  WorkerPool workers(1);
  const Clouds<float> clouds(40);
  auto network = MakeDenseNetwork<float>({10, 20, 3}, activation::Kind::kRelu,
                                         activation::Kind::kLinear, {2.0, 0.05}, 1)
                     .value();
  TrainingOptions options = FastOptions();
  options.loss = LossConvention::kMeanSquaredError;
  options.optimizer.learning_rate = 1e20;
  auto training = Training<float>::Create(network, clouds.samples(), options).value();
  const absl::Status status = training.RunEpoch(workers).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_NE(status.message().find("the loss is not finite in epoch 1"), std::string::npos);
}

}  // namespace
}  // namespace infoflow::network
