#include "infoflow/replica/learning/learning_experiment.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::replica {
namespace {

using activation::Kind;

LearningExperiment SmallRecognition() {
  LearningExperiment experiment;
  experiment.task = LearningTask::kRecognition;
  experiment.architecture = {{15, 30, 15, 2}, {Kind::kLinear, Kind::kHardtanh}, 1.0};
  experiment.codes = 3;
  experiment.samples = 1500;
  experiment.learning_rate = 0.05;
  experiment.epochs = 12;
  experiment.measured_epochs = {0, 3, 12};
  return experiment;
}

LearningExperiment SmallTeacherStudent() {
  LearningExperiment experiment;
  experiment.architecture = {{20, 20, 20, 3}, {Kind::kLinear, Kind::kLinear}, 1.0};
  experiment.samples = 2000;
  experiment.epochs = 30;
  experiment.measured_epochs = {0, 10, 30};
  return experiment;
}

LearningCurve CurveOf(const LearningExperiment& experiment, int threads = 1) {
  WorkerPool workers(threads);
  return RunLearning(experiment, workers).value();
}

TEST(LearningExperimentTest, LearnsAndMeasures) {
  const LearningCurve curve = CurveOf(SmallRecognition());
  ASSERT_EQ(curve.layers.size(), 6u);
  ASSERT_EQ(curve.losses.size(), 3u);
  EXPECT_EQ(curve.losses[0].epoch, 0);
  EXPECT_NEAR(curve.losses[0].validation_accuracy, 0.5, 0.3);
  EXPECT_GT(curve.losses[2].validation_accuracy, 0.9);
  EXPECT_LT(curve.losses[2].validation_loss, curve.losses[0].validation_loss);
  EXPECT_EQ(curve.layers[5].epoch, 12);
  EXPECT_EQ(curve.layers[5].layer, 2);
  // The exact entropy ends where layers stop being linear.
  EXPECT_FALSE(std::isnan(curve.layers[4].exact_entropy));
  EXPECT_TRUE(std::isnan(curve.layers[5].exact_entropy));
  ASSERT_EQ(curve.singular_values.size(), 2u);
  EXPECT_EQ(curve.singular_values[0].size(), 15u);
}

TEST(LearningExperimentTest, TeacherStudentsAreExactInTheFirstLayer) {
  const LearningCurve curve = CurveOf(SmallTeacherStudent());
  for (const LayerMeasurement& layer : curve.layers) {
    EXPECT_NEAR(layer.mutual_information, layer.exact_information, layer.layer == 1 ? 1e-10 : 0.15);
    EXPECT_GT(layer.mutual_information, 0.0);
  }
  EXPECT_LT(curve.losses[2].validation_loss, 0.3 * curve.losses[0].validation_loss);
  EXPECT_TRUE(std::isnan(curve.losses[2].validation_accuracy));
}

// A dense network that starts with the same weights on the same data measures the same at first.
TEST(LearningExperimentTest, ControlsShareDataAndWeights) {
  LearningExperiment experiment = SmallTeacherStudent();
  experiment.measured_epochs = {0};
  experiment.epochs = 1;
  const LearningCurve usv = CurveOf(experiment);
  experiment.unconstrained = true;
  const LearningCurve dense = CurveOf(experiment);
  EXPECT_NEAR(usv.losses[0].train_loss, dense.losses[0].train_loss, 1e-10);
  for (std::size_t i = 0; i < usv.layers.size(); ++i) {
    EXPECT_NEAR(usv.layers[i].entropy, dense.layers[i].entropy, 1e-9);
    EXPECT_NEAR(usv.layers[i].exact_entropy, dense.layers[i].exact_entropy, 1e-9);
  }
  experiment.unconstrained = false;
  experiment.permute_answers = true;
  EXPECT_EQ(CurveOf(experiment).layers[0].entropy, usv.layers[0].entropy);
}

TEST(LearningExperimentTest, DoesNotDependOnThreads) {
  const LearningCurve one = CurveOf(SmallRecognition(), 1);
  const LearningCurve two = CurveOf(SmallRecognition(), 2);
  EXPECT_EQ(one.singular_values, two.singular_values);
  EXPECT_EQ(one.layers.back().entropy, two.layers.back().entropy);
}

std::string ErrorOf(const LearningExperiment& experiment) {
  return std::string(CheckLearningExperiment(experiment).message());
}

TEST(LearningExperimentTest, NamesWhatIsNotAllowed) {
  const LearningExperiment good = SmallRecognition();
  EXPECT_EQ(ErrorOf(good), "");
  const auto with = [&](auto change) {
    LearningExperiment experiment = good;
    change(experiment);
    return ErrorOf(experiment);
  };
  using E = LearningExperiment;
  EXPECT_EQ(with([](E& e) { e.architecture.sizes.back() = 3; }),
            "the last size=3: must be 2, the number of classes");
  EXPECT_EQ(with([](E& e) { e.codes = 0; }), "codes=0: must be 1 or more");
  EXPECT_EQ(with([](E& e) { e.samples = 0; }), "samples=0: must be 1 or more");
  EXPECT_EQ(with([](E& e) { e.batch = 1501; }),
            "batch=1501: must be from 1 to the number of samples to learn from, 1500");
  EXPECT_EQ(with([](E& e) { e.epochs = 0; }), "epochs=0: must be 1 or more");
  EXPECT_EQ(with([](E& e) { e.learning_rate = std::numeric_limits<double>::quiet_NaN(); }),
            "learning_rate=nan: must be a finite number above 0");
  EXPECT_EQ(with([](E& e) {
              e.measured_epochs = {0, 13};
            }),
            "measured epoch 13: they must ascend and be from 0 to 12, the last epoch");
  EXPECT_EQ(with([](E& e) {
              e.measured_epochs = {3, 3};
            }),
            "measured epoch 3: they must ascend and be from 0 to 12, the last epoch");
  EXPECT_EQ(with([](E& e) { e.measured_epochs = {}; }), "measured epochs: needs at least one");
}

TEST(LearningExperimentTest, LearningThatDivergesIsAnError) {
  LearningExperiment experiment = SmallTeacherStudent();
  experiment.learning_rate = 1e3;
  WorkerPool workers(1);
  const std::string message(RunLearning(experiment, workers).status().message());
  EXPECT_EQ(message.find("the loss is not finite in epoch 1, batch "), 0u) << message;
  EXPECT_NE(message.find("the learning rate 1000 may be too large"), std::string::npos) << message;
}

}  // namespace
}  // namespace infoflow::replica
